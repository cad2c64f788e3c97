/** A passkey that signs its owner in alone (PASSKEY_ALONE): it verified them, so it is both factors at once (III.F.2). */
import { type Context, Hono } from 'hono'
import { recorded } from '../../audit/statement.ts'
import { batch } from '../../db/client.ts'
import { sha256 } from '../../digest.ts'
import { AppError } from '../../errors.ts'
import type { App } from '../../http/context.ts'
import { demandToken, visitorToken } from '../../http/csrf.ts'
import { readForm } from '../../http/form.ts'
import { origin } from '../../http/origin.ts'
import { newChallenge } from '../../second-factor/passkeys/challenge.ts'
import type { Bound } from '../../second-factor/passkeys/passkey.ts'
import { readAssertion, refusedSentence, requestOptions, signsInAlone } from '../../second-factor/passkeys/rules.ts'
import { type Means, verifyPasskey } from '../../second-factor/passkeys/verify.ts'
import { brake, enter, meansFor, refuse, signInPage } from '../routes.tsx'
import { arrive } from '../sign-in.ts'

const INSTEAD = 'Sign in with your e-mail address and your password.'
const managed = 'Your account opens through your organization’s own sign-in alone. Use that.'

export const passkeySignIn = new Hono<App>()

/** How the browser is to ask for a passkey, at the moment it does: a question to whoever this visitor is. */
passkeySignIn.get('/', async (c) => {
  const { policy, sealKeys, origin: site } = allowed(c)
  const challenge = await newChallenge(ofVisitor(c), c.var.now.getTime(), sealKeys)
  return c.body(requestOptions(challenge, site, policy), 200, { 'Content-Type': 'application/json' })
})

passkeySignIn.post('/', async (c) => {
  const config = allowed(c)
  const form = await readForm(c)
  demandToken(form, visitorToken(c))
  const from = origin(c)
  await brake(c, from.ip)
  const asked = { next: form.get('next') ?? '', passkey: form.get('passkey') ?? '' }
  const verified = await throttled(c, { db: c.env.DB, mail: c.env.MAIL, config, origin: from }, asked.passkey)
  const again = (sentence: string) => signInPage(c, { next: asked.next, errors: { form: sentence } })
  if (!verified.ok) return again(refusedSentence(verified.refusal, INSTEAD))
  const { account, guard, isManaged, proof } = verified.value
  if (isManaged) {
    const event = { account, clause: 'III.E.1', detail: { why: 'managed' } }
    await batch(c.env.DB, [recorded({ ...from, name: 'sign_in.refused', ...event })])
    return again(managed)
  }
  const means = await meansFor(c, guard)
  const taken = await means.guard.takePasskey(account, proof, from)
  if (taken === 'locked') return refuse(c, { why: 'locked' })
  if (taken === 'gone') return again(refusedSentence('wrong', INSTEAD))
  const progress = await arrive(means, {
    way: { by: 'passkey', passkey: proof.passkey },
    hasFactor: true,
    device: undefined,
  })
  if (!progress.ok) return refuse(c, progress.refusal)
  if (progress.value.step !== 'in') throw new Error('a passkey is a second factor too')
  return enter(c, progress.value, guard, asked.next)
})

/** The configuration, if the plan lets passkeys sign in. */
function allowed(c: Context<App>) {
  if (!signsInAlone(c.var.config.policy)) throw new AppError({ kind: 'not_found' })
  return c.var.config
}

/** The token of a visitor's forms is of their cookie alone. */
function ofVisitor(c: Context<App>): Bound {
  return { use: 'sign-in', holder: visitorToken(c) }
}

/** Looks at the passkey behind the throttle of the address, as at a password: each passkey counts as one account (T5). */
async function throttled(c: Context<App>, means: Means, text: string) {
  const { ip, at } = means.origin
  const address = c.env.ADDRESS_GUARD.getByName(ip)
  const admitted = await address.admit(sha256(`passkey ${readAssertion(text)?.id ?? ''}`), at)
  if (!admitted.admitted)
    throw new AppError({ kind: 'too_many_attempts', retryAfterSeconds: admitted.retryAfterSeconds })
  const verified = await verifyPasskey(means, ofVisitor(c), null, text).catch(async (failure: unknown) => {
    // A fault of ours is nobody's failure.
    await address.ended(admitted.take, false)
    throw failure
  })
  await address.ended(admitted.take, !verified.ok && verified.refusal !== 'late')
  return verified
}
