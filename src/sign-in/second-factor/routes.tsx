/** The second factor of a sign-in: a passcode, or the security questions (III.F). */
import { type Context, Hono } from 'hono'
import type { App } from '../../http/context.ts'
import { dropCookie, readKey } from '../../http/cookies.ts'
import { demandToken, visitorToken } from '../../http/csrf.ts'
import { readForm } from '../../http/form.ts'
import { show } from '../../http/respond.tsx'
import type { SessionKey } from '../../session-key.ts'
import { foldedAnswers } from '../../second-factor/questions.ts'
import {
  answersSentence,
  answersTo,
  blankAnswers,
  chosenOf,
  entrySentence,
  passcodeDigits,
} from '../../second-factor/rules.ts'
import { telephone } from '../../../views/format.ts'
import { LateNotice } from '../../../views/mail/late-notice.tsx'
import type { FieldErrors } from '../../../views/parts/error-summary.tsx'
import { CodeForm } from '../../../views/second-factor/code-form.tsx'
import { otherWays } from '../../../views/second-factor/other-ways.ts'
import { QuestionsForm } from '../../../views/second-factor/questions-form.tsx'
import type { Entry } from '../../account-guard/guard.ts'
import { enter, meansFor, refuse, secondFactor, send } from '../routes.tsx'
import { finish, type Means, waysLeft } from '../sign-in.ts'

export const signInFactor = new Hono<App>()

signInFactor.get('/', async (c) => {
  const flow = await readKey(c, 'flow')
  const sent = (['email', 'text'] as const).find((channel) => channel === c.req.query('sent'))
  return flow ? passcodePage(c, flow, { sent, next: c.req.query('next') ?? '' }) : c.redirect('/sign-in', 303)
})

signInFactor.post('/', async (c) => {
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
  return proved(c, means, entry, page)
})

signInFactor.post('/passcode', async (c) => {
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

signInFactor.get('/questions', async (c) => {
  const flow = await readKey(c, 'flow')
  return flow ? questionsPage(c, flow, { next: c.req.query('next') ?? '' }) : c.redirect('/sign-in', 303)
})

signInFactor.post('/questions', async (c) => {
  const { form, flow, page } = await posted(c)
  if (!flow) return c.redirect('/sign-in', 303)
  const ways = await waysFor(c, flow)
  const answers = ways?.questions ? answersTo(ways.questions, form) : []
  const errors = blankAnswers(answers)
  if (!ways?.questions || errors) return questionsPage(c, flow, { ...page, errors })
  const means = await meansFor(c, flow.guard)
  const entry = await means.guard.giveFactor(
    flow,
    { by: 'questions', answers: foldedAnswers(answers) },
    means.origin,
    'sign-in',
  )
  if (entry.outcome === 'gone') return startAgain(c)
  if (entry.outcome !== 'right') return questionsPage(c, flow, { ...page, errors: { form: answersSentence(entry) } })
  return proved(c, means, entry, page)
})

/** A form of the second factor, its token checked, with the flow that its browser proves. */
export async function posted(c: Context<App>) {
  const form = await readForm(c)
  demandToken(form, visitorToken(c))
  const page = { remember: form.get('remember') === 'on', next: form.get('next') ?? '' }
  return { form, flow: await readKey(c, 'flow'), page }
}

export type Asked = { remember: boolean; next: string }

/** The second factor was right. */
export async function proved(c: Context<App>, means: Means, entry: Entry & { outcome: 'right' }, asked: Asked) {
  dropCookie(c, 'flow')
  const progress = await finish(means, asked.remember, entry)
  if (!progress.ok) return refuse(c, progress.refusal)
  if (progress.value.step !== 'in') throw new Error('a finished second factor asks for no other')
  return enter(c, progress.value, means.name, asked.next)
}

/** The flow is over, or was never this browser's. */
export function startAgain(c: Context<App>): Response {
  dropCookie(c, 'flow')
  return c.redirect('/sign-in', 303)
}

/** By which ways the factor can be given; null: the flow is none of a sign-in, or over. */
export function waysFor(c: Context<App>, flow: SessionKey) {
  const guard = c.env.ACCOUNT_GUARD.getByName(flow.guard)
  return waysLeft({ db: c.env.DB, guard, policy: c.var.config.policy }, flow, c.var.now.getTime())
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
      lead={
        sent || !(ways.passkey || ways.app)
          ? 'We sent a six-digit code to your e-mail address.'
          : 'Type the six-digit code that we sent you, or have one sent below.'
      }
      sent={sent}
      errors={errors}
      remember={{ checked: remember, days: policy.DEVICE_KNOWN_FOR }}
      byText={ways.byText}
      otherWays={otherWays('/sign-in/second-factor', ways, next)}
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
