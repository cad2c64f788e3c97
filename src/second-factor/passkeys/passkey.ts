/** Passkeys (WebAuthn, https://www.w3.org/TR/webauthn-3/): what is known of one, and what browsers say of it. */

/** What a question to a passkey is for: an answer to one use is none to another. */
export type Use = 'sign-in' | 'second-factor' | 'reset' | 'confirm' | 'registration'

/** Whose the question is: the visitor's token, the flow's id or the session's id. Nobody else's answer to it counts. */
export type Bound = { use: Use; holder: string }

/** How a browser finds a passkey again: base64url, and how its device is reached. */
export type Descriptor = { id: string; type: 'public-key'; transports: string[] }

/** A passkey as a row has it. `credential` and `publicKey` are base64url, `transports` a JSON list; instants in ms UTC. */
export type PasskeyRow = { credential: string; transports: string }

/** The same as its owner sees it. `isSynced`: the device's maker keeps it on all devices of its owner. Instants in ms UTC. */
export type PasskeyShown = {
  id: string
  name: string
  isSynced: 0 | 1
  addedAt: number
  usedAt: number | null
}

/** Who somebody is to their passkeys: the account's public id; a managed account signs in by no passkey alone. */
export type Owner = { publicId: string; isManaged: 0 | 1 }

/** A passkey with its owner: the account's row, public id and guard. */
export type Known = {
  row: number
  credential: string
  publicKey: string
  counter: number
  account: number
  owner: string
  guard: string
  isManaged: 0 | 1
}

/** What a browser says of a signature: base64url texts, as WebAuthn names them (section 5.8.1.1 and 6.1). */
export type Assertion = {
  id: string
  response: { clientDataJSON: string; authenticatorData: string; signature: string; userHandle?: string }
}

/** What a browser says of a new passkey. */
export type Attestation = {
  id: string
  response: { clientDataJSON: string; attestationObject: string; transports: string[] }
}

/**
 * Why a passkey was refused. `unknown`: there is none, or it is not the right person's. `late`: the question is too old.
 * `copied`: its counter went back. `wrong`: anything else, which no browser of ours sends.
 */
export type Refused = 'unknown' | 'late' | 'wrong' | 'copied'
