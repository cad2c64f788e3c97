/** By what an account's person signs in, and where they did (requirements, sections 5 and 6). Instants in ms UTC. */

/** An identity that is linked to an identity provider. `isManaged`: the provider made the account, which comes in through it alone. */
export type OwnIdentity = { id: number; provider: string; linkedAt: number; usedAt: number | null; isManaged: 0 | 1 }

/** An open session; `provider` is the name of the one it was opened through. */
export type OwnSession = {
  id: string
  device: string
  openedAt: number
  office: string | null
  by: 'password' | 'passkey' | 'provider'
  provider: string | null
  isThis: 0 | 1
}

/** What came of somebody signing in. */
export type SignInResult = 'in' | 'refused' | 'wrong' | 'locked'

/** An event of signing in, as the log has it; `detail` is JSON. */
export type SignInRow = {
  at: number
  event: 'session.opened' | 'sign_in.refused' | 'sign_in.failed'
  device: string | null
  ip: string | null
  detail: string | null
  provider: string | null
}

/** Signing in, as its person sees it; `times`: wrong passwords one after another, from one device and address. */
export type SignIn = {
  at: number
  device: string | null
  ip: string | null
  by: OwnSession['by'] | null
  provider: string | null
  result: SignInResult
  times: number
}
