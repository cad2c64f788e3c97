// as src/claims/routes.tsx
import { readSearch } from '../members/form.ts' // bad
import type { AccountGuard } from '../account-guard/object.ts' // bad
import { readFilters } from './form.ts'
