import * as z from 'zod/mini'
import { normalEmail } from '../accounts/email.ts'
import { readTelephone } from '../accounts/telephone.ts'
import { readNpi, readTin, readZip, states } from '../offices/identifiers.ts'
import { type Day, readDay } from '../policy/calendar.ts'
import type { Nominee, OfficeRequest } from './office-request.ts'

// What orders the text around it, or ends a line, is no part of a name.
const tidy = (text: string) => text.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069\s]+/gu, ' ').trim()
const text = z.catch(z.pipe(z.string(), z.transform(tidy)), '')

const shape = z.object({
  legalName: text,
  tin: text,
  npi: text,
  street: text,
  city: text,
  state: text,
  zip: text,
  telephone: text,
  managerName: text,
  managerTitle: text,
  managerEmail: text,
  managerTelephone: text,
  loaFirstName: text,
  loaLastName: text,
  loaEmail: text,
  secondFirstName: text,
  secondLastName: text,
  secondEmail: text,
  signedName: text,
  signedTitle: text,
})

/** What was typed of an office, as it goes back into the fields. */
export type TypedRequest = z.infer<typeof shape>
type Errors = Record<string, string>

const asked: Partial<Record<keyof TypedRequest, string>> = {
  legalName: 'Type the office’s legal name.',
  street: 'Type the street address.',
  city: 'Type the city.',
  managerName: 'Type the office manager’s name.',
  managerTitle: 'Type the office manager’s title.',
  signedName: 'Type the name of the person who signs.',
  signedTitle: 'Type the title of the person who signs.',
}
const emailSentence = (of: string) => `Type ${of} e-mail address, such as name@office.example.`
const telephoneSentence = (of: string) => `Type ${of} telephone number of ten digits, such as (714) 555-0100.`
const LONGEST = 120

/** Reads an office's details, its nominees and who signed, or says a sentence for each field (III.A.1.a). */
export function readRequest(form: URLSearchParams): { typed: TypedRequest; request: OfficeRequest; errors: Errors } {
  const typed = shape.parse(Object.fromEntries(form))
  const errors: Errors = {}
  for (const [name, value] of Object.entries(typed)) {
    const sentence = asked[name as keyof TypedRequest]
    if (value === '' && sentence) errors[name] = sentence
    else if (value.length > LONGEST && !name.endsWith('mail')) errors[name] = `Write at most ${LONGEST} characters.`
  }
  const must = <T>(name: keyof TypedRequest, value: T | null, sentence: string): T => {
    if (value === null) errors[name] = sentence
    return value as T
  }
  const state = typed.state.toUpperCase()
  const details = {
    ...typed,
    tin: must('tin', readTin(typed.tin), 'A tax id has nine digits, such as 12-3456789.'),
    npi: must('npi', readNpi(typed.npi), 'This is no NPI: it has ten digits, and the last one checks the others.'),
    state: must('state', states.find((one) => one === state) ?? null, 'Choose the state.'),
    zip: must('zip', readZip(typed.zip), 'A ZIP code has five digits, such as 92868.'),
    telephone: must('telephone', readTelephone(typed.telephone), telephoneSentence('the office’s')),
    managerEmail: must('managerEmail', normalEmail(typed.managerEmail), emailSentence('the office manager’s')),
    managerTelephone: must(
      'managerTelephone',
      readTelephone(typed.managerTelephone),
      telephoneSentence('the office manager’s'),
    ),
  }
  const nominees = [readNominee(typed, 'loa', errors)]
  if (typed.secondFirstName || typed.secondLastName || typed.secondEmail) {
    nominees.push(readNominee(typed, 'second', errors))
    if (nominees[0]!.email === nominees[1]!.email)
      errors.secondEmail ??= 'These are two people: each has an e-mail address of their own.'
  }
  const { signedName, signedTitle } = typed
  // In the order of the page, as they are read from its top.
  const ordered = Object.keys(typed).flatMap((name) => (errors[name] ? [[name, errors[name]]] : []))
  return {
    typed,
    request: { details, nominees, signedName, signedTitle },
    errors: Object.fromEntries(ordered) as Errors,
  }
}

const whose = { loa: 'the administrator’s', second: 'the second administrator’s' }

function readNominee(typed: TypedRequest, who: 'loa' | 'second', errors: Errors): Nominee {
  const firstName = typed[`${who}FirstName`]
  const lastName = typed[`${who}LastName`]
  if (firstName === '') errors[`${who}FirstName`] = `Type ${whose[who]} first name.`
  if (lastName === '') errors[`${who}LastName`] = `Type ${whose[who]} last name.`
  const email = normalEmail(typed[`${who}Email`])
  if (email === null) errors[`${who}Email`] = emailSentence(whose[who])
  return { firstName, lastName, email: email ?? '' }
}

/** Reads a signature given here: consent, and the version of the agreement that was in sight. */
export function readConsent(form: URLSearchParams): { document: string; errors: Errors } {
  const errors: Errors = {}
  if (form.get('consent') !== 'on') errors.consent = 'Tick the box if you agree to sign electronically; else call us.'
  return { document: form.get('document') ?? '', errors }
}

/** What was typed of a paper's signature. */
export type TypedPaper = { signedOn: string; document: string }

/** Reads when a paper was signed, at the latest today, and in which version of the agreement. */
export function readPaper(form: URLSearchParams, versions: readonly string[], today: Day) {
  const typed: TypedPaper = { signedOn: form.get('signedOn') ?? '', document: form.get('document') ?? '' }
  const errors: Errors = {}
  const signedOn = readDay(typed.signedOn)
  if (!signedOn) errors.signedOn = 'Type the date of the signature, such as 2026-04-21.'
  else if (signedOn > today) errors.signedOn = 'The date of the signature lies in the future.'
  if (!versions.includes(typed.document)) errors.document = 'Choose the version that was signed.'
  return { typed, signedOn, errors }
}

/** What was typed of a decision. `reason` has a place of its own in each of the two forms. */
export type TypedDecision = { chosen: string; on: string; reason: string }

const REASON_AT_MOST = 2_000
const area = (form: URLSearchParams, name: string) => (form.get(name) ?? '').replaceAll('\r\n', '\n').trim()
const tooLong = (words: string) => (words.length > REASON_AT_MOST ? `Write at most ${REASON_AT_MOST} characters.` : '')

/** Reads an acceptance: the record chosen, the date of access, the reason if there is one. */
export function readAcceptance(form: URLSearchParams) {
  const typed: TypedDecision = {
    chosen: form.get('chosen') ?? '',
    on: form.get('on') ?? '',
    reason: area(form, 'reason'),
  }
  const errors: Errors = {}
  const on = readDay(typed.on)
  if (!on) errors.on = 'Type the date of access, such as 2026-04-21.'
  if (tooLong(typed.reason)) errors.reason = tooLong(typed.reason)
  return { typed, on, errors }
}

/** Reads why a request is rejected. */
export function readRejection(form: URLSearchParams): { reason: string; error?: string } {
  const reason = area(form, 'rejection')
  const error = reason === '' ? 'Write why, so that the office knows what to do.' : tooLong(reason)
  return error ? { reason, error } : { reason }
}
