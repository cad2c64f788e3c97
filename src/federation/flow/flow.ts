import type { Claims, Provider } from '../provider.ts'
import type { ProviderWay } from '../../sessions/way.ts'

/** What somebody wants of the way to a provider: to sign in and go on to `next`, or to try what they set up (an account's row). */
export type Wish = { purpose: 'sign-in'; next: string } | { purpose: 'try'; account: number }

/** What is kept sealed of a way that was begun: never seen by the browser, never twice the same. */
export type FlowSecrets = { nonce: string; verifier: string; next: string }

/** A flow as it is taken, once. */
export type FlowRow = { sealed: string; purpose: Wish['purpose']; account: number | null }

/** What flows are sealed for; the holder is the hash of the state. */
export const FLOW = 'federation flow'

/** The longest ID token that is taken, in characters: its seal is opened again at sign-out. */
export const ID_TOKEN_MOST = 32_768

/**
 * Why an answer is not taken. `not-begun`: no way begun in this browser is waiting for it; `malformed`: doubled or missing
 * parameters; `issuer`: another provider answered (RFC 9207); `denied`: the person or the provider said no; `exchange`: the code
 * was not taken; `token-wrong`: the ID token is not one to believe; `provider-down`; `off`: switched off here.
 */
export type AnswerRefusal =
  | 'not-begun'
  | 'malformed'
  | 'issuer'
  | 'denied'
  | 'exchange'
  | 'token-wrong'
  | 'provider-down'
  | 'off'

/** An answer that was taken: what the provider says of whom. `claims` are the ID token's, and for what it left out the userinfo's. */
export type Answered = {
  provider: Provider
  wish: Wish
  claims: Claims
  way: ProviderWay
}

/** An answer that was not. `trial`: the account (its row) that was trying the provider. */
export type Refused = { why: AnswerRefusal; provider: Provider | null; trial: number | null }

/** What came of a trial, as the page of the provider shows it: sealed for `TRIAL`, held by `<provider id> <account row>`. */
export type Trial = { claims: Claims; isMultiFactor: boolean } | { refused: AnswerRefusal }
export const TRIAL = 'provider trial'
