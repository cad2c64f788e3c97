/** Adds a passkey to somebody's ways to sign in, and tells them. */
import { verifyRegistrationResponse } from '@simplewebauthn/server'
import { decodeAttestationObject } from '@simplewebauthn/server/helpers'
import type { Origin } from '../../account-guard/guard.ts'
import { recordedIfChanged } from '../../audit/statement.ts'
import { batch } from '../../db/client.ts'
import { base64url, bytesOf } from '../../digest.ts'
import { newId } from '../../ids.ts'
import { dispatch, postIfChanged } from '../../mail/outbox.ts'
import { done, refused, type Result } from '../../result.ts'
import { askedAt } from './challenge.ts'
import type { Attestation } from './passkey.ts'
import { ALGORITHMS, answeredBy, questionIn, readAttestation, relyingParty } from './rules.ts'
import { type NewPasskey, passkeyAdded } from './store.ts'
import type { Means } from './verify.ts'

/**
 * `text` is the browser's word, the JSON text of a form's field; it answers a question to that session. The same word
 * again adds nothing: a passkey is known once, even after it was taken away.
 */
export async function registerPasskey(
  { db, mail, config }: Omit<Means, 'origin'>,
  { session, name, text }: { session: string; name: string; text: string },
  by: Origin & { account: number; session: number },
): Promise<Result<'added', 'late' | 'wrong' | 'known'>> {
  const { policy, sealKeys, origin } = config
  const attestation = readAttestation(text)
  const challenge = attestation && questionIn(attestation.response.clientDataJSON)
  const asked = challenge ? await askedAt(challenge, { use: 'registration', holder: session }, sealKeys) : null
  if (!attestation || !challenge || asked === null) return refused('wrong')
  if (by.at >= answeredBy(asked, policy)) return refused('late')
  const made = await keyIn(attestation, challenge, origin)
  if (!made) return refused('wrong')
  const { account, at } = by
  const id = newId('passkey')
  const posting = await postIfChanged(
    { name: 'sign-in-changed', what: 'passkey-added', to: { account }, channel: 'email' },
    at,
    sealKeys,
  )
  const { changes } = await batch(db, [
    passkeyAdded({ ...made, id, account, name, addedAt: at }, by.session, policy.PASSKEYS_EACH),
    recordedIfChanged({ ...by, name: 'passkey.added', subject: account, clause: 'III.F.2', detail: { factor: id } }),
    posting.statement,
  ])
  if (changes[0] === 0) return refused('known')
  await dispatch(mail, [posting])
  return done('added')
}

type Key = Pick<NewPasskey, 'credential' | 'publicKey' | 'counter' | 'transports' | 'isSynced'>

/** The key that the browser made; null if anything about it is wrong. */
async function keyIn(
  { id, response }: Attestation,
  expectedChallenge: string,
  expectedOrigin: string,
): Promise<Key | null> {
  try {
    if (!isUnattested(response.attestationObject)) return null
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON: response.clientDataJSON, attestationObject: response.attestationObject },
      },
      expectedChallenge,
      expectedOrigin,
      expectedRPID: relyingParty(expectedOrigin),
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    })
    if (!verified || registrationInfo.credential.id !== id) return null
    const { credential, credentialDeviceType } = registrationInfo
    return {
      credential: credential.id,
      publicKey: base64url(credential.publicKey),
      counter: credential.counter,
      transports: response.transports,
      isSynced: credentialDeviceType === 'multiDevice',
    }
  } catch {
    // Whatever is wrong is thrown; the person is told that it did not do.
    return null
  }
}

/**
 * No certificates of a maker's are asked for, and none are looked at: they name addresses from which lists of revoked ones
 * would be fetched, chosen by whoever sends them. A key's own signature (section 8.2, self attestation) names nothing.
 */
function isUnattested(attestationObject: string): boolean {
  const object = decodeAttestationObject(bytesOf(attestationObject))
  return (
    object.get('fmt') === 'none' || (object.get('fmt') === 'packed' && object.get('attStmt').get('x5c') === undefined)
  )
}
