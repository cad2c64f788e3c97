/** A passkey as the fresh second factor in mid-session (III.F.1.c): asked of the session. */
import { type Context, Hono } from 'hono'
import { batch } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import type { Actor } from '../../http/actor.ts'
import type { App } from '../../http/context.ts'
import { act, guardOf, page } from '../../http/gate.ts'
import { origin } from '../../http/origin.ts'
import { show } from '../../http/respond.tsx'
import type { FieldErrors } from '../../../views/parts/error-summary.tsx'
import { otherWays } from '../../../views/second-factor/other-ways.ts'
import { PasskeyForm, passkeyScripts } from '../../../views/second-factor/passkey-form.tsx'
import { newFlow } from '../flow.ts'
import { confirmed } from '../routes.tsx'
import { entrySentence } from '../rules.ts'
import { waysOfSession } from '../store.ts'
import { readWays, type WaysRow } from '../ways.ts'
import { newChallenge } from './challenge.ts'
import type { Bound, PasskeyRow } from './passkey.ts'
import { descriptors, refusedSentence, requestOptions } from './rules.ts'
import { passkeysOfSession } from './store.ts'
import { verifyPasskey } from './verify.ts'

const INSTEAD = 'Use another one, or ask for a code by e-mail.'

export const confirmPasskey = new Hono<App>()

confirmPasskey.get('/', async (c) => {
  const { actor, rows } = await page(c, {
    right: 'second-factor',
    name: 'page.viewed',
    read: (session) => [waysOfSession(session), passkeysOfSession(session)],
  })
  return passkeyPage(c, actor, rows, { next: c.req.query('next') ?? '' })
})

confirmPasskey.post('/', async (c) => {
  const { actor, form } = await act(c, 'second-factor')
  if (!c.var.config.policy.PASSKEYS) throw new AppError({ kind: 'not_found' })
  const next = form.get('next') ?? ''
  const { key } = actor.session
  const again = async (sentence: string) => {
    const { rows } = await batch(c.env.DB, [waysOfSession(key), passkeysOfSession(key)])
    return passkeyPage(c, actor, rows, { next, errors: { form: sentence } })
  }
  const from = origin(c)
  const verified = await verifyPasskey(
    { db: c.env.DB, mail: c.env.MAIL, config: c.var.config, origin: from },
    ofSession(actor),
    key.guard,
    form.get('passkey') ?? '',
  )
  if (!verified.ok) return again(refusedSentence(verified.refusal, INSTEAD))
  const guard = guardOf(c, key)
  // The session is the proof of whose browser it is: the flow begins and ends with this request.
  const { flow } = newFlow(key.guard)
  await guard.begin({ flow, purpose: 'step-up', account: actor.account }, from)
  const entry = await guard.giveFactor(flow, { by: 'passkey', ...verified.value.proof }, from, 'step-up')
  if (entry.outcome === 'locked') return again(entrySentence(entry))
  if (entry.outcome !== 'right') return again(refusedSentence('wrong', INSTEAD))
  return confirmed(c, actor, next)
})

function ofSession({ session }: Actor): Bound {
  return { use: 'confirm', holder: session.key.id }
}

async function passkeyPage(
  c: Context<App>,
  actor: Actor,
  [[row], passkeys]: readonly [WaysRow[], PasskeyRow[]],
  { next, errors }: { next: string; errors?: FieldErrors },
) {
  const { policy, sealKeys, origin: site } = c.var.config
  const ways = readWays(row!, policy)
  if (!ways.passkey) throw new AppError({ kind: 'not_found' })
  const challenge = await newChallenge(ofSession(actor), c.var.now.getTime(), sealKeys)
  return show(
    c,
    { title: 'Use your passkey', error: errors !== undefined, status: errors ? 422 : 200, scripts: passkeyScripts },
    <PasskeyForm
      csrf={actor.csrf}
      action="/confirm/passkey"
      sendAction="/confirm/passcode"
      fields={{ next }}
      options={requestOptions(challenge, site, policy, descriptors(passkeys))}
      errors={errors}
      otherWays={otherWays('/confirm', ways, next, { here: 'passkey' })}
    />,
  )
}
