/**
 * "I forgot my password" (III.E.4.b, III.F.1.c.i): a mail with a link and a code, the account's other channel where it
 * has one, then the new password. The link only opens the page; how far somebody is stands in the account's guard.
 */
import { type Context, Hono } from 'hono'
import { guardName, normalEmail } from '../../accounts/email.ts'
import { recorded } from '../../audit/statement.ts'
import { batch } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import type { App } from '../../http/context.ts'
import { dropCookie, readKey, setCookie } from '../../http/cookies.ts'
import { demandToken, visitorToken } from '../../http/csrf.ts'
import { readForm } from '../../http/form.ts'
import { origin } from '../../http/origin.ts'
import { show } from '../../http/respond.tsx'
import { dayOf } from '../../policy/calendar.ts'
import { newFlow } from '../../second-factor/flow.ts'
import { foldedAnswers } from '../../second-factor/questions.ts'
import { answersSentence, answersTo, blankAnswers, entrySentence, passcodeDigits } from '../../second-factor/rules.ts'
import { waysOf } from '../../second-factor/store.ts'
import { readWays, type Ways } from '../../second-factor/ways.ts'
import { readKeyText, type SessionKey } from '../../session-key.ts'
import { standing } from '../../standing/rules.ts'
import type { Closed } from '../../standing/standing.ts'
import { factsOfGuard, readFacts } from '../../standing/store.ts'
import { CodeForm } from '../../../views/second-factor/code-form.tsx'
import type { FieldErrors } from '../../../views/parts/error-summary.tsx'
import { ForgotPage, ForgotSent } from '../../../views/passwords/forgot-page.tsx'
import { LinkPage } from '../../../views/passwords/link-page.tsx'
import { NewPasswordPage } from '../../../views/passwords/new-password-page.tsx'
import { SecondPage } from '../../../views/passwords/second-page.tsx'
import { StandingNotice } from '../../../views/standing/standing-page.tsx'
import { standingWords } from '../../../views/standing/words.ts'
import { judgeNew } from '../judge-new.ts'
import { rulesFor } from '../rules.ts'

/** Under it no answer comes, so that known and unknown addresses take alike (T6). */
const RESPONSE_FLOOR_MS = 250
export const CONTINUE = '/forgot-password/continue'

/** What the page needs to know of a person whose mailbox is proved; `closed`: what no new password opens (T8). */
type Person = Ways & { account: number; email: string; closed: Closed | null }

export const forgotten = new Hono<App>()

forgotten.get('/', (c) => {
  const { plan, policy } = c.var.config
  if (c.req.query('done') !== 'sent') return forgotPage(c)
  return show(c, { title: 'Look in your mailbox' }, <ForgotSent minutes={policy.SIGN_IN_FLOW_LASTS} plan={plan} />)
})

forgotten.post('/', async (c) => {
  const form = await readForm(c)
  demandToken(form, visitorToken(c))
  const typed = form.get('email') ?? ''
  if (typed.trim() === '') return forgotPage(c, { email: 'Type your e-mail address.' })
  const from = origin(c)
  const brake = await c.env.SIGN_IN_BRAKE.limit({ key: from.ip })
  if (!brake.success) throw new AppError({ kind: 'too_many_attempts', retryAfterSeconds: 60 })
  await admitSend(c)
  // What is no address goes the same way as one that nobody has.
  const name = guardName(c.var.config.namesKey, normalEmail(typed) ?? ` ${typed}`)
  const { cookie, flow } = newFlow(name)
  await Promise.all([
    c.env.ACCOUNT_GUARD.getByName(name).askReset(name, flow, cookie, from),
    scheduler.wait(RESPONSE_FLOOR_MS),
  ])
  return c.redirect('/forgot-password?done=sent', 303)
})

forgotten.get('/continue', async (c) => {
  const link = c.req.query('link')
  if (link !== undefined) {
    const presented = readKeyText(link)
    if (!presented || (await stageOf(c, presented)) === 'gone') return gonePage(c)
    // The address is cleaned of the secret; opening it has changed nothing.
    setCookie(c, 'flow', link)
    return c.redirect(CONTINUE, 303)
  }
  const flow = await readKey(c, 'flow')
  return flow ? pageOf(c, flow) : gonePage(c)
})

forgotten.post('/code', async (c) => {
  const { form, flow, stage } = await posted(c)
  if (!flow || (stage !== 'mailbox' && stage !== 'second')) return c.redirect(CONTINUE, 303)
  const { policy } = c.var.config
  const code = passcodeDigits(form.get('code') ?? '', policy.PASSCODE_DIGITS)
  if (!code) return pageOf(c, flow, { code: `The code has ${policy.PASSCODE_DIGITS} digits.` })
  const guard = c.env.ACCOUNT_GUARD.getByName(flow.guard)
  const entry = await guard.enterPasscode(flow, code, origin(c), 'reset')
  if (entry.outcome !== 'right' && entry.outcome !== 'gone') return pageOf(c, flow, { code: entrySentence(entry) })
  if (entry.outcome === 'right' && stage === 'mailbox') await afterMailbox(c, flow, entry.ready)
  return c.redirect(CONTINUE, 303)
})

forgotten.post('/passcode', async (c) => {
  const { flow, stage } = await posted(c)
  const channel = stage === 'mailbox' ? 'email' : stage === 'second' ? 'text' : null
  if (!flow || !channel) return c.redirect(CONTINUE, 303)
  if (channel === 'text' && !(await personOf(c, flow))?.byText) return c.redirect(CONTINUE, 303)
  await admitSend(c)
  const sending = await c.env.ACCOUNT_GUARD.getByName(flow.guard).sendPasscode(flow, { channel }, origin(c))
  if (!sending.sent && sending.why === 'limited')
    throw new AppError({ kind: 'too_many_attempts', retryAfterSeconds: sending.retryAfterSeconds })
  return c.redirect(`${CONTINUE}?sent=${channel}`, 303)
})

forgotten.post('/questions', async (c) => {
  const { form, flow, stage } = await posted(c)
  const person = flow && stage === 'second' ? await personOf(c, flow) : null
  if (!flow || !person?.questions || person.closed) return c.redirect(CONTINUE, 303)
  const answers = answersTo(person.questions, form)
  const blank = blankAnswers(answers)
  if (blank) return pageOf(c, flow, blank)
  const guard = c.env.ACCOUNT_GUARD.getByName(flow.guard)
  const entry = await guard.giveFactor(flow, { by: 'questions', answers: foldedAnswers(answers) }, origin(c), 'reset')
  if (entry.outcome === 'right' || entry.outcome === 'gone') return c.redirect(CONTINUE, 303)
  return pageOf(c, flow, { form: answersSentence(entry) })
})

forgotten.post('/password', async (c) => {
  const { form, flow, stage } = await posted(c)
  const person = flow && stage === 'ready' ? await personOf(c, flow) : null
  if (!flow || !person || person.closed) return c.redirect(CONTINUE, 303)
  const { config } = c.var
  const password = form.get('password') ?? ''
  const wrong = await judgeNew({ db: c.env.DB, config, origin: origin(c) }, password, person)
  if (wrong) return pageOf(c, flow, { password: wrong })
  const setting = await c.env.ACCOUNT_GUARD.getByName(flow.guard).setPassword(
    {
      by: 'reset',
      flow,
      guard: flow.guard,
      password,
      today: dayOf(c.var.now, config.zone),
      differsFrom: config.policy.PASSWORDS_REMEMBERED,
    },
    origin(c),
  )
  if (setting === 'busy') throw new AppError({ kind: 'too_many_attempts', retryAfterSeconds: 10 })
  if (setting === 'used-before') return pageOf(c, flow, { password: 'You had this password just before.' })
  if (setting !== 'set') return c.redirect(CONTINUE, 303)
  for (const name of ['flow', 'session', 'device'] as const) dropCookie(c, name)
  return c.redirect('/sign-in?done=password-set', 303)
})

/** A form of the reset, its token checked, with the flow that its browser proves and how far it is. */
export async function posted(c: Context<App>) {
  const form = await readForm(c)
  demandToken(form, visitorToken(c))
  const flow = await readKey(c, 'flow')
  return { form, flow, stage: flow ? await stageOf(c, flow) : ('gone' as const) }
}

/** The flow and its person, if the mailbox is proved and the second proof is what comes next. */
export async function proving(c: Context<App>): Promise<{ flow: SessionKey | null; person: Person | null }> {
  const flow = await readKey(c, 'flow')
  const person = flow && (await stageOf(c, flow)) === 'second' ? await personOf(c, flow) : null
  return { flow, person: person?.closed ? null : person }
}

function stageOf(c: Context<App>, flow: SessionKey) {
  return c.env.ACCOUNT_GUARD.getByName(flow.guard).stage(flow, c.var.now.getTime(), 'reset')
}

async function admitSend(c: Context<App>): Promise<void> {
  const { ip, at } = origin(c)
  const admitted = await c.env.ADDRESS_GUARD.getByName(ip).admitSend(at)
  if (!admitted.admitted)
    throw new AppError({ kind: 'too_many_attempts', retryAfterSeconds: admitted.retryAfterSeconds })
}

/** Whose password the flow resets, and by which ways they can prove it; null: nobody's. `closed`: what bars them besides dormancy. */
export async function personOf(c: Context<App>, { guard }: SessionKey): Promise<Person | null> {
  const { config, now } = c.var
  const today = dayOf(now, config.zone)
  const { rows } = await batch(c.env.DB, [factsOfGuard(guard, today), waysOf(guard)])
  const [[row], [ways]] = rows
  if (!row || !ways) return null
  const stands = standing(readFacts(row), today, config)
  return {
    account: row.accountId,
    email: row.email,
    ...readWays(ways, config.policy),
    // III.N.2: of all that closes an account, a new password ends dormancy alone.
    closed: stands.open || stands.why === 'dormant' ? null : stands.why,
  }
}

/** The mailbox is proved: records what stays closed all the same, and has the other channel's code sent. */
async function afterMailbox(c: Context<App>, flow: SessionKey, ready: boolean): Promise<void> {
  const person = await personOf(c, flow)
  const from = origin(c)
  if (person?.closed) {
    const { account, closed: why } = person
    await batch(c.env.DB, [recorded({ ...from, name: 'password.reset_refused', account, detail: { why } })])
  } else if (!ready && person?.byText) {
    // Too many were sent: the page has the button.
    await c.env.ACCOUNT_GUARD.getByName(flow.guard).sendPasscode(flow, { channel: 'text' }, from)
  }
}

/** The page of the stage that the flow is at. */
export async function pageOf(c: Context<App>, flow: SessionKey, errors?: FieldErrors): Promise<Response> {
  const csrf = visitorToken(c)
  const { policy, plan } = c.var.config
  const stage = await stageOf(c, flow)
  const of = (title: string) => ({ title, error: errors !== undefined, status: errors ? 422 : 200, csrf }) as const
  if (stage === 'gone') return gonePage(c)
  if (stage === 'mailbox') {
    const sent = c.req.query('sent') === 'email' ? 'email' : undefined
    return show(
      c,
      of('Type the code from your e-mail'),
      <CodeForm
        csrf={csrf}
        action="/forgot-password/code"
        sendAction="/forgot-password/passcode"
        fields={{}}
        minutes={policy.PASSCODE_LASTS}
        lead="The e-mail with the link has a six-digit code."
        sent={sent}
        errors={errors}
      />,
    )
  }
  const person = await personOf(c, flow)
  if (!person) return gonePage(c)
  if (person.closed) {
    const page = { title: standingWords[person.closed].title, error: true, status: 422 } as const
    return show(c, page, <StandingNotice why={person.closed} plan={plan} />)
  }
  if (stage === 'second') {
    const { byText, app, recovery, questions, passkey } = person
    return show(
      c,
      of('Prove once more that it is you'),
      <SecondPage
        csrf={csrf}
        byText={byText}
        app={app}
        recovery={recovery}
        questions={questions === null ? null : (JSON.parse(questions) as string[])}
        passkey={passkey}
        minutes={policy.PASSCODE_LASTS}
        errors={errors}
      />,
    )
  }
  return show(
    c,
    of('Choose a new password'),
    <NewPasswordPage
      csrf={csrf}
      action="/forgot-password/password"
      rules={rulesFor('', policy)}
      lead="With it the account is unlocked, every open session of it ends, and every device has to be confirmed anew."
      errors={errors}
    />,
  )
}

function forgotPage(c: Context<App>, errors?: FieldErrors) {
  const csrf = visitorToken(c)
  return show(
    c,
    { title: 'Forgotten your password?', error: errors !== undefined, status: errors ? 422 : 200, csrf },
    <ForgotPage csrf={csrf} errors={errors} />,
  )
}

function gonePage(c: Context<App>) {
  const page = { title: 'This link no longer works', error: true, status: 404 } as const
  return show(c, page, <LinkPage csrf="" way="forgotten" plan={c.var.config.plan} />)
}
