/** The way in: e-mail and password (III.E), then a known device or the second factor. */
import { type Context, Hono } from 'hono'
import { guardName, normalEmail } from '../accounts/email.ts'
import { AppError } from '../errors.ts'
import type { App } from '../http/context.ts'
import { readCookie, readKey, setCookie } from '../http/cookies.ts'
import { resumeAddress } from '../http/criteria.ts'
import { demandToken, visitorToken } from '../http/csrf.ts'
import { readForm } from '../http/form.ts'
import { origin } from '../http/origin.ts'
import { show } from '../http/respond.tsx'
import { dayOf } from '../policy/calendar.ts'
import type { SessionKey } from '../session-key.ts'
import { signsInAlone } from '../second-factor/passkeys/rules.ts'
import { telephone } from '../../views/format.ts'
import { passkeyScripts } from '../../views/second-factor/passkey-form.tsx'
import { SignInForm, type SignInProps } from '../../views/sign-in/sign-in-form.tsx'
import { StandingNotice } from '../../views/standing/standing-page.tsx'
import { standingWords } from '../../views/standing/words.ts'
import { signInForm } from './form.ts'
import { type Means, proceed, type Progress, type Refusal, tryPassword } from './sign-in.ts'

/** With the dummy hash it hides who exists: alone neither does (measured). Never computed from a clock. */
const RESPONSE_FLOOR_MS = 250
const DAY_SECONDS = 24 * 60 * 60

const oneMessage =
  'The e-mail address or the password is wrong. After several failures an account locks; a locked account opens again when you choose a new password (“Forgotten your password?”) or call us.'

/** Told only to whoever proved by another way than the password who they are. */
const lockedMessage =
  'Your account is locked after several failures. It opens again when you choose a new password (“Forgotten your password?”) or call us.'

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
  await brake(c, ip)
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
  return askFactor(c, means, progress.value, next)
})

/** T5: slows down whoever tries at the key, an IP address with or without a word for where. Throws `too_many_attempts`. */
export async function brake(c: Context<App>, key: string): Promise<void> {
  const { success } = await c.env.SIGN_IN_BRAKE.limit({ key })
  if (!success) throw new AppError({ kind: 'too_many_attempts', retryAfterSeconds: 60 })
}

/** On to the second factor: the best there is, a passcode sent to the mailbox where there is no other. */
export async function askFactor(
  c: Context<App>,
  { name }: Pick<Means, 'name'>,
  { cookie, flow, ways }: Progress & { step: 'second-factor' },
  next: string,
): Promise<Response> {
  setCookie(c, 'flow', cookie)
  if (ways.passkey) return c.redirect(secondFactor('/passkey', { next }), 303)
  if (ways.app) return c.redirect(secondFactor('/app', { next }), 303)
  await send(c, { guard: name, ...flow }, 'email')
  return c.redirect(secondFactor('', { next }), 303)
}

/** The address of a page of the second factor. */
export function secondFactor(
  page: '' | '/questions' | '/app' | '/passkey' | '/recovery',
  query: Record<string, string>,
): string {
  return `/sign-in/second-factor${page}?${new URLSearchParams(query)}`
}

/** What signing in needs, for the guard object of that name. */
export async function meansFor(c: Context<App>, name: string): Promise<Means> {
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
export async function send(c: Context<App>, flow: SessionKey, channel: 'email' | 'text'): Promise<boolean> {
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

/** In: the session's cookie and the device's, and where the person wanted to go. */
export function enter(
  c: Context<App>,
  progress: Progress & { step: 'in' },
  guard: string,
  next: string,
): Promise<Response> {
  setCookie(c, 'session', progress.opened.cookie)
  if (progress.device) setCookie(c, 'device', progress.device, c.var.config.policy.DEVICE_KNOWN_FOR * DAY_SECONDS)
  return resumeAddress(c, next || null, { guard, id: progress.opened.id, secretHash: '' }).then((to) =>
    c.redirect(to, 303),
  )
}

/** The right password or factor did not let the person in: the page that says why. */
export async function refuse(c: Context<App>, refusal: Refusal): Promise<Response> {
  switch (refusal.why) {
    case 'wrong':
      return signInPage(c, { next: '', errors: { form: oneMessage } })
    case 'locked':
      return signInPage(c, { next: '', errors: { form: lockedMessage } })
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

/** The one sign-in page, with what was typed and what is wrong. `status`: another one than the errors make. */
export async function signInPage(
  c: Context<App>,
  { status, ...props }: Pick<SignInProps, 'next' | 'email' | 'errors' | 'closed' | 'done'> & { status?: 503 },
): Promise<Response> {
  const csrf = visitorToken(c)
  const { plan, policy } = c.var.config
  const byPasskey = signsInAlone(policy)
  return show(
    c,
    {
      title: 'Sign in',
      error: props.errors !== undefined,
      status: status ?? (props.errors ? 422 : 200),
      csrf,
      scripts: byPasskey ? passkeyScripts : [],
    },
    <SignInForm
      {...props}
      csrf={csrf}
      byPasskey={byPasskey}
      byProvider={policy.PROVIDERS}
      minutes={policy.SESSION_CLOSES_AFTER}
      telephone={telephone(plan.telephone)}
    />,
  )
}
