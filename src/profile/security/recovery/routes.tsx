/** One's own recovery codes: made anew, and shown once (III.F.2). */
import { Hono } from 'hono'
import { AppError } from '../../../errors.ts'
import type { App } from '../../../http/context.ts'
import { act, page } from '../../../http/gate.ts'
import { acting } from '../../../http/origin.ts'
import { show } from '../../../http/respond.tsx'
import { make } from '../../../second-factor/recovery/make.ts'
import { areFew } from '../../../second-factor/recovery/rules.ts'
import { ownRecoveryLeft } from '../../../second-factor/recovery/store.ts'
import { inFours } from '../../../second-factor/rules.ts'
import { time } from '../../../../views/format.ts'
import { doneBanner } from '../../../../views/profile/done.ts'
import { MakeRecoveryCodes, RecoveryCodes } from '../../../../views/profile/recovery-codes.tsx'

const back = { href: '/profile/security', label: 'Sign-in and security' }

export const ownRecoveryCodes = new Hono<App>()

ownRecoveryCodes.get('/', async (c) => {
  const { actor, rows } = await page(c, {
    right: 'signed-in',
    fresh: 'step-up',
    name: 'page.viewed',
    read: (key) => [ownRecoveryLeft(key)],
  })
  const { policy } = c.var.config
  const left = rows[0][0]!
  return show(
    c,
    { title: 'Recovery codes', banner: doneBanner(c.req.query('done')), back },
    <MakeRecoveryCodes
      csrf={actor.csrf}
      recovery={{ ...left, areFew: areFew(left, policy) }}
      howMany={policy.RECOVERY_CODES}
    />,
  )
})

ownRecoveryCodes.post('/', async (c) => {
  const { actor } = await act(c, 'signed-in', { fresh: 'step-up' })
  const { plan, policy, sealKeys, zone } = c.var.config
  const codes = await make({ db: c.env.DB, mail: c.env.MAIL, policy, sealKeys }, acting(c, actor))
  if (codes === null) throw new AppError({ kind: 'session_closed', why: 'ended' })
  // Shown in the answer itself: an address that shows them again would have to keep them.
  return show(
    c,
    {
      title: 'Your recovery codes',
      print: { user: actor.name, time: time(c.var.now.getTime(), zone), purpose: 'recovery codes, to be kept safe' },
    },
    <RecoveryCodes codes={codes.map(inFours)} plan={plan.name} />,
  )
})
