import { type Bound, type Clause, inWords, type Unit, type Value } from './clause.ts'
import { everyNumber, type Name, type Numbers, numbers } from './numbers.ts'

/**
 * The policy's numbers, to the letter or only stricter (requirements, section 17).
 * A profile names the numbers in which it differs from the standard.
 */
const profiles: Record<string, Partial<Numbers>> = {
  'IS.1600': {},
  hardened: {
    PASSWORD_AT_LEAST: 12,
    PASSWORD_NOT_BREACHED: true,
    PASSCODE_LASTS: 10,
    SECURITY_QUESTIONS: false,
    DEVICE_KNOWN_FOR: 30,
  },
}

/** The policy in force: `policy.DORMANT_AFTER` is a number in the unit of its clause. */
export type Policy = Numbers & {
  readonly profile: string
  /** Why a number is weaker than the policy asks, by its name. */
  readonly deviations: { readonly [N in Name]?: string }
}

/** The configuration it is read from; overrides and deviations are JSON objects by name. */
export type PolicyVars = {
  POLICY_PROFILE: string
  POLICY_OVERRIDES: string
  POLICY_DEVIATIONS: string
}

/**
 * The policy in force, or a sentence for each mistake in the configuration, led by the clause where there is one.
 * A number weaker than the policy asks is a mistake unless POLICY_DEVIATIONS gives the reason.
 */
export function readPolicy(vars: PolicyVars): { ok: true; value: Policy } | { ok: false; refusal: string[] } {
  const overrides = readNamed('POLICY_OVERRIDES', vars.POLICY_OVERRIDES)
  const reasons = readNamed('POLICY_DEVIATIONS', vars.POLICY_DEVIATIONS)
  const refusal = [...overrides.wrong, ...reasons.wrong]
  const profile = Object.hasOwn(profiles, vars.POLICY_PROFILE) ? profiles[vars.POLICY_PROFILE] : undefined
  if (!profile) {
    refusal.push(`POLICY_PROFILE is ${quote(vars.POLICY_PROFILE)}; it can be ${Object.keys(profiles).join(' or ')}.`)
  }

  const values: Record<string, unknown> = {}
  const deviations: Record<string, string> = {}
  for (const [name, number] of everyNumber) {
    const value = Object.hasOwn(overrides.named, name) ? overrides.named[name] : (profile?.[name] ?? number.value)
    const reason = reasons.named[name]
    values[name] = value
    if (!fits(number, value)) {
      refusal.push(`${number.clause}: ${name} is ${quote(value)}; it has to be ${shape(number)}.`)
    } else if (reason !== undefined && (typeof reason !== 'string' || reason.trim() === '')) {
      refusal.push(`${number.clause}: POLICY_DEVIATIONS gives no reason for ${name}; a reason is a sentence.`)
    } else if (weakens(number, value) && reason === undefined) {
      refusal.push(`${number.clause}: ${name} is ${quote(value)}; the policy asks for ${asked(number)}.`)
    } else if (!weakens(number, value) && reason !== undefined) {
      refusal.push(`${number.clause}: ${name} keeps to the policy; take its reason out of POLICY_DEVIATIONS.`)
    } else if (typeof reason === 'string') {
      deviations[name] = reason
    }
  }
  if (refusal.length === 0) refusal.push(...contradictions(values as Numbers))
  if (refusal.length > 0) return { ok: false, refusal }
  return { ok: true, value: { ...(values as Numbers), profile: vars.POLICY_PROFILE, deviations } }
}

/** A number as `/staff/policy` shows it. */
export type Description = {
  name: Name
  value: Value
  unit: Unit
  clause: Clause['clause']
  sentence: string
  standard: Value
  bound: Bound
  /** The reason, where the number is weaker than the policy asks. */
  deviation?: string
}

/** Every number of the policy in force beside its clause and standard value, in the order of the policy. */
export function describePolicy(policy: Policy): Description[] {
  return everyNumber.map(([name, { value: standard, ...rest }]) => {
    const deviation = policy.deviations[name]
    return { name, value: policy[name], standard, ...rest, ...(deviation === undefined ? {} : { deviation }) }
  })
}

/** The object of a JSON text, and what is wrong with it. */
function readNamed(source: string, text: string): { named: Record<string, unknown>; wrong: string[] } {
  const parsed = parseObject(text)
  if (!parsed) return { named: {}, wrong: [`${source} is not a JSON object such as {"DORMANT_AFTER": …}.`] }
  const unknown = Object.keys(parsed).filter((name) => !Object.hasOwn(numbers, name))
  return {
    named: parsed,
    wrong: unknown.map((name) => `${source} names ${quote(name)}, which is no number of the policy.`),
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : undefined
  } catch {
    return undefined
  }
}

const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) > 0

/** Whether the value is of the kind that the number is. */
function fits(number: Clause, value: unknown): value is Value {
  if (typeof number.value === 'boolean') return typeof value === 'boolean'
  if (typeof number.value === 'number') return isCount(value)
  return Array.isArray(value) && value.length > 0 && value.every(isCount)
}

function shape(number: Clause): string {
  if (typeof number.value === 'boolean') return 'true or false'
  if (typeof number.value === 'number') return 'a whole number above 0'
  return 'a list of whole numbers above 0'
}

/** Whether the value asks for less than the policy does. */
function weakens({ bound, value: standard }: Clause, value: Value): boolean {
  if (bound === 'any') return false
  if (bound === 'exactly') return value !== standard
  return bound === 'at most' ? value > standard : value < standard
}

/** What the policy asks for, as in "at most 60 days". */
function asked({ bound, value, unit }: Clause): string {
  return typeof value === 'boolean' ? inWords(value, unit) : `${bound} ${inWords(value, unit)}`
}

/** Numbers that have to come one before the other, whatever a plan overrides. */
const inOrder: [Name, Name][] = [
  ['SESSION_WARNS_BEFORE', 'SESSION_CLOSES_AFTER'],
  ['VERIFY_RESTRICTS_AFTER', 'VERIFY_SUSPENDS_AFTER'],
  ['VERIFY_SUSPENDS_AFTER', 'VERIFY_EVERY'],
  ['PASSWORD_AT_LEAST', 'PASSWORD_AT_MOST'],
  ['REPORT_WITHIN', 'DETAIL_WITHIN'],
]

/** Sentences for numbers that are each allowed and make no sense together. */
function contradictions(values: Numbers): string[] {
  const wrong = inOrder
    .filter(([less, more]) => values[less] >= values[more])
    .map(([less, more]) => `${numbers[less].clause}: ${less} is ${quote(values[less])}; it has to be below ${more}.`)
  if (values.PASSWORD_KINDS > 4)
    wrong.push(`${numbers.PASSWORD_KINDS.clause}: PASSWORD_KINDS is above the four that exist.`)
  return wrong
}

const quote = (value: unknown) => JSON.stringify(value)
