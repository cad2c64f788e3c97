import * as z from 'zod/mini'
import { capabilities, type Department, departments } from '../../accounts/account.ts'
import { normalEmail } from '../../accounts/email.ts'
import { capabilityActions, type CapabilityDecision } from './person.ts'

const text = z.catch(z.string().check(z.trim()), '')
const typedPerson = z.object({ email: text, firstName: text, lastName: text, department: text })

/** What was typed of a person to invite to the staff. */
export type TypedPerson = z.infer<typeof typedPerson>

const LONGEST = 120

/** Reads whom to invite to the plan's staff, or says a sentence for each field. */
export function readPerson(form: URLSearchParams): {
  typed: TypedPerson
  person: { email: string; firstName: string; lastName: string; department: Department }
  errors: Record<string, string>
} {
  const typed = typedPerson.parse(Object.fromEntries(form))
  const { firstName, lastName } = typed
  const errors: Record<string, string> = {}
  const email = normalEmail(typed.email)
  const department = departments.find((one) => one === typed.department)
  if (email === null) errors.email = 'Type an e-mail address such as name@plan.example.'
  if (firstName === '') errors.firstName = 'Type the first name.'
  if (lastName === '') errors.lastName = 'Type the last name.'
  if (firstName.length > LONGEST) errors.firstName = `Write at most ${LONGEST} characters.`
  if (lastName.length > LONGEST) errors.lastName = `Write at most ${LONGEST} characters.`
  if (!department) errors.department = 'Choose the department.'
  return { typed, person: { email: email ?? '', firstName, lastName, department: department ?? 'privacy' }, errors }
}

const LONGEST_REASON = 500

const typedChange = z.object({
  department: text,
  moveReason: text,
  closing: text,
  closingReason: text,
  was: text,
  reinstatementReason: text,
  decision: text,
  capabilityReason: text,
})

/** What was typed on a staff person's page, whichever form it was. */
export type TypedChange = z.infer<typeof typedChange>

/** A form as read: what it asks for (null: it can't be told), why, and a sentence for each field. */
export type Read<To> = { typed: TypedChange; to: To | null; reason: string; errors: Record<string, string> }

function readChange<To>(
  form: URLSearchParams,
  reasonField: 'moveReason' | 'closingReason' | 'reinstatementReason' | 'capabilityReason',
  read: (typed: TypedChange) => To | null,
  missing: Record<string, string>,
): Read<To> {
  const typed = typedChange.parse(Object.fromEntries(form))
  const to = read(typed)
  const reason = typed[reasonField]
  const errors: Record<string, string> = to === null ? { ...missing } : {}
  if (reason === '') errors[reasonField] = 'Write why, in a sentence.'
  if (reason.length > LONGEST_REASON) errors[reasonField] = `Write at most ${LONGEST_REASON} characters.`
  return { typed, to, reason, errors }
}

/** Reads to which department somebody moves, from another one. */
export function readMove(form: URLSearchParams, from: Department): Read<Department> {
  return readChange(
    form,
    'moveReason',
    ({ department }) => departments.find((one) => one === department && one !== from) ?? null,
    { department: 'Choose another department.' },
  )
}

/** Reads whether an account is disabled or ended. */
export function readClosing(form: URLSearchParams): Read<'disabled' | 'terminated'> {
  return readChange(
    form,
    'closingReason',
    ({ closing }) => (['disabled', 'terminated'] as const).find((one) => one === closing) ?? null,
    { closing: 'Choose whether the account is disabled or ended.' },
  )
}

/** Reads from what an account is reinstated: what whoever decides it has seen. */
export function readReinstatement(form: URLSearchParams): Read<'disabled' | 'terminated'> {
  return readChange(
    form,
    'reinstatementReason',
    ({ was }) => (['disabled', 'terminated'] as const).find((one) => one === was) ?? null,
    { form: 'Look at the page anew: the account is not what it was.' },
  )
}

/** Every decision about a capability, by the word that the form sends. */
export const decisionWords: ReadonlyMap<string, CapabilityDecision> = new Map(
  capabilities.flatMap((name) => capabilityActions.map((action) => [`${action} ${name}`, { name, action }])),
)

/** Reads what is decided about a capability. */
export function readDecision(form: URLSearchParams): Read<CapabilityDecision> {
  return readChange(form, 'capabilityReason', ({ decision }) => decisionWords.get(decision) ?? null, {
    decision: 'Choose what to decide.',
  })
}

const listing = z.object({ after: z.nullable(z.object({ lastName: z.string(), row: z.number() })) })

/** A page of the list, as it stands sealed in an address; the first for anything else. */
export function readListing(opened: unknown): z.infer<typeof listing> {
  const read = listing.safeParse(opened)
  return read.success ? read.data : { after: null }
}
