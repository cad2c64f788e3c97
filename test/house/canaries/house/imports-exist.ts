// as src/claims/store.ts
import { gone } from './gone.ts' // bad
