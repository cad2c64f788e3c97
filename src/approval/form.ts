/** What a decision's form says: roles with last day and providers, the attestation, a reason. */
import { type Day, noDate, readDay } from '../policy/calendar.ts'
import { type Role, ROLES } from '../policy/roles.ts'
import { type Grant, limitable, type Provider } from './access-request.ts'

/** A role's fields as typed. */
export type TypedGrant = { ticked: boolean; endsOn: string; providers: number[] }
export type TypedGrants = Record<Role, TypedGrant>

const roles = Object.keys(ROLES) as Role[]

/** Nothing ticked: the form suggests nothing (III.B.6). */
export function noGrants(): TypedGrants {
  return asTyped([])
}

/** The grants there are, as a form shows them; one that has ended is shown with its day, to be set anew. */
export function asTyped(grants: readonly Grant[]): TypedGrants {
  const of = (role: Role): TypedGrant => {
    const grant = grants.find((one) => one.role === role)
    return { ticked: grant !== undefined, endsOn: grant?.endsOn ?? '', providers: [...(grant?.providers ?? [])] }
  }
  return Object.fromEntries(roles.map((role) => [role, of(role)])) as TypedGrants
}

/** What each role shows, for whoever grants it. */
const hints: Record<Role, string> = {
  eligibility: 'Looks members up: coverage, dates, primary care provider.',
  claims: 'Sees the claims of this office.',
  'view-referrals': 'Sees the referrals of this office.',
  'submit-referrals': 'Submits referrals.',
}

/** The roles as a form offers them, with what is typed of each. */
export function choicesOf(typed: TypedGrants) {
  return roles.map((role) => ({
    role,
    name: ROLES[role].name,
    hint: hints[role],
    limitable: limitable.includes(role),
    ...typed[role],
  }))
}

export type Errors = Record<string, string>

/**
 * Reads `role-<role>`, `ends-<role>`, `limit-<role>-<provider>` and `attests`. `mayBeNone`: no role at all will do (of an LOA).
 * A limit that can't be kept is told, never dropped: dropping it would show more.
 */
export function readGrants(
  form: URLSearchParams,
  offered: readonly Provider[],
  today: Day,
  mayBeNone: boolean,
): { typed: TypedGrants; grants: Grant[] } | { typed: TypedGrants; errors: Errors } {
  const errors: Errors = {}
  const typed = Object.fromEntries(roles.map((role) => [role, typedOf(form, role)])) as TypedGrants
  const grants = roles.flatMap((role): Grant[] => {
    const { ticked, endsOn, providers } = typed[role]
    if (!ticked) {
      if (endsOn !== '' || providers.length > 0)
        errors[`role-${role}`] = 'Tick this role, or clear its date and providers.'
      return []
    }
    const day = readDay(endsOn)
    if (endsOn !== '' && !day) errors[`ends-${role}`] = noDate()
    if (day && day < today) errors[`ends-${role}`] = 'This day has passed. Choose today or a later day.'
    if (!limitable.includes(role) && providers.length > 0)
      errors[`role-${role}`] = 'This role can’t be limited to providers.'
    return [{ role, endsOn: day ?? null, providers }]
  })
  const known = offered.map(({ id }) => id)
  if (roles.some((role) => typed[role].providers.some((id) => !known.includes(id)))) {
    errors.form = 'One of the providers is not of this office any more. Look at the limits again.'
  }
  if (grants.length === 0 && !mayBeNone && Object.keys(errors).length === 0) {
    errors[`role-${roles[0]!}`] = 'Choose at least one role.'
  }
  if (form.get('attests') !== 'on') errors.attests = 'Tick this if it is so; without it no access can be given.'
  return Object.keys(errors).length > 0 ? { typed, errors } : { typed, grants }
}

function typedOf(form: URLSearchParams, role: Role): TypedGrant {
  const start = `limit-${role}-`
  return {
    ticked: form.get(`role-${role}`) === 'on',
    endsOn: (form.get(`ends-${role}`) ?? '').trim(),
    // What is no number is no provider of the office either.
    providers: [...form.keys()]
      .filter((name) => name.startsWith(start))
      .map((name) => Number(name.slice(start.length))),
  }
}

const LONGEST_REASON = 1000

/** The reason of a denial, or what is wrong with it. */
export function readReason(
  form: URLSearchParams,
): { typed: string; reason: string } | { typed: string; errors: Errors } {
  const typed = (form.get('reason') ?? '').replaceAll('\r\n', '\n')
  const reason = typed.trim()
  if (reason === '') return { typed, errors: { reason: 'Write why: the person is told this.' } }
  if (reason.length > LONGEST_REASON)
    return { typed, errors: { reason: `Write at most ${LONGEST_REASON} characters.` } }
  return { typed, reason }
}

/** What a banner tells of; any other word says nothing. */
export const doneWords = ['approved', 'denied', 'sent'] as const
export type DoneWord = (typeof doneWords)[number]

/** The word of an address, if it is one of them. */
export function readDone(word: string | undefined): DoneWord | undefined {
  return doneWords.find((one) => one === word)
}
