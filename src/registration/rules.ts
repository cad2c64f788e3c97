/** What registration decides: which step comes next, what a complete person is, and who decides on the request. Pure. */
import { readTelephone } from '../accounts/telephone.ts'
import { readZip } from '../offices/identifiers.ts'
import { addDays, type Day, startOfDay } from '../policy/calendar.ts'
import type { Policy } from '../policy/profiles.ts'
import { foldAnswer, securityQuestions } from '../second-factor/questions.ts'
import {
  type AddressFacts,
  type Person,
  type PersonField,
  personFields,
  type Registration,
  type Step,
  steps,
} from './registration.ts'

const DAY = 24 * 60 * 60_000

/** Sentences by field. */
export type Problems = { [field: string]: string | undefined }

const isDone: Record<Step, (registration: Registration) => boolean> = {
  code: ({ provedAt }) => provedAt !== null,
  person: ({ person, isAdult }) => isAdult && Object.keys(personProblems(person)).length === 0,
  office: ({ office }) => office?.isOpen ?? false,
  // A version that was published meanwhile is asked for again.
  agreement: ({ agreement, agreementInForce }) => agreement === agreementInForce,
  training: ({ trainedAt }) => trainedAt !== null,
  questions: ({ hasAnswers }) => hasAnswers,
  review: ({ sentAt }) => sentAt !== null,
}

/** The steps of this registration: an invitation names the office; a policy may do without security questions. */
export function stepsOf({ invitation }: Pick<Registration, 'invitation'>, policy: Policy): Step[] {
  return steps.filter(
    (step) => !(step === 'office' && invitation) && !(step === 'questions' && !policy.SECURITY_QUESTIONS),
  )
}

/** III.A.1.c: the first step that is not done; the review once all before it are. */
function nextStep(registration: Registration, policy: Policy): Step {
  return stepsOf(registration, policy).find((step) => !isDone[step](registration)) ?? 'review'
}

/**
 * Whether the step may be entered: the next one, or one before it to change what was said. An address that was proved stays
 * proved, and nothing changes once the request is sent or the registration over.
 */
export function mayEnter(step: Step, registration: Registration, policy: Policy): boolean {
  if (registration.sentAt !== null || registration.endedAt !== null || invitationClosed(registration)) return false
  if (step === 'code') return registration.provedAt === null
  const order = stepsOf(registration, policy)
  const place = order.indexOf(step)
  return place !== -1 && place <= order.indexOf(nextStep(registration, policy))
}

/**
 * The page that the browser of the registration belongs on. Null: a link of an address that was not let in, which is asked
 * for its code forever and is never told (T6).
 */
export function placeOf(registration: Registration | null, policy: Policy): string {
  if (!registration) return '/register/code'
  const isOver = registration.sentAt !== null || registration.endedAt !== null
  if (isOver || invitationClosed(registration)) return '/register/status'
  return `/register/${nextStep(registration, policy)}`
}

/** Whether the invitation behind the registration still holds: revoked, or its office gone, it opens nothing (T16). */
export function invitationClosed({ invitation, office }: Registration): 'revoked' | 'office-closed' | null {
  if (!invitation) return null
  if (invitation.isRevoked) return 'revoked'
  return invitation.department === null && !office?.isOpen ? 'office-closed' : null
}

/** What each field is called, and how long it may be. */
const words: Record<PersonField, { missing: string; most: number }> = {
  firstName: { missing: 'Type your first name.', most: 60 },
  lastName: { missing: 'Type your last name.', most: 60 },
  street: { missing: 'Type the street and number of your address.', most: 120 },
  city: { missing: 'Type the city.', most: 60 },
  zip: { missing: 'Type the ZIP code.', most: 10 },
  telephone: { missing: 'Type your telephone number.', most: 30 },
  jobTitle: { missing: 'Type your job title.', most: 100 },
  jobDescription: { missing: 'Say in a few words what you do in the office.', most: 1000 },
}

// Control characters, and those that turn the direction of what follows: a name must not rewrite the line it stands in.
const unseen = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u
const unseenInLines = /(?![\t\r\n])[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u

/** III.A.1.c.i: what is missing or wrong in a person, by field, of the fields given; nothing: they are complete. */
export function personProblems(person: Partial<Person>): Problems {
  const problems: Problems = {}
  for (const field of personFields) {
    const value = person[field]
    if (value === undefined) continue
    const { missing, most } = words[field]
    if (value.trim() === '') problems[field] = missing
    else if (value.length > most) problems[field] = `This is too long: ${most} characters are the most.`
    else if ((field === 'jobDescription' ? unseenInLines : unseen).test(value))
      problems[field] = 'This has a character in it that can’t be seen. Type it anew.'
    else if ((field === 'firstName' || field === 'lastName') && !/\p{L}/u.test(value)) problems[field] = missing
  }
  // III.A.1.c.i.e, III.A.1.c.i.f: these two have a form.
  if (person.zip !== undefined && !problems.zip && !readZip(person.zip))
    problems.zip = 'A ZIP code has five digits, or nine: 92868 or 92868-1234.'
  if (person.telephone !== undefined && !problems.telephone && !readTelephone(person.telephone))
    problems.telephone = 'Type a telephone number of ten digits with its area code: 714-555-0123.'
  return problems
}

/** III.F.2.b: what is wrong with the questions chosen and their answers, by field (`question1`, `answer1`, …). */
export function questionProblems(chosen: readonly string[], answers: readonly string[], policy: Policy): Problems {
  const problems: Problems = {}
  const known: readonly string[] = securityQuestions
  for (let place = 0; place < policy.SECURITY_QUESTIONS_ASKED; place += 1) {
    const question = chosen[place] ?? ''
    const answer = foldAnswer(answers[place] ?? '')
    if (!known.includes(question)) problems[`question${place + 1}`] = 'Choose a question.'
    else if (chosen.indexOf(question) < place)
      problems[`question${place + 1}`] = 'Choose another question: this one stands above.'
    // A bound of the machine against guessing by one letter, not a number of the policy.
    if (answer.length < SHORTEST_ANSWER)
      problems[`answer${place + 1}`] = `Answer with ${SHORTEST_ANSWER} characters or more.`
    else if (answer.length > LONGEST_ANSWER) problems[`answer${place + 1}`] = 'This answer is too long.'
    else if (answers.findIndex((one) => foldAnswer(one) === answer) < place)
      problems[`answer${place + 1}`] = 'Give each question an answer of its own.'
  }
  return problems
}
const SHORTEST_ANSWER = 3
const LONGEST_ANSWER = 100

/**
 * Why nobody registers this address now: it has an account, or a request of it waits (T6: nothing of that is shown).
 * Whose memberships have all ended cannot sign in to ask for another office, and registers again (III.N.1).
 */
export function occupied(facts: AddressFacts): 'account' | 'waiting' | null {
  if (facts.waiting !== null) return 'waiting'
  if (facts.account === null) return null
  const mayReturn = facts.kind === 'office' && facts.suspendedAt === null && facts.terminatedAt === null
  return mayReturn && facts.memberships === 0 ? null : 'account'
}

/** Until when (ms) a registration can be resumed by its link. */
export function linkEnds(at: number, policy: Policy): number {
  return at + policy.REGISTRATION_LINK_LASTS * DAY
}

/**
 * III.B.1, III.B.2: who decides: the office's Local Office Administrators, or the plan where there is none or the person
 * is to be one. An office that came back has none: every membership of before ended, so its first LOA asks the plan (III.N.1).
 */
export function routeOf(facts: { officeHasLoa: boolean; wantsLoa: boolean }): 'loa' | 'plan' {
  return facts.officeHasLoa && !facts.wantsLoa ? 'loa' : 'plan'
}

/** III.L.5: denied or abandoned registrations that ended, or began, before this instant (ms) are forgotten on that day. */
export function forgottenBefore(today: Day, zone: string, policy: Policy): number {
  return startOfDay(addDays(today, 1 - policy.DENIED_REGISTRATION_KEPT_FOR), zone).getTime()
}
