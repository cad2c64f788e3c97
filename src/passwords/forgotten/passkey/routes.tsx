/** A passkey as the second proof of a reset, after the mailbox (III.F.1.c.i): asked of the flow. */
import { type Context, Hono } from 'hono'
import { batch } from '../../../db/client.ts'
import type { App } from '../../../http/context.ts'
import { visitorToken } from '../../../http/csrf.ts'
import { origin } from '../../../http/origin.ts'
import { show } from '../../../http/respond.tsx'
import type { SessionKey } from '../../../session-key.ts'
import { newChallenge } from '../../../second-factor/passkeys/challenge.ts'
import type { Bound } from '../../../second-factor/passkeys/passkey.ts'
import { descriptors, refusedSentence, requestOptions } from '../../../second-factor/passkeys/rules.ts'
import { passkeysOfGuard } from '../../../second-factor/passkeys/store.ts'
import { verifyPasskey } from '../../../second-factor/passkeys/verify.ts'
import type { FieldErrors } from '../../../../views/parts/error-summary.tsx'
import { PasskeyForm, passkeyScripts } from '../../../../views/second-factor/passkey-form.tsx'
import { CONTINUE, posted, proving } from '../routes.tsx'

const INSTEAD = 'Use another one, or another way.'

export const forgottenPasskey = new Hono<App>()

forgottenPasskey.get('/', async (c) => {
  const { flow, person } = await proving(c)
  return flow && person?.passkey ? passkeyPage(c, flow) : c.redirect(CONTINUE, 303)
})

forgottenPasskey.post('/', async (c) => {
  const { form } = await posted(c)
  const { flow, person } = await proving(c)
  if (!flow || !person?.passkey) return c.redirect(CONTINUE, 303)
  const from = origin(c)
  const verified = await verifyPasskey(
    { db: c.env.DB, mail: c.env.MAIL, config: c.var.config, origin: from },
    ofFlow(flow),
    flow.guard,
    form.get('passkey') ?? '',
  )
  if (!verified.ok) return passkeyPage(c, flow, { form: refusedSentence(verified.refusal, INSTEAD) })
  const guard = c.env.ACCOUNT_GUARD.getByName(flow.guard)
  const entry = await guard.giveFactor(flow, { by: 'passkey', ...verified.value.proof }, from, 'reset')
  if (entry.outcome === 'right' || entry.outcome === 'gone') return c.redirect(CONTINUE, 303)
  return passkeyPage(c, flow, { form: refusedSentence('wrong', INSTEAD) })
})

function ofFlow(flow: SessionKey): Bound {
  return { use: 'reset', holder: flow.id }
}

async function passkeyPage(c: Context<App>, flow: SessionKey, errors?: FieldErrors): Promise<Response> {
  const csrf = visitorToken(c)
  const { policy, sealKeys, origin: site } = c.var.config
  const { rows } = await batch(c.env.DB, [passkeysOfGuard(flow.guard)])
  const challenge = await newChallenge(ofFlow(flow), c.var.now.getTime(), sealKeys)
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
      action="/forgot-password/passkey"
      fields={{}}
      options={requestOptions(challenge, site, policy, descriptors(rows[0]))}
      errors={errors}
      otherWays={[{ href: CONTINUE, label: 'Take another way' }]}
    />,
  )
}
