/** Whether a passkey's signature is right: over a question of ours, by the right person, on the right site. */
import { verifyAuthenticationResponse } from '@simplewebauthn/server'
import { type Origin, type PasskeyProof, told } from '../../account-guard/guard.ts'
import { recorded } from '../../audit/statement.ts'
import type { Config } from '../../config.ts'
import { batch, type Database } from '../../db/client.ts'
import { bytesOf, sha256 } from '../../digest.ts'
import { dispatch, post } from '../../mail/outbox.ts'
import { done, refused, type Result } from '../../result.ts'
import { askedAt } from './challenge.ts'
import type { Assertion, Bound, Known, Refused } from './passkey.ts'
import { answeredBy, handleOf, isCopy, questionIn, readAssertion, relyingParty } from './rules.ts'
import { passkeyBy } from './store.ts'

/** What it needs of the program around it. */
export type Means = {
  db: Database
  mail: Queue
  config: Pick<Config, 'origin' | 'policy' | 'sealKeys'>
  origin: Origin
}

/** A right signature, with whose it is; the guard of the account has still to take the proof, which it does once. */
export type Verified = { account: number; guard: string; isManaged: boolean; proof: PasskeyProof }

/**
 * Looks at an assertion, the JSON text of a form's field. `guard`: whose passkey it has to be; null: anybody's, who is then
 * told by the passkey itself. What is refused is recorded, and of a passkey that may be a copy its owner is told.
 */
export async function verifyPasskey(
  means: Means,
  bound: Bound,
  guard: string | null,
  text: string,
): Promise<Result<Verified, Refused>> {
  const { db, config, origin } = means
  const assertion = readAssertion(text)
  const challenge = assertion && questionIn(assertion.response.clientDataJSON)
  const asked = challenge ? await askedAt(challenge, bound, config.sealKeys) : null
  if (!assertion || !challenge || asked === null) return refuse(means, bound, 'wrong', null)
  const until = answeredBy(asked, config.policy)
  const { rows } = await batch(db, [passkeyBy(assertion.id, guard)])
  const known = rows[0][0] ?? null
  if (origin.at >= until) return refuse(means, bound, 'late', known)
  if (!known) return refuse(means, bound, 'unknown', null)
  // Alone, a passkey has to say whose it is (section 7.2, step 6).
  const saidOwner = assertion.response.userHandle
  if (saidOwner === undefined ? guard === null : saidOwner !== handleOf(known.owner))
    return refuse(means, bound, 'wrong', known)
  const counter = await counterSigned(assertion, challenge, known, config.origin)
  if (counter === null) return refuse(means, bound, 'wrong', known)
  if (isCopy(known.counter, counter)) return refuse(means, bound, 'copied', known)
  const proof = { passkey: known.row, counter, challenge: sha256(challenge), until }
  return done({ account: known.account, guard: known.guard, isManaged: known.isManaged === 1, proof })
}

/** The counter that the passkey signed with all the rest; null if anything about the signature is wrong. */
async function counterSigned(
  { id, response }: Assertion,
  expectedChallenge: string,
  known: Known,
  expectedOrigin: string,
): Promise<number | null> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response },
      expectedChallenge,
      expectedOrigin,
      expectedRPID: relyingParty(expectedOrigin),
      requireUserVerification: true,
      // Counters are looked at here afterwards: one that went back is no mere mistake.
      credential: {
        id: known.credential,
        publicKey: bytesOf(known.publicKey),
        counter: 0,
      },
    })
    return verified ? authenticationInfo.newCounter : null
  } catch {
    // Whatever is wrong is thrown; the refusal is recorded by whoever asked.
    return null
  }
}

async function refuse(means: Means, { use }: Bound, why: Refused, known: Known | null) {
  const { db, mail, config, origin } = means
  const account = known?.account ?? null
  const row = recorded(told('passkey.refused', origin, { account, clause: 'III.F.2', detail: { why, use } }))
  if (why !== 'copied' || account === null) {
    await batch(db, [row])
    return refused(why)
  }
  const posting = await post(
    { name: 'sign-in-changed', what: 'passkey-copied', to: { account }, channel: 'email' },
    origin.at,
    config.sealKeys,
  )
  await batch(db, [row, posting.statement])
  await dispatch(mail, [posting])
  return refused(why)
}
