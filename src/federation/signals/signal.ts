/** Security events that an identity provider sends by itself (Shared Signals Framework: CAEP and RISC). */

/** What it says, in the words of this portal. `verification`: nothing happened, the transmitter tries the way. */
export type SignalEvent = 'session-revoked' | 'credential-change' | 'account-disabled' | 'verification'

/** Of whom: a person, by the provider's own word for them or by e-mail address, and a session of the provider's (its `sid`). */
export type SignalSubject = {
  person: { by: 'subject'; subject: string } | { by: 'email'; email: string } | null
  sid: string | null
}

/** What one token says; no events: none that is known here. */
export type Signal = { events: readonly SignalEvent[]; about: SignalSubject }

/** What it comes to: which sessions of the person's end, whether their devices are forgotten, whether the account is suspended. */
export type Effects = {
  sessions: 'none' | 'of-sid' | 'all'
  forgetsDevices: boolean
  suspends: boolean
}

/** Why a token was not taken, by RFC 8935, section 2.4, and in words for whoever runs the transmitter. */
export type Fault = {
  err: 'invalid_request' | 'invalid_key' | 'invalid_issuer' | 'invalid_audience' | 'authentication_failed'
  description: string
}
