/** What the plan types about verifications. */
import * as z from 'zod/mini'
import { type Day, readDay } from '../../policy/calendar.ts'
import { readDeparture } from '../form.ts'
import type { Spoken } from '../verification.ts'
import { type Selection, selections } from './calendar.ts'

type Errors = Record<string, string>

const LONGEST = 120
const NOTES_AT_MOST = 2_000
const REASON_AT_MOST = 1_000

const listing = z.object({
  selection: z.catch(z.enum(selections), 'under-way'),
  after: z.catch(z.nullable(z.object({ dueOn: z.string(), row: z.number() })), null),
})

/** A page of the calendar, as it stands sealed in an address. */
export type Listing = z.infer<typeof listing>

/** The page of the calendar that an address asks for; the first of what is under way for any other. */
export function readListing(opened: unknown): Listing {
  const read = listing.safeParse(opened)
  return read.success ? read.data : { selection: 'under-way', after: null }
}

/** The selection that was chosen. */
export function readSelection(form: URLSearchParams): Selection {
  return selections.find((one) => one === form.get('selection')) ?? 'under-way'
}

/** What was chosen for one user, as typed. */
export type TypedDecision = { decision: string; lastOn: string }
/** What is to be kept of it: they stay, or their last day of employment. */
export type Decision<User> = { user: User; leftOn: Day | null }

/**
 * Reads what was chosen for each of the users: `decision-<id>` is 'kept', 'left' or nothing, `last-<id>` the last day of
 * employment, no later than `latest`.
 */
export function readDecisions<User extends { id: string; approvedOn: Day }>(
  form: URLSearchParams,
  users: readonly User[],
  latest: Day,
): { typed: Map<string, TypedDecision>; decisions: Decision<User>[]; errors: Errors } {
  const typed = new Map<string, TypedDecision>()
  const decisions: Decision<User>[] = []
  const errors: Errors = {}
  for (const user of users) {
    const decision = form.get(`decision-${user.id}`) ?? ''
    const lastOn = (form.get(`last-${user.id}`) ?? '').trim()
    typed.set(user.id, { decision, lastOn })
    if (decision === 'kept') {
      // A day beside "still works here" says two things at once.
      if (lastOn === '') decisions.push({ user, leftOn: null })
      else errors[`last-${user.id}`] = 'Leave the day empty for somebody who still works there.'
    } else if (decision === 'left') {
      const read = readDeparture(new URLSearchParams({ changedOn: lastOn }), { since: user.approvedOn, latest })
      if ('errors' in read)
        errors[`last-${user.id}`] = read.errors.changedOn ?? 'Write the last day of their employment.'
      else decisions.push({ user, leftOn: read.changedOn })
    } else if (lastOn !== '') errors[`decision-${user.id}`] = 'Choose what the day is of.'
  }
  if (decisions.length === 0 && Object.keys(errors).length === 0 && users[0])
    errors[`decision-${users[0].id}`] = 'Choose something for at least one of them.'
  return { typed, decisions, errors }
}

const typedTalk = z.object({
  person: z.catch(z.string().check(z.trim()), ''),
  on: z.catch(z.string().check(z.trim()), ''),
  notes: z.catch(z.string().check(z.trim()), ''),
  rest: z.catch(z.string(), ''),
})

/** What was typed of the talk with the office. */
export type TypedTalk = z.infer<typeof typedTalk>

/** Reads the talk (III.H.4): with whom, on which day up to `today`, and notes. `undecided` users are to be left out knowingly. */
export function readTalk(
  form: URLSearchParams,
  today: Day,
  undecided: number,
): { typed: TypedTalk; spoken: Spoken | null; errors: Errors } {
  const typed = typedTalk.parse(Object.fromEntries(form))
  const { person, notes, rest } = typed
  const on = readDay(typed.on)
  const errors: Errors = {}
  if (person === '') errors.person = 'Type whom you spoke to.'
  if (person.length > LONGEST) errors.person = `Write at most ${LONGEST} characters.`
  if (!on) errors.on = 'Write the day as year-month-day, such as 2026-04-21.'
  else if (on > today) errors.on = 'The talk was today or before.'
  if (notes === '') errors.notes = 'Write what was said.'
  if (notes.length > NOTES_AT_MOST) errors.notes = `Write at most ${NOTES_AT_MOST} characters.`
  if (undecided > 0 && rest !== 'on') errors.rest = 'Tick this, or decide about them first.'
  const isRight = on !== undefined && Object.keys(errors).length === 0
  return { typed, spoken: isRight ? { with: person, on, notes: notes.replaceAll('\r\n', '\n') } : null, errors }
}

/** Reads why the office gets its access back (III.H.5). */
export function readReason(form: URLSearchParams): { reason: string; error?: string } {
  const reason = (form.get('reason') ?? '').replaceAll('\r\n', '\n').trim()
  if (reason === '') return { reason, error: 'Write why the office gets its access back.' }
  if (reason.length > REASON_AT_MOST) return { reason, error: `Write at most ${REASON_AT_MOST} characters.` }
  return { reason }
}

/** What a banner tells of; any other word says nothing. */
const doneWords = {
  opened: 'The verification is open',
  saved: 'Saved',
  completed: 'The verification is complete',
  waits: 'The verification is complete. The office stays closed until E-Business gives the access back',
  reinstated: 'The office has its access again',
} as const

/** The sentence for the word of an address, if it is one of them. */
export function readDone(word: string | undefined): string | undefined {
  return Object.entries(doneWords).find(([one]) => one === word)?.[1]
}
