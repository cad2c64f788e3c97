import type { Day } from '../policy/calendar.ts'

/** A membership whose access is revoked (rows of D1). */
export type Revoked = { membership: number; account: number; office: number }

/** What becomes of it: it ends, it is closed until somebody opens it again, or its roles are fewer (III.M.2, III.M.3). */
export type RevocationKind = 'ended' | 'disabled' | 'limited'

/** III.M.3: what, as of which day the employment ended or the job changed, as the office says, and why. */
export type Revocation = { kind: RevocationKind; changedOn: Day; reason: string | null }
