/** What a draft becomes by what is typed, and what it still lacks. Pure. */
import { sha256 } from '../../digest.ts'
import { foldName } from '../../members/member.ts'
import { type Day, noDate, readDay } from '../../policy/calendar.ts'
import type { CodeKind } from '../../service-codes/code.ts'
import { readCode } from '../../service-codes/rules.ts'
import { urgencies, type Urgency } from '../submission.ts'
import {
  type Content,
  fieldsOf,
  type Found,
  type NamedCode,
  type Problems,
  type Step,
  steps,
  type Typed,
} from './draft.ts'

/** How much of everything a referral takes. */
const MOST_CODES = 12
const MOST_UNITS = 999
const MOST_NOTES = 2000

const empty: Content = { fields: {}, member: null, named: [], tab: '' }

/** What is stored, as a draft's content. */
export function readContent(text: string): Content {
  return { ...empty, ...(JSON.parse(text) as Partial<Content>) }
}

/** What a page of a draft was made from, as a short text: two are the same as long as nobody changed its fields. */
export function stateOf({ fields, member, named }: Content, step: Step, files: readonly { id: string }[] = []): string {
  const all = [fields, member, named, files.map(({ id }) => id)]
  const seen = step === 'review' ? all : fieldsOf[step].map((field) => fields[field] ?? '')
  return sha256(JSON.stringify(seen)).slice(0, 16)
}

/** Whether what was typed on a page is what is kept already. */
export function isKept({ fields }: Content, step: Step, typed: Typed): boolean {
  return fieldsOf[step].every((field) => (fields[field] ?? '') === (typed[field] ?? ''))
}

/** The content with what was typed on a page. `member`: who was found; undefined: nobody was looked for. */
export function changed(content: Content, step: Step, typed: Typed, tab: string, member?: string | null): Content {
  const fields = { ...content.fields, ...typed }
  const keeps = member === undefined && (step !== 'member' || isKept(content, step, typed))
  const found = keeps ? content.member : (member ?? null)
  return { fields, member: found, named: step === 'codes' ? namedIn(fields) : content.named, tab }
}

/** The codes in the fields, each once. */
function namedIn({ diagnoses = '', services = '' }: Typed): NamedCode[] {
  const of = (kind: CodeKind, text: string) =>
    wordsOf(text).flatMap((word) => {
      const name = readCode(kind, word)
      return name ? [{ kind, ...name }] : []
    })
  const all = [...of('diagnosis', diagnoses), ...of('service', services)]
  return [...new Map(all.map((one) => [`${one.kind} ${one.system} ${one.code}`, one])).values()].slice(
    0,
    4 * MOST_CODES,
  )
}

/** The codes of a text, as typed: blanks, commas and lines stand between them. */
function wordsOf(text: string): string[] {
  return text.split(/[\s,;]+/).filter((word) => word !== '')
}

/** The text with one more code; the same where the code stands in it. */
export function withCode(kind: CodeKind, text: string, code: string): string {
  const known = wordsOf(text).some((word) => readCode(kind, word)?.code === readCode(kind, code)?.code)
  return known ? text : [...wordsOf(text), code].join(', ')
}

/** The text without a code. */
export function withoutCode(kind: CodeKind, text: string, code: string): string {
  return wordsOf(text)
    .filter((word) => readCode(kind, word)?.code !== readCode(kind, code)?.code)
    .join(', ')
}

/** What is not right yet, page by page. */
export function problemsOf(content: Content, found: Found): Problems {
  const { fields } = content
  const problems: Problems = { member: {}, providers: {}, codes: {}, notes: {}, files: {}, review: {} }
  if (!found.hasMember) problems.member.form = 'Look up the member whom the referral is for.'
  if (!requesterOf(content, found)) problems.providers.requester = 'Choose who refers.'
  if (!found.performer) problems.providers.performer = 'Choose to whom the member is referred.'
  problems.codes = {
    ...codesWrong('diagnosis', 'diagnoses', content, found),
    ...codesWrong('service', 'services', content, found),
    ...valuesWrong(fields),
  }
  if ((fields.notes ?? '').length > MOST_NOTES) {
    problems.notes.notes = `Write at most ${MOST_NOTES} characters; these are ${(fields.notes ?? '').length}.`
  }
  return problems
}

function codesWrong(kind: CodeKind, field: 'diagnoses' | 'services', { fields, named }: Content, found: Found) {
  const typed = wordsOf(fields[field] ?? '')
  const what = kind === 'diagnosis' ? 'diagnosis' : 'service'
  if (typed.length === 0) return { [field]: `Name at least one ${what} code.` }
  const unread = typed.filter((word) => readCode(kind, word) === null)
  if (unread.length > 0) return { [field]: `${listed(unread)} ${unread.length === 1 ? 'is' : 'are'} no ${what} code.` }
  if (named.filter((one) => one.kind === kind).length > MOST_CODES) {
    return { [field]: `Name at most ${MOST_CODES} codes.` }
  }
  const unknown = found.codes.filter((one) => one.kind === kind && one.isLoaded === 1 && one.isKnown === 0)
  if (unknown.length === 0) return {}
  const codes = listed(unknown.map(({ code }) => code))
  return { [field]: `The plan doesn’t know ${codes}. Look the code up, or check how it is written.` }
}

/** The first few words of what was typed, cut to a length that a sentence takes. */
function listed(words: readonly string[]): string {
  const shown = words.slice(0, 3).map((word) => `“${word.slice(0, 20)}”`)
  return words.length > shown.length ? `${shown.join(', ')} and others` : shown.join(' and ')
}

function valuesWrong({ units = '', startsOn = '', endsOn = '', urgency = '' }: Typed) {
  const wrong: Typed = {}
  const [start, end] = [readDay(startsOn), readDay(endsOn)]
  if (!isCount(units)) wrong.units = `Write how many visits or units, from 1 to ${MOST_UNITS}.`
  if (!start) wrong.startsOn = startsOn === '' ? 'Say from which day on.' : noDate()
  if (!end) wrong.endsOn = endsOn === '' ? 'Say until which day.' : noDate()
  if (start && end && start > end) wrong.endsOn = 'This day comes before the first one.'
  if (!isUrgency(urgency)) wrong.urgency = 'Choose how soon it has to be decided.'
  return wrong
}

function isCount(text: string): boolean {
  return /^[1-9]\d*$/.test(text) && Number(text) <= MOST_UNITS
}

function isUrgency(text: string): text is Urgency {
  return urgencies.some((one) => one === text)
}

/** Who refers, if the grant covers them. */
export function requesterOf({ fields }: Content, { requester }: Found) {
  return requester && String(requester.id) === fields.requester ? requester : undefined
}

/** The providers whose name has a word that begins as each word of the text does, or whose NPI begins with it. */
export function requestersNamed<One extends { name: string; npi: string | null }>(
  providers: readonly One[],
  text: string,
): One[] {
  const asked = foldedWords(text)
  return providers.filter(({ name, npi }) => {
    const own = [...foldedWords(name), npi ?? '']
    return asked.length > 0 && asked.every((word) => own.some((one) => one.startsWith(word)))
  })
}

function foldedWords(text: string): string[] {
  return text
    .split(/[\s,.;-]+/)
    .map(foldName)
    .filter((word) => word !== '')
}

/** The first page that is not right yet; the review if all are. */
export function openStep(problems: Problems): Step {
  return steps.find((step) => Object.keys(problems[step]).length > 0) ?? 'review'
}

/** What was typed beside the codes, read; only for a draft without problems. */
export function valuesOf({ fields }: Content): {
  units: number
  startsOn: Day
  endsOn: Day
  urgency: Urgency
  notes: string
} {
  const { units, startsOn = '', endsOn = '', urgency = '', notes = '' } = fields
  const [start, end] = [readDay(startsOn), readDay(endsOn)]
  if (!start || !end || !isUrgency(urgency)) throw new Error('the draft is not complete')
  return { units: Number(units), startsOn: start, endsOn: end, urgency, notes }
}
