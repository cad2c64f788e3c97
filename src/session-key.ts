import { sha256 } from './digest.ts'

/** What a session cookie says, its secret already hashed: every statement of a page is selected through it. */
export type SessionKey = {
  /** The name of the account's guard object. */
  guard: string
  /** The session's public id. */
  id: string
  /** SHA-256 of the cookie's secret. */
  secretHash: string
}

/** The key in a text of the form `<guard>.<id>.<secret>`, a cookie's or a link's; null for any other shape (T20). */
export function readKeyText(text: string): SessionKey | null {
  const parts = /^([A-Za-z0-9_-]{43})\.([a-z0-9_]{1,40})\.([A-Za-z0-9_-]{43})$/.exec(text)
  if (!parts) return null
  return { guard: parts[1]!, id: parts[2]!, secretHash: sha256(parts[3]!) }
}
