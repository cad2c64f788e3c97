/** The steps of a registration after its address is proved (III.A.1.c). Each saves what was typed, and leads to the next. */
import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { recordedIfChanged } from '../../audit/statement.ts'
import { batch, type Prepared } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import type { App } from '../../http/context.ts'
import { readKey } from '../../http/cookies.ts'
import { addressOf, criteriaOf } from '../../http/criteria.ts'
import { demandToken, visitorToken } from '../../http/csrf.ts'
import { readForm } from '../../http/form.ts'
import { origin } from '../../http/origin.ts'
import { type Page, show } from '../../http/respond.tsx'
import { hash } from '../../passwords/hash.ts'
import { dayOf } from '../../policy/calendar.ts'
import type { ClauseId } from '../../policy/clauses.ts'
import { foldedAnswers, readQuestions, securityQuestions } from '../../second-factor/questions.ts'
import type { SessionKey } from '../../session-key.ts'
import { OfficeForm } from '../../../views/registration/office-form.tsx'
import { PersonForm } from '../../../views/registration/person-form.tsx'
import { QuestionsForm } from '../../../views/registration/questions-form.tsx'
import { ReviewPage } from '../../../views/registration/review-page.tsx'
import { officeSearch, readPerson, searchSentence } from '../form.ts'
import { openRegistration } from '../open.ts'
import type { OfficeShown, Registration, Step } from '../registration.ts'
import { sendingFacts } from '../requests/store.ts'
import { mayEnter, personProblems, placeOf, type Problems, questionProblems, routeOf, stepsOf } from '../rules.ts'
import { answered, OFFICES_SHOWN, officeChosen, officesLike, personSaved } from '../store.ts'
import { submit } from '../submit.ts'

export const registrationSteps = new Hono<App>()

/** A registration that may enter the step it is at. */
export type Entered = { registration: Registration; key: SessionKey; step: Step }

registrationSteps.get('/person', async (c) => {
  const entered = await enter(c, 'person')
  if (entered instanceof Response) return entered
  const { person, isAdult } = entered.registration
  return personPage(c, entered, { person, isAdult })
})

registrationSteps.post('/person', async (c) => {
  const { form, entered } = await entering(c, 'person')
  if (entered instanceof Response) return entered
  const person = readPerson(form)
  const isAdult = form.get('adult') === 'on'
  // WPP: nothing is kept of somebody who does not say so.
  if (isAdult) await keep(c, entered, 'III.A.1.c.i', personSaved(entered.registration.row, person))
  const errors = {
    ...personProblems(person),
    ...(isAdult ? {} : { adult: 'The portal is for people of 18 years or older.' }),
  }
  return Object.keys(errors).length > 0 ? personPage(c, entered, { person, isAdult, errors }) : onwards(c)
})

registrationSteps.get('/office', async (c) => {
  const entered = await enter(c, 'office')
  if (entered instanceof Response) return entered
  const criteria = officeSearch.safeParse(await criteriaOf(c, '/register/office', entered.key))
  if (!criteria.success) return officePage(c, entered, {})
  const { typed } = criteria.data
  const { rows } = await batch(c.env.DB, [officesLike(typed, today(c))])
  return officePage(c, entered, { typed, found: rows[0] })
})

registrationSteps.post('/offices', async (c) => {
  const { form, entered } = await entering(c, 'office')
  if (entered instanceof Response) return entered
  const typed = (form.get('search') ?? '').trim()
  const criteria = officeSearch.safeParse({ typed })
  if (!criteria.success)
    return officePage(c, entered, { typed: typed.slice(0, 200), errors: { search: searchSentence } })
  return c.redirect(await addressOf(c, '/register/office', criteria.data, entered.key), 303)
})

registrationSteps.post('/office', async (c) => {
  const { form, entered } = await entering(c, 'office')
  if (entered instanceof Response) return entered
  const { row } = entered.registration
  const kept = await keep(c, entered, 'III.A.1.c.ii', officeChosen(row, form.get('office') ?? '', today(c)))
  return kept ? onwards(c) : officePage(c, entered, { errors: { search: 'Search for your office, and choose it.' } })
})

registrationSteps.get('/questions', async (c) => {
  const entered = await enter(c, 'questions')
  return entered instanceof Response
    ? entered
    : questionsPage(c, entered, { chosen: entered.registration.questions, answers: [] })
})

registrationSteps.post('/questions', async (c) => {
  const { form, entered } = await entering(c, 'questions')
  if (entered instanceof Response) return entered
  const { policy, scryptCost } = c.var.config
  const { chosen, answers } = readQuestions(form, policy.SECURITY_QUESTIONS_ASKED)
  const errors = questionProblems(chosen, answers, policy)
  const { row, hasAnswers } = entered.registration
  if (Object.keys(errors).length > 0) {
    const known = chosen.map((question) => securityQuestions.find((one) => one === question) ?? '')
    if (!hasAnswers) await keep(c, entered, 'III.F.2.b', answered(row, known, null))
    return questionsPage(c, entered, { chosen, answers, errors })
  }
  // A hash costs much, and nobody is signed in.
  const brake = await c.env.SIGN_IN_BRAKE.limit({ key: origin(c).ip })
  if (!brake.success) throw new AppError({ kind: 'too_many_attempts', retryAfterSeconds: 60 })
  await keep(c, entered, 'III.F.2.b', answered(row, chosen, await hash(foldedAnswers(answers), scryptCost)))
  return onwards(c)
})

registrationSteps.get('/review', async (c) => {
  const entered = await enter(c, 'review')
  if (entered instanceof Response) return entered
  const { person, office, invitation, questions, row } = entered.registration
  const { rows } = await batch(c.env.DB, [sendingFacts(row, today(c))])
  const facts = { officeHasLoa: rows[0][0]?.loas !== '[]', wantsLoa: invitation !== null }
  return stepPage(c, entered, { title: 'Look it over and send' }, (frame) => (
    <ReviewPage
      {...frame}
      person={person}
      office={office?.name ?? null}
      isOfficeFixed={invitation !== null}
      questions={questions}
      by={invitation?.department ? 'invitation' : routeOf(facts)}
      plan={c.var.config.plan.name}
    />
  ))
})

registrationSteps.post('/review', async (c) => {
  const { entered } = await entering(c, 'review')
  if (entered instanceof Response) return entered
  const means = { db: c.env.DB, mail: c.env.MAIL, config: c.var.config }
  const sending = await submit(means, entered.registration, { ...origin(c), by: null })
  return sending.ok ? c.redirect('/register/status?done=sent', 303) : onwards(c)
})

/** The registration of the browser's cookie, if it may enter the step; else the way to where the browser belongs (T7). */
export async function enter(c: Context<App>, step: Step): Promise<Entered | Response> {
  const { zone, policy } = c.var.config
  const opened = await openRegistration(c.env.DB, await readKey(c, 'flow'), c.var.now, zone)
  if (!opened) return c.redirect('/register', 303)
  const { registration, key } = opened
  if (!registration || !mayEnter(step, registration, policy)) return c.redirect(placeOf(registration, policy), 303)
  return { registration, key, step }
}

export async function entering(
  c: Context<App>,
  step: Step,
): Promise<{ form: URLSearchParams; entered: Entered | Response }> {
  const form = await readForm(c)
  demandToken(form, visitorToken(c))
  return { form, entered: await enter(c, step) }
}

/** Writes what the step says, and answers whether it could be: not once the registration was sent in another window. */
export async function keep(
  c: Context<App>,
  { registration, step }: Entered,
  clause: ClauseId,
  statement: Prepared<never>,
  detail = {},
) {
  const event = { name: 'registration.changed', ...origin(c), record: registration.id, clause } as const
  const { changes } = await batch(c.env.DB, [statement, recordedIfChanged({ ...event, detail: { step, ...detail } })])
  return changes[0] === 1
}

/** To the next step, as the registration stands now. */
export async function onwards(c: Context<App>): Promise<Response> {
  const { zone, policy } = c.var.config
  const opened = await openRegistration(c.env.DB, await readKey(c, 'flow'), c.var.now, zone)
  return c.redirect(opened ? placeOf(opened.registration, policy) : '/register', 303)
}

export function today(c: Context<App>) {
  return dayOf(c.var.now, c.var.config.zone)
}

type Frame = { csrf: string; progress: { step: number; of: number; email: string } }

export function stepPage(
  c: Context<App>,
  { registration, step }: Entered,
  page: Page,
  content: (frame: Frame) => Child,
) {
  const csrf = visitorToken(c)
  const steps = stepsOf(registration, c.var.config.policy)
  const progress = { step: steps.indexOf(step) + 1, of: steps.length, email: registration.email }
  return show(c, { ...page, csrf }, content({ csrf, progress }))
}

/** How a page with an error answers. */
export function wrong(errors: Problems | string | undefined): Pick<Page, 'error' | 'status'> {
  return { error: errors !== undefined, status: errors === undefined ? 200 : 422 }
}

function personPage(
  c: Context<App>,
  entered: Entered,
  props: { person: Registration['person']; isAdult: boolean; errors?: Problems },
) {
  return stepPage(c, entered, { title: 'About you', ...wrong(props.errors) }, (frame) => (
    <PersonForm {...frame} {...props} />
  ))
}

function officePage(
  c: Context<App>,
  entered: Entered,
  { found, ...props }: { typed?: string; errors?: Problems; found?: OfficeShown[] },
) {
  const { office } = entered.registration
  return stepPage(c, entered, { title: 'Your office', ...wrong(props.errors) }, (frame) => (
    <OfficeForm
      {...frame}
      {...props}
      chosen={office?.isOpen ? office : null}
      found={found && { offices: found.slice(0, OFFICES_SHOWN), hasMore: found.length > OFFICES_SHOWN }}
    />
  ))
}

function questionsPage(
  c: Context<App>,
  entered: Entered,
  props: { chosen: string[]; answers: string[]; errors?: Problems },
) {
  const count = c.var.config.policy.SECURITY_QUESTIONS_ASKED
  return stepPage(c, entered, { title: 'Security questions', ...wrong(props.errors) }, (frame) => (
    <QuestionsForm {...frame} {...props} questions={securityQuestions} count={count} />
  ))
}
