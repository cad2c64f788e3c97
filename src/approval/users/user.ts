/** How a user of an office stands, the first that applies; `ended`: they are no user of it any more. */
export const userStates = [
  'open',
  'ending',
  'locked',
  'dormant',
  'no-password',
  'password-ended',
  'unverified',
  'disabled',
  'account-suspended',
  'account-disabled',
  'account-ended',
  'ended',
] as const
export type UserState = (typeof userStates)[number]

/** What the list is narrowed to: part of a name, and one state; without one everybody who has not left. */
export type UserFilters = { name: string; state: UserState | undefined }
