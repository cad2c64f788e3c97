/** Every message the portal sends. A new one starts here; its words are in `views/<feature>/mail/`. */

/** To whom: an account, or somebody who has none. */
export type Recipient = { account: number } | { address: string; firstName: string }

/** What a message says, by its name. All but the name is sealed in the outbox until it was sent. */
export type Told =
  /** III.F.3 */
  | { name: 'passcode'; code: string }
  /** III.F.1.c.i: somebody forgot their password. The link opens the page where the code is typed. */
  | { name: 'reset'; code: string; link: string }
  /** III.E.4: the way out, and "this wasn't me". */
  | { name: 'account-locked' }
  /** III.D: a password was set, changed or reset; "this wasn't me". */
  | { name: 'password-set' }
  /** III.D.5: the password ends soon, on that day (ISO). */
  | { name: 'password-ends'; endsOn: string }
  /** III.B.4: the account is approved; `link` sets its password, null where it has one. */
  | { name: 'account-approved'; link: string | null }
  /** III.J.1: the yearly training is due on that day. */
  | { name: 'training-due'; dueOn: string }
  /** A device's cookie was seen in two places: every device was forgotten. */
  | { name: 'devices-revoked' }

/** A message to post. */
export type Message = Told & {
  to: Recipient
  channel: 'email' | 'text'
  /** After this instant (ms) it isn't sent any more: a passcode that has expired. */
  expiresAt?: number
}
