/** A second factor in mid-session, before what shows or changes an account (III.F.1.c). */
import { type Context, Hono } from 'hono'
import { guardName } from '../accounts/email.ts'
import { batch } from '../db/client.ts'
import { AppError } from '../errors.ts'
import type { Actor } from '../http/actor.ts'
import type { App } from '../http/context.ts'
import { dropCookie, readKey, setCookie } from '../http/cookies.ts'
import { resumeAddress } from '../http/criteria.ts'
import { act, guardOf, page } from '../http/gate.ts'
import { origin } from '../http/origin.ts'
import { show } from '../http/respond.tsx'
import { lateMail } from '../mail/store.ts'
import { renew } from '../sessions/open.ts'
import { telephone } from '../../views/format.ts'
import { LateNotice } from '../../views/mail/late-notice.tsx'
import { CodeForm } from '../../views/second-factor/code-form.tsx'
import { otherWays } from '../../views/second-factor/other-ways.ts'
import type { FieldErrors } from '../../views/parts/error-summary.tsx'
import { ConfirmPage } from '../../views/second-factor/confirm-page.tsx'
import { QuestionsForm } from '../../views/second-factor/questions-form.tsx'
import { newFlow } from './flow.ts'
import { foldedAnswers } from './questions.ts'
import { answersSentence, answersTo, blankAnswers, chosenOf, entrySentence, passcodeDigits } from './rules.ts'
import { questionsOf, waysOfSession } from './store.ts'
import { readWays, type Ways } from './ways.ts'

export const confirm = new Hono<App>()

confirm.get('/', async (c) => {
  const { actor, rows } = await page(c, {
    right: 'second-factor',
    name: 'page.viewed',
    read: (session) => [waysOfSession(session), lateMail(c.var.now.getTime())],
  })
  const isLate = rows[1][0]?.isLate === 1
  const next = c.req.query('next') ?? ''
  const sent = (['email', 'text'] as const).find((channel) => channel === c.req.query('sent'))
  const ways = readWays(rows[0][0]!, c.var.config.policy)
  if (sent && (await ownFlow(c, actor))) return codePage(c, actor, { next, ways, isLate })
  return show(c, { title: 'Confirm that it is you' }, <ConfirmPage csrf={actor.csrf} next={next} ways={ways} />)
})

confirm.post('/passcode', async (c) => {
  const { actor, form } = await act(c, 'second-factor')
  const channel = form.get('channel') === 'text' && actor.facts.mobile !== null ? 'text' : 'email'
  const from = origin(c)
  const admitted = await c.env.ADDRESS_GUARD.getByName(from.ip).admitSend(from.at)
  if (!admitted.admitted) {
    throw new AppError({ kind: 'too_many_attempts', retryAfterSeconds: admitted.retryAfterSeconds })
  }
  const guard = guardOf(c, actor.session.key)
  const { cookie, flow } = newFlow(actor.session.key.guard)
  await guard.begin({ flow, purpose: 'step-up', account: actor.account }, from)
  const sending = await guard.sendPasscode(flow, { channel }, from)
  if (!sending.sent && sending.why === 'limited') return tooManyCodes(c, actor, sending.retryAfterSeconds, form)
  setCookie(c, 'flow', cookie)
  return c.redirect(`/confirm?${new URLSearchParams({ sent: channel, next: form.get('next') ?? '' })}`, 303)
})

/** III.F.3: enough codes went out for now; the page stays, with its other ways. */
async function tooManyCodes(c: Context<App>, actor: Actor, seconds: number, form: URLSearchParams) {
  const ways = await waysOfActor(c, actor)
  const { PASSCODE_SENDS: most, PASSCODE_SENDS_WATCHED_FOR: minutes } = c.var.config.policy
  c.header('Retry-After', String(seconds))
  const wait = Math.ceil(seconds / 60)
  const sentence = `At most ${most} codes go out in ${minutes} minutes. The next one can be sent in ${wait === 1 ? 'a minute' : `${wait} minutes`}.`
  return show(
    c,
    { title: 'Confirm that it is you', status: 429, error: true },
    <ConfirmPage csrf={actor.csrf} next={form.get('next') ?? ''} ways={ways} errors={{ form: sentence }} />,
  )
}

confirm.post('/', async (c) => {
  const { actor, form } = await act(c, 'second-factor')
  const next = form.get('next') ?? ''
  const flow = await ownFlow(c, actor)
  const { policy } = c.var.config
  if (!flow) return c.redirect(`/confirm?${new URLSearchParams({ next })}`, 303)
  const code = passcodeDigits(form.get('code') ?? '', policy.PASSCODE_DIGITS)
  const ways = await waysOfActor(c, actor)
  if (!code) return codePage(c, actor, { next, ways, error: `The code has ${policy.PASSCODE_DIGITS} digits.` })
  const entry = await guardOf(c, flow).enterPasscode(flow, code, origin(c), 'step-up')
  if (entry.outcome === 'gone') return c.redirect(`/confirm?${new URLSearchParams({ next })}`, 303)
  if (entry.outcome !== 'right') return codePage(c, actor, { next, ways, error: entrySentence(entry) })
  return confirmed(c, actor, next)
})

confirm.get('/questions', async (c) => {
  const { actor, rows } = await page(c, {
    right: 'second-factor',
    name: 'page.viewed',
    read: (session) => [questionsOf(session)],
  })
  return questionsPage(c, actor, rows[0][0], { next: c.req.query('next') ?? '' })
})

confirm.post('/questions', async (c) => {
  const { actor, form } = await act(c, 'second-factor')
  const next = form.get('next') ?? ''
  const { key } = actor.session
  const { rows } = await batch(c.env.DB, [questionsOf(key)])
  const chosen = rows[0][0]
  const answers = chosen ? answersTo(chosen.questions, form) : []
  const errors = blankAnswers(answers)
  if (!chosen || !c.var.config.policy.SECURITY_QUESTIONS || errors)
    return questionsPage(c, actor, chosen, { next, errors })
  const guard = guardOf(c, key)
  // The session is the proof of whose browser it is: the flow begins and ends with this request.
  const { flow } = newFlow(key.guard)
  await guard.begin({ flow, purpose: 'step-up', account: actor.account }, origin(c))
  const entry = await guard.giveFactor(flow, { by: 'questions', answers: foldedAnswers(answers) }, origin(c), 'step-up')
  if (entry.outcome === 'gone') throw new AppError({ kind: 'changed_meanwhile' })
  if (entry.outcome !== 'right')
    return questionsPage(c, actor, chosen, { next, errors: { form: answersSentence(entry) } })
  return confirmed(c, actor, next)
})

/** The factor was right: the session gets a new secret, and the person goes on to where they wanted to go. */
export async function confirmed(c: Context<App>, actor: Actor, next: string): Promise<Response> {
  const { session } = actor
  const cookie = await renew(c.env.DB, guardOf(c, session.key), { account: actor.account, ...session }, origin(c))
  if (cookie === null) throw new AppError({ kind: 'session_closed', why: 'ended' })
  dropCookie(c, 'flow')
  setCookie(c, 'session', cookie)
  return c.redirect(await resumeAddress(c, next || null, session.key), 303)
}

/** By which ways the person can give the factor. */
export async function waysOfActor(c: Context<App>, actor: Actor): Promise<Ways> {
  const { rows } = await batch(c.env.DB, [waysOfSession(actor.session.key)])
  return readWays(rows[0][0]!, c.var.config.policy)
}

/** The flow of the request's cookie, if it is this account's. */
export async function ownFlow(c: Context<App>, actor: Actor) {
  const flow = await readKey(c, 'flow')
  return flow?.guard === guardName(c.var.config.namesKey, actor.email) ? flow : null
}

function codePage(
  c: Context<App>,
  actor: Actor,
  props: { next: string; ways: Ways; error?: string; isLate?: boolean },
) {
  const { next, ways, error, isLate = false } = props
  const { plan, policy } = c.var.config
  return show(
    c,
    { title: 'Enter your code', error: error !== undefined, status: error ? 422 : 200 },
    <CodeForm
      csrf={actor.csrf}
      action="/confirm"
      sendAction="/confirm/passcode"
      fields={{ next }}
      minutes={policy.PASSCODE_LASTS}
      lead="We sent a six-digit code."
      errors={error ? { code: error } : undefined}
      byText={ways.byText}
      otherWays={otherWays('/confirm', ways, next)}
    >
      {isLate && <LateNotice telephone={telephone(plan.telephone)} minutes={policy.PASSCODE_LASTS} />}
    </CodeForm>,
  )
}

function questionsPage(
  c: Context<App>,
  actor: Actor,
  chosen: { questions: string } | undefined,
  { next, errors }: { next: string; errors?: FieldErrors | undefined },
) {
  if (!chosen || !c.var.config.policy.SECURITY_QUESTIONS) throw new AppError({ kind: 'not_found' })
  return show(
    c,
    { title: 'Answer your security questions', error: errors !== undefined, status: errors ? 422 : 200 },
    <QuestionsForm
      csrf={actor.csrf}
      action="/confirm/questions"
      fields={{ next }}
      questions={chosenOf(chosen.questions)}
      errors={errors}
      instead={`/confirm?${new URLSearchParams({ next })}`}
    />,
  )
}
