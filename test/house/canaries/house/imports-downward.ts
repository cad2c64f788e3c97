// as src/standing/store.ts
import { audit } from '../audit/statement.ts'
import { officeOf } from '../offices/store.ts'
import { usedOn } from '../sessions/store.ts' // bad
import { hash } from '../passwords/hash.ts'
import { claimFor } from '../claims/store.ts' // bad
