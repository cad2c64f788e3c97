/** Codes that a referral may name (section 12), as the plan loads them. */

/** The systems a referral's codes come from. */
export const referralSystems = ['icd-10-cm', 'hcpcs', 'cpt'] as const
export type ReferralSystem = (typeof referralSystems)[number]

/** What a code says: why (a diagnosis), or what is asked for (a service). */
export type CodeKind = 'diagnosis' | 'service'

/** A code by its system, without dots and in upper case. */
export type CodeName = { system: ReferralSystem; code: string }

/** A code that the plan has loaded; `words` where the plan may show them. */
export type ServiceCode = CodeName & { words: string | null }
