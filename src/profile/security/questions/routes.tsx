/** One's own security questions (III.F.2.b). */
import { type Context, Hono } from 'hono'
import { recordedIfChanged } from '../../../audit/statement.ts'
import { batch } from '../../../db/client.ts'
import { AppError } from '../../../errors.ts'
import type { Actor } from '../../../http/actor.ts'
import type { App } from '../../../http/context.ts'
import { act, page } from '../../../http/gate.ts'
import { acting } from '../../../http/origin.ts'
import { show } from '../../../http/respond.tsx'
import { dispatch, post } from '../../../mail/outbox.ts'
import { hash } from '../../../passwords/hash.ts'
import { questionProblems } from '../../../registration/rules.ts'
import { foldedAnswers, readQuestions, securityQuestions } from '../../../second-factor/questions.ts'
import { questionsSet } from '../../../second-factor/store.ts'
import type { FieldErrors } from '../../../../views/parts/error-summary.tsx'
import { ChooseQuestions } from '../../../../views/profile/choose-questions.tsx'

const PATH = '/profile/security'

export const ownQuestions = new Hono<App>()

ownQuestions.get('/', async (c) => {
  const { actor } = await page(c, { right: 'signed-in', fresh: 'step-up', name: 'page.viewed', read: () => [] })
  return questionsPage(c, actor, [])
})

ownQuestions.post('/', async (c) => {
  const { actor, form } = await act(c, 'signed-in', { fresh: 'step-up' })
  const { policy, scryptCost, sealKeys } = c.var.config
  const { chosen, answers } = readQuestions(form, policy.SECURITY_QUESTIONS_ASKED)
  const problems = questionProblems(chosen, answers, policy)
  if (!policy.SECURITY_QUESTIONS || Object.keys(problems).length > 0) return questionsPage(c, actor, chosen, problems)
  const { account } = actor
  const at = c.var.now.getTime()
  const stored = await hash(foldedAnswers(answers), scryptCost)
  const mail = await post({ name: 'questions-changed', to: { account }, channel: 'email' }, at, sealKeys)
  await batch(c.env.DB, [
    questionsSet(account, JSON.stringify(chosen), stored, at),
    recordedIfChanged({ ...acting(c, actor), name: 'questions.set', subject: account, clause: 'III.F.2.b' }),
    mail.statement,
  ])
  await dispatch(c.env.MAIL, [mail])
  return c.redirect(`${PATH}?done=questions-set`, 303)
})

function questionsPage(c: Context<App>, actor: Actor, chosen: string[], errors?: FieldErrors) {
  const { policy } = c.var.config
  if (!policy.SECURITY_QUESTIONS) throw new AppError({ kind: 'not_found' })
  return show(
    c,
    {
      title: 'Your security questions',
      error: errors !== undefined,
      status: errors ? 422 : 200,
      back: { href: PATH, label: 'Sign-in and security' },
    },
    <ChooseQuestions
      csrf={actor.csrf}
      questions={securityQuestions}
      count={policy.SECURITY_QUESTIONS_ASKED}
      chosen={chosen}
      errors={errors}
    />,
  )
}
