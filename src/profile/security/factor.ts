/** Second factors that nobody reads in a mailbox: passkeys and authenticator apps. */
export type Strong = 'passkey' | 'app'

/** Why one was not taken away: it is the last, and nobody confirmed that; the plan's way in would be lost; it is none of theirs. */
export type Kept = 'last' | 'break-glass' | 'not-found'

/** One of the two kinds, as its page of removal tells of it. */
export type Removable = { name: string; isLast: 0 | 1; isBreakGlass: 0 | 1 }
