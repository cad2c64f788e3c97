// as src/http/gate.ts
import { readFacts } from '../standing/store.ts'
import { searched } from '../members/store.ts' // bad
import { // bad
  open, // the statement begins a line above
} from '../sessions/open.ts'
import type { App } from './context.ts'
