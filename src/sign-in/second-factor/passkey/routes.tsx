/** A passkey as the second factor of a sign-in (III.F.2): asked of the flow, whose account alone it can be of. */
import { type Context, Hono } from 'hono'
import { batch } from '../../../db/client.ts'
import type { App } from '../../../http/context.ts'
import { readKey } from '../../../http/cookies.ts'
import { visitorToken } from '../../../http/csrf.ts'
import { origin } from '../../../http/origin.ts'
import { show } from '../../../http/respond.tsx'
import type { SessionKey } from '../../../session-key.ts'
import { newChallenge } from '../../../second-factor/passkeys/challenge.ts'
import { descriptors, refusedSentence, requestOptions } from '../../../second-factor/passkeys/rules.ts'
import { passkeysOfGuard } from '../../../second-factor/passkeys/store.ts'
import { verifyPasskey } from '../../../second-factor/passkeys/verify.ts'
import { entrySentence } from '../../../second-factor/rules.ts'
import type { FieldErrors } from '../../../../views/parts/error-summary.tsx'
import { otherWays } from '../../../../views/second-factor/other-ways.ts'
import { PasskeyForm, passkeyScripts } from '../../../../views/second-factor/passkey-form.tsx'
import { meansFor, secondFactor } from '../../routes.tsx'
import { posted, proved, startAgain, waysFor } from '../routes.tsx'

const BASE = '/sign-in/second-factor'
const INSTEAD = 'Use another one, or ask for a code by e-mail.'

export const signInPasskey = new Hono<App>()

signInPasskey.get('/', async (c) => {
  const flow = await readKey(c, 'flow')
  return flow ? passkeyPage(c, flow, { next: c.req.query('next') ?? '' }) : c.redirect('/sign-in', 303)
})

signInPasskey.post('/', async (c) => {
  const { form, flow, page } = await posted(c)
  if (!flow) return c.redirect('/sign-in', 303)
  const ways = await waysFor(c, flow)
  if (!ways?.passkey) return passkeyPage(c, flow, page)
  const means = await meansFor(c, flow.guard)
  const again = (sentence: string) => passkeyPage(c, flow, { ...page, errors: { form: sentence } })
  const verified = await verifyPasskey(
    { db: c.env.DB, mail: c.env.MAIL, config: c.var.config, origin: origin(c) },
    { use: 'second-factor', holder: flow.id },
    flow.guard,
    form.get('passkey') ?? '',
  )
  if (!verified.ok) return again(refusedSentence(verified.refusal, INSTEAD))
  const entry = await means.guard.giveFactor(flow, { by: 'passkey', ...verified.value.proof }, means.origin, 'sign-in')
  if (entry.outcome === 'gone') return startAgain(c)
  if (entry.outcome === 'locked') return again(entrySentence(entry))
  if (entry.outcome !== 'right') return again(refusedSentence('wrong', INSTEAD))
  return proved(c, means, entry, page)
})

async function passkeyPage(
  c: Context<App>,
  flow: SessionKey,
  props: { errors?: FieldErrors; remember?: boolean; next: string },
): Promise<Response> {
  const csrf = visitorToken(c)
  const { errors, remember = false, next } = props
  const { policy, sealKeys, origin: site } = c.var.config
  const ways = await waysFor(c, flow)
  if (!ways) return startAgain(c)
  if (!ways.passkey) return c.redirect(secondFactor('', { next }), 303)
  const { rows } = await batch(c.env.DB, [passkeysOfGuard(flow.guard)])
  const challenge = await newChallenge({ use: 'second-factor', holder: flow.id }, c.var.now.getTime(), sealKeys)
  return show(
    c,
    {
      title: 'Use your passkey',
      error: errors !== undefined,
      status: errors ? 422 : 200,
      csrf,
      scripts: passkeyScripts,
    },
    <PasskeyForm
      csrf={csrf}
      action={`${BASE}/passkey`}
      sendAction={`${BASE}/passcode`}
      fields={{ next }}
      options={requestOptions(challenge, site, policy, descriptors(rows[0]))}
      errors={errors}
      remember={{ checked: remember, days: policy.DEVICE_KNOWN_FOR }}
      otherWays={otherWays(BASE, ways, next, { here: 'passkey' })}
    />,
  )
}
