/** Every message the portal sends. A new one starts here; its words are in `views/<feature>/mail/`. */

import type { AgreementCopy } from './agreement-copy.ts'

/** To whom: an account, or somebody who has none. */
export type Recipient = { account: number } | { address: string; firstName: string }

/** What a message says, by its name. All but the name is sealed in the outbox until it was sent. */
export type Told =
  /** III.F.3 */
  | { name: 'passcode'; code: string }
  /** III.E.4: the way out, and "this wasn't me". */
  | { name: 'account-locked' }
  /** III.D: a password was set, changed or reset; "this wasn't me". */
  | { name: 'password-set' }
  /** III.J.1: the yearly training is due on that day. */
  | { name: 'training-due'; dueOn: string }
  /** III.A.1.a: the whole agreement as it was signed, to the office's manager. */
  | { name: 'agreement-copy'; request: string; copy: AgreementCopy }
  /** III.A.1.a: an office waits for the plan's decision. */
  | { name: 'office-request-waiting'; request: string; office: string }
  /** III.A.1.a: from that day on; the LOAs in words. */
  | { name: 'office-accepted'; office: string; on: string; nominees: string[] }
  | { name: 'office-rejected'; office: string; reason: string }
  /** III.A.1.b: to lead an office, or (null) to the plan's staff; the link opens the registration. */
  | { name: 'invitation'; link: string; office: string | null }
  /** A device's cookie was seen in two places: every device was forgotten. */
  | { name: 'devices-revoked' }

/** A message to post. */
export type Message = Told & {
  to: Recipient
  channel: 'email' | 'text'
  /** After this instant (ms) it isn't sent any more: a passcode that has expired. */
  expiresAt?: number
}
