/** Why an account, or the only way into it, is closed. */
export type Closed =
  | 'terminated'
  | 'suspended'
  | 'dormant'
  | 'no-office'
  | 'membership-ended'
  | 'membership-suspended'
  | 'office-without-access'
  | 'office-suspended'
  | 'office-terminated'
