import * as z from 'zod/mini'
import type { Day } from '../../policy/calendar.ts'
import { type WrongDay, wrongDaySentences } from '../../termination/termination.ts'
import { type UserFilters, userStates } from './user.ts'

/** The search as typed. */
export type Typed = { name: string; state: string }

const text = z.catch(z.string().check(z.trim()), '')
const shape = z.object({ name: text, state: text })

/** A name cut short would find what nobody asked for: it is told instead. */
const LONGEST_NAME = 80

/** Reads the search: what to narrow the list to, or a sentence for each field. */
export function readSearch(
  form: URLSearchParams,
): { typed: Typed; filters: UserFilters } | { typed: Typed; errors: Record<string, string> } {
  const typed = shape.parse(Object.fromEntries(form))
  const errors: Record<string, string> = {}
  if (typed.name.length > LONGEST_NAME) errors.name = `Write at most ${LONGEST_NAME} characters.`
  const state = userStates.find((one) => one === typed.state)
  if (typed.state !== '' && !state) errors.state = 'Choose one of these.'
  return Object.keys(errors).length > 0 ? { typed, errors } : { typed, filters: { name: typed.name, state } }
}

/** What rides in the address of the list: the search as typed, and the membership behind which the page begins. */
export type Listing = { typed: Typed; after: string | null }

const listing = z.object({ typed: shape, after: z.nullable(z.string()) })

/** A listing as it comes out of an address; everybody for none. */
export function readListing(opened: unknown): Listing {
  const read = listing.safeParse(opened)
  return read.success ? read.data : { typed: shape.parse({}), after: null }
}

/** III.M.3: the day the job changed, where roles are taken away, which `judge` takes or refuses; or the sentence at its field. */
export function readChangedOn(
  form: URLSearchParams,
  judge: (typed: string) => { day: Day } | { wrong: WrongDay },
): { typed: string; day: Day } | { typed: string; error: string } {
  const typed = (form.get('changedOn') ?? '').trim()
  const judged = judge(typed)
  if ('day' in judged) return { typed, day: judged.day }
  const { wrong } = judged
  return {
    typed,
    error: wrong === 'missing' ? 'You take something away: write the day their job changed.' : wrongDaySentences[wrong],
  }
}

/** What a banner on these pages tells of; any other word says nothing. */
const userDoneWords = [
  'changed',
  'limited-reported',
  'ended',
  'ended-reported',
  'ends',
  'disabled',
  'disabled-reported',
] as const
export type UserDone = (typeof userDoneWords)[number]

/** The word of an address, if it is one of them. */
export function readUserDone(word: string | undefined): UserDone | undefined {
  return userDoneWords.find((one) => one === word)
}
