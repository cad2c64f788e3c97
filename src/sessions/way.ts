/** By which way somebody came in. */

/** Through an identity provider (its row): as whom there, in which session of its own, and the sealed ID token that signing out there asks for. */
export type ProviderWay = { by: 'provider'; provider: number; subject: string; sid: string | null; sealed: string }

/** A passkey (its row) that verified its owner. */
export type PasskeyWay = { by: 'passkey'; passkey: number }

/** The password; a passkey that verified its owner; or an identity provider (requirements, sections 5 and 13). */
export type Way = { by: 'password' } | PasskeyWay | ProviderWay
