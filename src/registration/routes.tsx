/** The way to an account (III.A.1.c): the address and its code, the way back in by a link, and what became of it. */
import { type Context, Hono } from 'hono'
import { normalEmail } from '../accounts/email.ts'
import { recordedIfChanged } from '../audit/statement.ts'
import { batch } from '../db/client.ts'
import { AppError } from '../errors.ts'
import type { App } from '../http/context.ts'
import { readCookie, readKey, setCookie } from '../http/cookies.ts'
import { demandToken, visitorToken } from '../http/csrf.ts'
import { readForm } from '../http/form.ts'
import { origin } from '../http/origin.ts'
import { show } from '../http/respond.tsx'
import { dispatch, postIfChanged } from '../mail/outbox.ts'
import { lateMail } from '../mail/store.ts'
import { dayOf } from '../policy/calendar.ts'
import { entrySentence, passcodeDigits } from '../second-factor/rules.ts'
import { readKeyText } from '../session-key.ts'
import { telephone } from '../../views/format.ts'
import { LateNotice } from '../../views/mail/late-notice.tsx'
import { EmailForm } from '../../views/registration/email-form.tsx'
import { LinkPage } from '../../views/registration/link-page.tsx'
import { type RegistrationStatus, StatusPage, statusTitles } from '../../views/registration/status-page.tsx'
import { CodeForm } from '../../views/second-factor/code-form.tsx'
import { openRegistration } from './open.ts'
import { register } from './register.ts'
import type { Registration } from './registration.ts'
import { requestCode } from './request-code.ts'
import { sendingFacts } from './requests/store.ts'
import { invitationClosed, placeOf, routeOf } from './rules.ts'
import { proved } from './store.ts'

/** Hides, with one way for both, whether the address has an account (T6). Never computed from a clock. */
const RESPONSE_FLOOR_MS = 250

export const registration = new Hono<App>()

registration.get('/', (c) => emailPage(c))

registration.post('/', async (c) => {
  const form = await readForm(c)
  demandToken(form, visitorToken(c))
  const typed = form.get('email') ?? ''
  const email = normalEmail(typed)
  if (!email) {
    return emailPage(c, typed.slice(0, 320), 'Type an e-mail address with an @ and a domain, such as name@office.com.')
  }
  const from = origin(c)
  const brake = await c.env.SIGN_IN_BRAKE.limit({ key: from.ip })
  if (!brake.success) throw new AppError({ kind: 'too_many_attempts', retryAfterSeconds: 60 })
  const [begun] = await Promise.all([
    register({ ...meansOf(c), config: c.var.config }, { email, invitation: null }),
    scheduler.wait(RESPONSE_FLOOR_MS),
  ])
  if (!begun.ok) throw new AppError({ kind: 'too_many_attempts', ...begun.refusal })
  setCookie(c, 'flow', begun.value.cookie)
  return c.redirect('/register/code', 303)
})

registration.get('/code', async (c) => {
  const opened = await current(c)
  if (!opened) return c.redirect('/register', 303)
  const place = placeOf(opened.registration, c.var.config.policy)
  if (place !== '/register/code') return c.redirect(place, 303)
  return codePage(c, { sent: c.req.query('sent') === 'email' ? 'email' : undefined })
})

registration.post('/code', async (c) => {
  const form = await readForm(c)
  demandToken(form, visitorToken(c))
  const opened = await current(c)
  if (!opened) return c.redirect('/register', 303)
  const { policy, sealKeys } = c.var.config
  const { key, registration: found } = opened
  const place = placeOf(found, policy)
  if (place !== '/register/code') return c.redirect(place, 303)
  const code = passcodeDigits(form.get('code') ?? '', policy.PASSCODE_DIGITS)
  if (!code) return codePage(c, { error: `The code has ${policy.PASSCODE_DIGITS} digits.` })
  const from = origin(c)
  const flow = { id: key.id, secretHash: key.secretHash }
  const entry = await c.env.ACCOUNT_GUARD.getByName(key.guard).enterPasscode(flow, code, from, 'registration')
  if (entry.outcome === 'gone') return codePage(c, { error: entrySentence({ outcome: 'void' }) })
  if (entry.outcome !== 'right') return codePage(c, { error: entrySentence(entry) })
  if (!found) throw new Error('a code that nobody was told was right')
  const link = readCookie(c, 'flow') ?? ''
  const to = { address: found.email, firstName: '' }
  const mail = await postIfChanged({ name: 'registration-link', link, to, channel: 'email' }, from.at, sealKeys)
  await batch(c.env.DB, [
    proved(found.row, from.at),
    recordedIfChanged({
      name: 'registration.changed',
      ...from,
      record: found.id,
      clause: 'III.A.1.c.iii',
      detail: { step: 'code' },
    }),
    mail.statement,
  ])
  await dispatch(c.env.MAIL, [mail])
  return c.redirect(placeOf({ ...found, provedAt: from.at }, policy), 303)
})

registration.post('/code/passcode', async (c) => {
  const form = await readForm(c)
  demandToken(form, visitorToken(c))
  const opened = await current(c)
  if (!opened) return c.redirect('/register', 303)
  const { registration: found, key } = opened
  const place = placeOf(found, c.var.config.policy)
  if (place !== '/register/code') return c.redirect(place, 303)
  const sending = await requestCode(meansOf(c), key, found && { address: found.email, firstName: '' })
  if (!sending.ok) throw new AppError({ kind: 'too_many_attempts', ...sending.refusal })
  return c.redirect('/register/code?sent=email', 303)
})

registration.get('/resume', async (c) => {
  const value = c.req.query('link') ?? ''
  const { zone, plan, policy } = c.var.config
  const opened = await openRegistration(c.env.DB, readKeyText(value), c.var.now, zone)
  if (!opened) {
    return show(
      c,
      { title: 'This link doesn’t work', status: 404, error: true },
      <LinkPage telephone={telephone(plan.telephone)} />,
    )
  }
  setCookie(c, 'flow', value)
  return c.redirect(placeOf(opened.registration, policy), 303)
})

registration.get('/status', async (c) => {
  const opened = await current(c)
  if (!opened) return c.redirect('/register', 303)
  const { plan, policy } = c.var.config
  const place = placeOf(opened.registration, policy)
  if (!opened.registration || place !== '/register/status') return c.redirect(place, 303)
  const status = await statusOf(c, opened.registration)
  const wasSent = c.req.query('done') === 'sent' && opened.registration.sentAt !== null
  return show(
    c,
    {
      title: statusTitles[status.is],
      banner: wasSent ? { kind: 'success', heading: 'Sent. Thank you!', focus: true } : undefined,
    },
    <StatusPage status={status} plan={{ name: plan.name, telephone: telephone(plan.telephone) }} />,
  )
})

/** What the cookie of the flow opens. */
async function current(c: Context<App>) {
  return openRegistration(c.env.DB, await readKey(c, 'flow'), c.var.now, c.var.config.zone)
}

function meansOf(c: Context<App>) {
  return {
    db: c.env.DB,
    mail: c.env.MAIL,
    accounts: c.env.ACCOUNT_GUARD,
    addresses: c.env.ADDRESS_GUARD,
    origin: origin(c),
  }
}

async function statusOf(c: Context<App>, found: Registration): Promise<RegistrationStatus> {
  if (found.isAdmitted) return { is: 'approved' }
  if (found.decision === 'denied') return { is: 'denied', reason: found.reason }
  if (found.sentAt === null && found.endedAt === null) return { is: invitationClosed(found) ?? 'over' }
  if (found.endedAt !== null) return { is: 'over' }
  const { rows } = await batch(c.env.DB, [sendingFacts(found.row, dayOf(c.var.now, c.var.config.zone))])
  const officeHasLoa = rows[0][0]?.loas !== '[]'
  return { is: 'waiting', by: routeOf({ officeHasLoa, wantsLoa: found.invitation !== null }) }
}

function emailPage(c: Context<App>, email?: string, error?: string) {
  const csrf = visitorToken(c)
  return show(
    c,
    { title: 'Register', csrf, error: error !== undefined, status: error ? 422 : 200 },
    <EmailForm
      csrf={csrf}
      email={email}
      errors={error ? { email: error } : undefined}
      days={c.var.config.policy.REGISTRATION_LINK_LASTS}
    />,
  )
}

async function codePage(c: Context<App>, { sent, error }: { sent?: 'email' | undefined; error?: string }) {
  const csrf = visitorToken(c)
  const { plan, policy } = c.var.config
  const { rows } = await batch(c.env.DB, [lateMail(c.var.now.getTime())])
  return show(
    c,
    { title: 'Enter your code', csrf, error: error !== undefined, status: error ? 422 : 200 },
    <CodeForm
      csrf={csrf}
      action="/register/code"
      sendAction="/register/code/passcode"
      fields={{}}
      minutes={policy.PASSCODE_LASTS}
      lead="We sent you an e-mail. It says what to do if you have an account already; if not, it has a six-digit code."
      sent={sent}
      errors={error ? { code: error } : undefined}
      otherWays={[{ href: '/register', label: 'Begin again with another address' }]}
    >
      {rows[0][0]?.isLate === 1 && <LateNotice telephone={telephone(plan.telephone)} minutes={policy.PASSCODE_LASTS} />}
    </CodeForm>,
  )
}
