/** Why an account, or the only way into it, is closed. */
export type Closed =
  | 'terminated'
  | 'suspended'
  | 'disabled'
  | 'dormant'
  | 'no-office'
  | 'membership-ended'
  | 'membership-suspended'
  | 'membership-disabled'
  | 'office-without-access'
  | 'office-suspended'
  | 'office-terminated'

/** What keeps a signed-in person on one page until it is done, in the order it is asked (requirements, section 0). */
export const gates = ['password', 'agreement', 'training', 'verification'] as const
export type Gate = (typeof gates)[number]
