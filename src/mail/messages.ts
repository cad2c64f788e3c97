/** Every message the portal sends. A new one starts here; its words are in `views/<feature>/mail/`. */
export type Message =
  /** III.F.3: the passcode itself is sealed in the outbox until it was sent. */
  | { name: 'passcode'; account: number; channel: 'email' | 'text'; code: string; expiresAt: number }
  /** III.E.4: the way out, and "this wasn't me". */
  | { name: 'account-locked'; account: number; channel: 'email' }
  /** A device's cookie was seen in two places: every device was forgotten. */
  | { name: 'devices-revoked'; account: number; channel: 'email' }

/** A message's name, as the outbox keeps it. */
export type MessageName = Message['name']
