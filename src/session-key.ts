/** What a session cookie says, its secret already hashed: every statement of a page is selected through it. */
export type SessionKey = {
  /** The name of the account's guard object. */
  guard: string
  /** The session's public id. */
  id: string
  /** SHA-256 of the cookie's secret. */
  secretHash: string
}
