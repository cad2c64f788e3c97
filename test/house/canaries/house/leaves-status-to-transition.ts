// as src/dormancy/store.ts
import { statusChanged } from '../accounts/store.ts' // bad
export const used = 'UPDATE account SET last_used_on = ? WHERE suspended_at IS NULL'
export const suspended = 'UPDATE account SET suspended_at = ? WHERE id = ?' // bad
export const built = query.update(account).set({ suspendedAt: 1 }) // bad
