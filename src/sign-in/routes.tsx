/** The way in: e-mail and password, then a known device or a passcode (III.E, III.F). */
import { type Context, Hono } from 'hono'
import { guardName, normalEmail } from '../accounts/email.ts'
import { AppError } from '../errors.ts'
import type { App } from '../http/context.ts'
import { dropCookie, readCookie, readKey, setCookie } from '../http/cookies.ts'
import { resumeAddress } from '../http/criteria.ts'
import { demandToken, visitorToken } from '../http/csrf.ts'
import { readForm } from '../http/form.ts'
import { origin } from '../http/origin.ts'
import { show } from '../http/respond.tsx'
import { dayOf } from '../policy/calendar.ts'
import { telephone } from '../../views/format.ts'
import type { SessionKey } from '../session-key.ts'
import { LateNotice } from '../../views/mail/late-notice.tsx'
import { CodeForm, questionsInstead } from '../../views/second-factor/code-form.tsx'
import { QuestionsForm } from '../../views/second-factor/questions-form.tsx'
import type { FieldErrors } from '../../views/parts/error-summary.tsx'
import { SignInForm, type SignInProps } from '../../views/sign-in/sign-in-form.tsx'
import { StandingNotice } from '../../views/standing/standing-page.tsx'
import { standingWords } from '../../views/standing/words.ts'
import { foldedAnswers } from '../second-factor/questions.ts'
import {
  answersSentence,
  answersTo,
  blankAnswers,
  chosenOf,
  entrySentence,
  passcodeDigits,
} from '../second-factor/rules.ts'
import { signInForm } from './form.ts'
import { finish, type Means, proceed, type Progress, type Refusal, tryPassword, waysLeft } from './sign-in.ts'

/** With the dummy hash it hides who exists: alone neither does (measured). Never computed from a clock. */
const RESPONSE_FLOOR_MS = 250
const DAY_SECONDS = 24 * 60 * 60

const oneMessage =
  'The e-mail address or the password is wrong. After several failures an account locks; a locked account opens again when you choose a new password (“Forgotten your password?”) or call us.'

export const signIn = new Hono<App>()

signIn.get('/', async (c) => {
  const closed = c.req.query('closed')
  const known = (['idle', 'expired', 'ended', 'signed-out'] as const).find((why) => why === closed)
  const done = c.req.query('done') === 'password-set' ? 'password-set' : undefined
  return signInPage(c, { next: c.req.query('next') ?? '', closed: known, done })
})

signIn.post('/', async (c) => {
  const form = await readForm(c)
  demandToken(form, visitorToken(c))
  const typed = signInForm.safeParse(Object.fromEntries(form))
  const next = form.get('next') ?? ''
  if (!typed.success || typed.data.email.trim() === '' || typed.data.password === '') {
    return signInPage(c, {
      next,
      email: form.get('email') ?? '',
      errors: { form: 'Type your e-mail address and your password.' },
    })
  }
  const { ip } = origin(c)
  const brake = await c.env.SIGN_IN_BRAKE.limit({ key: ip })
  if (!brake.success) throw new AppError({ kind: 'too_many_attempts', retryAfterSeconds: 60 })
  // What is no address goes the same way as one that nobody has.
  const means = await meansFor(
    c,
    guardName(c.var.config.namesKey, normalEmail(typed.data.email) ?? ` ${typed.data.email}`),
  )
  const [attempt] = await Promise.all([
    tryPassword(means, c.env.ADDRESS_GUARD.getByName(ip), typed.data.password, readCookie(c, 'device')),
    scheduler.wait(RESPONSE_FLOOR_MS),
  ])
  if (attempt.outcome === 'throttled')
    throw new AppError({ kind: 'too_many_attempts', retryAfterSeconds: attempt.retryAfterSeconds })
  if (attempt.outcome === 'busy') throw new AppError({ kind: 'too_many_attempts', retryAfterSeconds: 10 })
  if (attempt.outcome === 'wrong') return signInPage(c, { next, email: typed.data.email, errors: { form: oneMessage } })
  const progress = await proceed(means, attempt)
  if (!progress.ok) return refuse(c, progress.refusal)
  if (progress.value.step === 'in') return enter(c, progress.value, means.name, next)
  setCookie(c, 'flow', progress.value.cookie)
  await send(c, { guard: means.name, ...progress.value.flow }, 'email')
  return c.redirect(secondFactor('', { next }), 303)
})

signIn.get('/second-factor', async (c) => {
  const flow = await readKey(c, 'flow')
  const sent = (['email', 'text'] as const).find((channel) => channel === c.req.query('sent'))
  return flow ? passcodePage(c, flow, { sent, next: c.req.query('next') ?? '' }) : c.redirect('/sign-in', 303)
})

signIn.post('/second-factor', async (c) => {
  const { form, flow, page } = await posted(c)
  if (!flow) return c.redirect('/sign-in', 303)
  const { policy } = c.var.config
  const code = passcodeDigits(form.get('code') ?? '', policy.PASSCODE_DIGITS)
  if (!code)
    return passcodePage(c, flow, { ...page, errors: { code: `The code has ${policy.PASSCODE_DIGITS} digits.` } })
  const means = await meansFor(c, flow.guard)
  const entry = await means.guard.enterPasscode(flow, code, means.origin, 'sign-in')
  if (entry.outcome === 'gone') return startAgain(c)
  if (entry.outcome !== 'right') return passcodePage(c, flow, { ...page, errors: { code: entrySentence(entry) } })
  return proved(c, means, entry.passwordAfter, page)
})

signIn.post('/second-factor/passcode', async (c) => {
  const { form, flow, page } = await posted(c)
  if (!flow) return c.redirect('/sign-in', 303)
  const { next } = page
  const channel = form.get('channel') === 'text' ? 'text' : 'email'
  const ways = await waysFor(c, flow)
  // A flow of another purpose sends its own codes to where they prove something: a number's, to the number (T7).
  if (!ways) return startAgain(c)
  // Without a telephone a text would void the code that is in the mailbox, and go nowhere.
  if (channel === 'text' && !ways.byText) return c.redirect(secondFactor('', { next }), 303)
  const gone = await send(c, flow, channel)
  return gone ? startAgain(c) : c.redirect(secondFactor('', { sent: channel, next }), 303)
})

signIn.get('/second-factor/questions', async (c) => {
  const flow = await readKey(c, 'flow')
  return flow ? questionsPage(c, flow, { next: c.req.query('next') ?? '' }) : c.redirect('/sign-in', 303)
})

signIn.post('/second-factor/questions', async (c) => {
  const { form, flow, page } = await posted(c)
  if (!flow) return c.redirect('/sign-in', 303)
  const ways = await waysFor(c, flow)
  const answers = ways?.questions ? answersTo(ways.questions, form) : []
  const errors = blankAnswers(answers)
  if (!ways?.questions || errors) return questionsPage(c, flow, { ...page, errors })
  const means = await meansFor(c, flow.guard)
  const entry = await means.guard.answerQuestions(flow, foldedAnswers(answers), means.origin, 'sign-in')
  if (entry.outcome === 'gone') return startAgain(c)
  if (entry.outcome !== 'right') return questionsPage(c, flow, { ...page, errors: { form: answersSentence(entry) } })
  return proved(c, means, entry.passwordAfter, page)
})

/** A form of the second factor, its token checked, with the flow that its browser proves. */
async function posted(c: Context<App>) {
  const form = await readForm(c)
  demandToken(form, visitorToken(c))
  const page = { remember: form.get('remember') === 'on', next: form.get('next') ?? '' }
  return { form, flow: await readKey(c, 'flow'), page }
}

type Asked = { remember: boolean; next: string }
/** The second factor was right. */
async function proved(c: Context<App>, means: Means, passwordAfter: number | undefined, asked: Asked) {
  dropCookie(c, 'flow')
  const progress = await finish(means, asked.remember, passwordAfter)
  if (!progress.ok) return refuse(c, progress.refusal)
  if (progress.value.step !== 'in') throw new Error('a finished second factor asks for no other')
  return enter(c, progress.value, means.name, asked.next)
}

/** The flow is over, or was never this browser's. */
function startAgain(c: Context<App>): Response {
  dropCookie(c, 'flow')
  return c.redirect('/sign-in', 303)
}

function waysFor(c: Context<App>, flow: SessionKey) {
  const guard = c.env.ACCOUNT_GUARD.getByName(flow.guard)
  return waysLeft({ db: c.env.DB, guard, policy: c.var.config.policy }, flow, c.var.now.getTime())
}

function secondFactor(page: '' | '/questions', query: Record<string, string>): string {
  return `/sign-in/second-factor${page}?${new URLSearchParams(query)}`
}

async function meansFor(c: Context<App>, name: string): Promise<Means> {
  const { policy, trainingOn, zone, sealKeys } = c.var.config
  const guard = c.env.ACCOUNT_GUARD.getByName(name)
  return {
    db: c.env.DB,
    guard,
    name,
    policy,
    trainingOn,
    today: dayOf(c.var.now, zone),
    origin: origin(c),
    sealKeys,
    mail: c.env.MAIL,
    before: await readKey(c, 'session'),
  }
}

/** Sends a passcode; answers whether the flow is gone. Throws `too_many_attempts`. */
async function send(c: Context<App>, flow: SessionKey, channel: 'email' | 'text'): Promise<boolean> {
  const from = origin(c)
  const admitted = await c.env.ADDRESS_GUARD.getByName(from.ip).admitSend(from.at)
  if (!admitted.admitted)
    throw new AppError({ kind: 'too_many_attempts', retryAfterSeconds: admitted.retryAfterSeconds })
  const sending = await c.env.ACCOUNT_GUARD.getByName(flow.guard).sendPasscode(
    { id: flow.id, secretHash: flow.secretHash },
    { channel },
    from,
  )
  if (sending.sent) return false
  if (sending.why === 'limited')
    throw new AppError({ kind: 'too_many_attempts', retryAfterSeconds: sending.retryAfterSeconds })
  // Locked: the page is the same, and says so only once a code is entered.
  return sending.why === 'gone'
}

function enter(c: Context<App>, progress: Progress & { step: 'in' }, guard: string, next: string): Promise<Response> {
  setCookie(c, 'session', progress.opened.cookie)
  if (progress.device) setCookie(c, 'device', progress.device, c.var.config.policy.DEVICE_KNOWN_FOR * DAY_SECONDS)
  return resumeAddress(c, next || null, { guard, id: progress.opened.id, secretHash: '' }).then((to) =>
    c.redirect(to, 303),
  )
}

async function refuse(c: Context<App>, refusal: Refusal): Promise<Response> {
  switch (refusal.why) {
    case 'wrong':
      return signInPage(c, { next: '', errors: { form: oneMessage } })
    case 'changed-meanwhile':
      throw new AppError({ kind: 'changed_meanwhile' })
    case 'closed':
      return show(
        c,
        { title: standingWords[refusal.closed].title, error: true, status: 422 },
        <StandingNotice why={refusal.closed} plan={c.var.config.plan} />,
      )
    default:
      return refusal satisfies never
  }
}

async function signInPage(
  c: Context<App>,
  props: Pick<SignInProps, 'next' | 'email' | 'errors' | 'closed' | 'done'>,
): Promise<Response> {
  const csrf = visitorToken(c)
  const { plan, policy } = c.var.config
  return show(
    c,
    { title: 'Sign in', error: props.errors !== undefined, status: props.errors ? 422 : 200, csrf },
    <SignInForm {...props} csrf={csrf} minutes={policy.SESSION_CLOSES_AFTER} telephone={telephone(plan.telephone)} />,
  )
}

async function passcodePage(
  c: Context<App>,
  flow: SessionKey,
  props: { sent?: 'email' | 'text' | undefined; errors?: FieldErrors; remember?: boolean; next: string },
): Promise<Response> {
  const csrf = visitorToken(c)
  const { plan, policy } = c.var.config
  const { sent, errors, remember = false, next } = props
  const ways = await waysFor(c, flow)
  if (!ways) return startAgain(c)
  return show(
    c,
    { title: 'Enter your code', error: errors !== undefined, status: errors ? 422 : 200, csrf },
    <CodeForm
      csrf={csrf}
      action="/sign-in/second-factor"
      sendAction="/sign-in/second-factor/passcode"
      fields={{ next }}
      minutes={policy.PASSCODE_LASTS}
      lead="We sent a six-digit code to your e-mail address."
      sent={sent}
      errors={errors}
      remember={{ checked: remember, days: policy.DEVICE_KNOWN_FOR }}
      byText={ways.byText}
      otherWay={ways.questions ? questionsInstead(secondFactor('/questions', { next })) : undefined}
    >
      {ways.isLate && <LateNotice telephone={telephone(plan.telephone)} minutes={policy.PASSCODE_LASTS} />}
    </CodeForm>,
  )
}

async function questionsPage(
  c: Context<App>,
  flow: SessionKey,
  props: { errors?: FieldErrors | undefined; remember?: boolean; next: string },
): Promise<Response> {
  const csrf = visitorToken(c)
  const { errors, remember = false, next } = props
  const ways = await waysFor(c, flow)
  if (!ways) return startAgain(c)
  if (!ways.questions) return c.redirect(secondFactor('', { next }), 303)
  return show(
    c,
    { title: 'Answer your security questions', error: errors !== undefined, status: errors ? 422 : 200, csrf },
    <QuestionsForm
      csrf={csrf}
      action="/sign-in/second-factor/questions"
      fields={{ next }}
      questions={chosenOf(ways.questions)}
      errors={errors}
      remember={{ checked: remember, days: c.var.config.policy.DEVICE_KNOWN_FOR }}
      instead={secondFactor('', { next })}
    />,
  )
}
