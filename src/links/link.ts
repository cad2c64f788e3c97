/** A link of a mail: `<guard>.<id>.<secret>`. Its secret is in the mail alone; only SHA-256 of it is kept. */
import { randomText, sha256 } from '../digest.ts'
import { type Id, newId } from '../ids.ts'

/** What a link opens. */
export type Purpose = 'registration' | 'invitation' | 'set-up' | 'reset'

/** A link that was just made: `value` goes into the mail, or the flow's cookie; the rest is kept. */
export type NewLink = { value: string; guard: string; id: Id<'link'>; secretHash: string }

/** A link as stored. Instants in ms UTC. */
export type Link = {
  row: number
  id: string
  purpose: Purpose
  guard: string
  account: number | null
  registration: number | null
  invitation: number | null
  expiresAt: number
  usedAt: number | null
  revokedAt: number | null
}

/** A new link for whoever has the address of that guard. */
export function newLink(guard: string): NewLink {
  const id = newId('link')
  const secret = randomText()
  return { value: `${guard}.${id}.${secret}`, guard, id, secretHash: sha256(secret) }
}
