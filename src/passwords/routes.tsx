/** A new password in place of the present one: at any time (III.D.2), and on its last day before anything else (III.D.5). */
import { type Context, Hono } from 'hono'
import { AppError } from '../errors.ts'
import type { Actor } from '../http/actor.ts'
import type { App } from '../http/context.ts'
import { readKey, setCookie } from '../http/cookies.ts'
import { resumeAddress } from '../http/criteria.ts'
import { bearsToken, demandToken, sessionToken, visitorToken } from '../http/csrf.ts'
import { readForm } from '../http/form.ts'
import { act, guardOf, page } from '../http/gate.ts'
import { origin } from '../http/origin.ts'
import { show } from '../http/respond.tsx'
import { dayOf } from '../policy/calendar.ts'
import { open } from '../sessions/open.ts'
import { standing } from '../standing/rules.ts'
import type { FieldErrors } from '../../views/parts/error-summary.tsx'
import { NewPasswordPage } from '../../views/passwords/new-password-page.tsx'
import { PasswordRules } from '../../views/passwords/new-password.tsx'
import { judgeNew } from './judge-new.ts'
import { rulesFor } from './rules.ts'

export const password = new Hono<App>()
export const check = new Hono<App>()

password.get('/', async (c) => {
  const { actor } = await page(c, { right: 'password.change', fresh: 'step-up', name: 'page.viewed', read: () => [] })
  return changePage(c, actor, c.req.query('next') ?? '')
})

password.post('/', async (c) => {
  const { actor, form } = await act(c, 'password.change', { fresh: 'step-up' })
  const next = form.get('next') ?? ''
  const current = form.get('current') ?? ''
  const anew = form.get('password') ?? ''
  const { config } = c.var
  const today = dayOf(c.var.now, config.zone)
  if (current === '') return changePage(c, actor, next, { current: 'Type your present password.' })
  const wrong = await judgeNew({ db: c.env.DB, config, origin: origin(c) }, anew, actor)
  if (wrong) return changePage(c, actor, next, { password: wrong })
  const { key } = actor.session
  const setting = await guardOf(c, key).setPassword(
    {
      by: 'change',
      current,
      guard: key.guard,
      password: anew,
      today,
      differsFrom: config.policy.PASSWORDS_REMEMBERED,
    },
    origin(c),
  )
  switch (setting) {
    case 'set':
      return enterAnew(c, actor, next)
    case 'wrong':
      return changePage(c, actor, next, {
        current:
          'This is not your present password. After several failures an account locks; a new one by e-mail opens it.',
      })
    case 'used-before':
      return changePage(c, actor, next, { password: 'You had this password just before. Choose another.' })
    case 'busy':
      throw new AppError({ kind: 'too_many_attempts', retryAfterSeconds: 10 })
    case 'gone':
      throw new AppError({ kind: 'session_closed', why: 'ended' })
    default:
      return setting satisfies never
  }
})

/**
 * The rules, ticked as far as the typed text meets them. It answers what the text alone tells, keeps and logs nothing;
 * the token may be a visitor's or a session's, since the page may be either's.
 */
check.post('/', async (c) => {
  const form = await readForm(c)
  const key = await readKey(c, 'session')
  if (!key || !bearsToken(form, sessionToken(c, key.id))) demandToken(form, visitorToken(c))
  const brake = await c.env.SIGN_IN_BRAKE.limit({ key: `check ${origin(c).ip}` })
  // Nothing to swap: the list stays as it is.
  if (!brake.success) return c.body(null, 204)
  return c.html(<PasswordRules rules={rulesFor(form.get('password') ?? '', c.var.config.policy)} />)
})

/** Every session has ended with the old password; this browser gets a fresh one at once. */
async function enterAnew(c: Context<App>, actor: Actor, next: string): Promise<Response> {
  const { policy, zone } = c.var.config
  const { key } = actor.session
  const today = dayOf(c.var.now, zone)
  const facts = { ...actor.facts, passwordSetOn: today }
  const stands = standing(facts, today, c.var.config)
  if (!stands.open) throw new AppError({ kind: 'standing', why: stands.why })
  // The office that the person was working for comes first.
  const live = stands.live.toSorted(
    (one, other) => Number(other.id === actor.membership?.id) - Number(one.id === actor.membership?.id),
  )
  const means = { db: c.env.DB, guard: guardOf(c, key), origin: origin(c), policy, today }
  const opened = await open(means, { facts, live }, null, [])
  if (!opened.ok) throw new AppError({ kind: 'changed_meanwhile' })
  setCookie(c, 'session', opened.value.cookie)
  const to = await resumeAddress(c, next || null, { guard: key.guard, id: opened.value.id, secretHash: '' })
  return c.redirect(to === '/home' ? '/home?done=password-set' : to, 303)
}

function changePage(c: Context<App>, actor: Actor, next: string, errors?: FieldErrors) {
  const { policy } = c.var.config
  const ended = actor.gate === 'password'
  return show(
    c,
    { title: 'Choose a new password', error: errors !== undefined, status: errors ? 422 : 200 },
    <NewPasswordPage
      csrf={actor.csrf}
      action="/password"
      rules={rulesFor('', policy)}
      lead={
        ended
          ? `A password is good for ${policy.PASSWORD_LASTS} days, and yours has had them. With a new one you go on where you wanted to.`
          : 'Every other session of your account ends with it.'
      }
      current
      fields={{ next }}
      errors={errors}
    />,
  )
}
