/**
 * Questions to passkeys. Nothing of one is stored when it is asked: it is its own instant, sealed for its use and holder.
 * The account's guard takes each once, when it is answered (docs/decisions/0018).
 */
import { type SealKeys, seal, unseal } from '../../seal.ts'
import type { Bound } from './passkey.ts'

/** A new question, asked at `at` (ms UTC): base64url, as browsers are told and as they tell it back. */
export function newChallenge({ use, holder }: Bound, at: number, keys: SealKeys): Promise<string> {
  return seal({ at }, keys, `passkey ${use}`, holder)
}

/** The instant at which the question was asked (ms UTC); null if it was not asked for that use and holder. */
export async function askedAt(challenge: string, { use, holder }: Bound, keys: SealKeys): Promise<number | null> {
  const asked = (await unseal(challenge, keys, `passkey ${use}`, holder)) as { at: number } | null
  return asked?.at ?? null
}
