/** An invitation's link: what it is for, and the way into the registration. Looking changes nothing. */
import { type Context, Hono } from 'hono'
import { AppError } from '../errors.ts'
import type { App } from '../http/context.ts'
import { setCookie } from '../http/cookies.ts'
import { demandToken, visitorToken } from '../http/csrf.ts'
import { readForm } from '../http/form.ts'
import { origin } from '../http/origin.ts'
import { show } from '../http/respond.tsx'
import { register } from '../registration/register.ts'
import { readKeyText } from '../session-key.ts'
import { telephone } from '../../views/format.ts'
import {
  closedTitles,
  type InvitationClosed,
  InvitationClosedPage,
  InvitationPage,
} from '../../views/invitations/invitation-page.tsx'
import { openInvitation } from './open.ts'

/** As for a registration without an invitation (T6). */
const RESPONSE_FLOOR_MS = 250

export const invitation = new Hono<App>()

invitation.get('/', async (c) => {
  const link = c.req.query('link') ?? ''
  const opened = await openInvitation(c.env.DB, readKeyText(link), c.var.now, c.var.config.zone)
  if (opened.state !== 'open') return closedPage(c, opened.state)
  const csrf = visitorToken(c)
  const { officeName } = opened.invitation
  return show(
    c,
    { title: 'You are invited', csrf },
    <InvitationPage csrf={csrf} link={link} plan={c.var.config.plan.name} office={officeName} />,
  )
})

invitation.post('/', async (c) => {
  const form = await readForm(c)
  demandToken(form, visitorToken(c))
  const key = readKeyText(form.get('link') ?? '')
  const opened = await openInvitation(c.env.DB, key, c.var.now, c.var.config.zone)
  if (opened.state !== 'open') return closedPage(c, opened.state)
  const { email, row, officeName: office } = opened.invitation
  const from = origin(c)
  const brake = await c.env.SIGN_IN_BRAKE.limit({ key: from.ip })
  if (!brake.success) throw new AppError({ kind: 'too_many_attempts', retryAfterSeconds: 60 })
  const { DB: db, MAIL: mail, ACCOUNT_GUARD: accounts, ADDRESS_GUARD: addresses } = c.env
  const means = { db, mail, accounts, addresses, origin: from, config: c.var.config }
  const [begun] = await Promise.all([
    register(means, { email, invitation: { row, office } }),
    scheduler.wait(RESPONSE_FLOOR_MS),
  ])
  if (!begun.ok) throw new AppError({ kind: 'too_many_attempts', ...begun.refusal })
  setCookie(c, 'flow', begun.value.cookie)
  return c.redirect('/register/code', 303)
})

function closedPage(c: Context<App>, why: InvitationClosed) {
  const call = telephone(c.var.config.plan.telephone)
  return show(
    c,
    { title: closedTitles[why], status: 404, error: true },
    <InvitationClosedPage why={why} telephone={call} />,
  )
}
