import type { Changed, Filter, Problem } from '../../src/eligibility-checks/check.ts'
import { day, money } from '../format.ts'
import type { Feeling } from '../parts/status.tsx'

/** A row of a check as pages show it: what was typed, and what was answered then. */
export type RowShown = {
  line: number
  askedNumber: string | null
  askedLastName: string | null
  askedFirstName: string | null
  askedBirthDate: string | null
  problem: string | null
  sameAs: number | null
  answer: 'eligible' | 'not-eligible' | 'unknown' | null
  planName: string | null
  product: string | null
  network: string | null
  pcpName: string | null
  startsOn: string | null
  endsOn: string | null
  copayCents: number | null
  asOf: number | null
  changed: string | null
  checkedBeforeAt: number | null
  memberId: string | null
  number: string | null
  lastName: string | null
  firstName: string | null
  birthDate: string | null
}

/** A check as pages show it. Instants in ms UTC. */
export type CheckShown = {
  id: string
  name: string | null
  askedOn: string
  madeAt: number
  author: string
  rows: number
  answered: number
  eligible: number
  notEligible: number
  unknown: number
  problems: number
  changed: number
}

const answerWords: Record<string, { word: string; feeling: Feeling }> = {
  eligible: { word: 'Eligible', feeling: 'good' },
  'not-eligible': { word: 'Not eligible', feeling: 'bad' },
  unknown: { word: 'Not known', feeling: 'waiting' },
}

/** How a row stands, in a word. */
export function standing(row: RowShown): { word: string; feeling: Feeling } {
  if (row.problem) return { word: 'No answer', feeling: 'neutral' }
  return answerWords[row.answer ?? ''] ?? { word: 'Waiting', feeling: 'waiting' }
}

/** The filters as links say them. */
export const filterWords: Record<Filter, string> = {
  all: 'All',
  changed: 'Changed',
  'not-eligible': 'Not eligible or not known',
  problems: 'No answer',
}

const problemWords: Record<Problem, string> = {
  'nothing-to-ask-by': 'There is neither a member number nor a last name and birth date on this line.',
  'no-birth-date': 'The birth date is missing: a name needs one.',
  'no-last-name': 'The last name is missing.',
  'bad-date': 'The birth date is no date. Write it as year-month-day, such as 1980-04-21.',
  'doubtful-date':
    'Day and month can’t be told apart: other dates of the list begin with the day. Write year-month-day.',
  'future-date': 'The birth date lies in the future.',
  'bad-number': 'The member number has more than letters and digits.',
  'shortened-number': 'A spreadsheet shortened this number. Format the column as text, and save it again.',
  'too-long': 'This is too long for a number or a name.',
  repeated: 'This was asked before in the list.',
  'not-found': 'No member fits. Check the spelling and the date, or use the number on the member’s card.',
  several: 'More than one member fits: use the member number.',
  'other-birth-date': 'The member with this number has another birth date. Check the card.',
}

/** Why a row has no answer; null: it has one, or waits for it. */
export function problemOf({ problem, sameAs }: RowShown): string | null {
  if (problem === 'repeated' && sameAs !== null) return `Line ${sameAs} asks the same.`
  return problem ? (problemWords[problem as Problem] ?? 'There is no answer.') : null
}

const fieldWords: Record<keyof Changed, string> = {
  answer: 'Status',
  planName: 'Plan',
  product: 'Product',
  network: 'Health network',
  pcpName: 'Primary care provider',
  startsOn: 'Effective from',
  endsOn: 'Effective until',
  copayCents: 'Copayment',
}

/** What is different from the office's last check of the member, each as 'Plan: was Harbor HMO'. */
export function changesOf({ changed }: RowShown): string[] {
  const before = changed ? (JSON.parse(changed) as Changed) : {}
  return Object.entries(before).map(([name, value]) => {
    return `${fieldWords[name as keyof Changed] ?? name}: was ${wordOf(name, value)}`
  })
}

function wordOf(name: string, value: string | number | null): string {
  if (value === null) return name === 'endsOn' ? 'open' : 'not known'
  if (typeof value === 'number') return money(value)
  if (name === 'answer') return (answerWords[value]?.word ?? value).toLowerCase()
  return name === 'startsOn' || name === 'endsOn' ? day(value) : value
}

/** What was typed for a row, in a line. */
export function typedOf(row: RowShown): string {
  const name = [row.askedLastName, row.askedFirstName].filter(Boolean).join(', ')
  return [row.askedNumber, name, row.askedBirthDate].filter(Boolean).join(' · ')
}

/** A member's name, or the number where there is none; null: none was found. */
export function memberOf(row: RowShown): string | null {
  return row.memberId && ([row.lastName, row.firstName].filter(Boolean).join(', ') || `Member ${row.number ?? ''}`)
}
