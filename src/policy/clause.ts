import type { ClauseId } from './clauses.ts'

/** What a number counts. A business day is Monday to Friday less the plan's holidays. */
export type Unit =
  | 'seconds'
  | 'minutes'
  | 'hours'
  | 'days'
  | 'business days'
  | 'months'
  | 'years'
  | 'count'
  | 'yes or no'

/** What a number of the policy can be: one number, a list of them (days of reminders), or yes or no. */
export type Value = number | boolean | readonly number[]

/**
 * Which way a plan may move a number without weakening the policy.
 * Of yes and no, yes is the greater; `any` is for numbers that the policy leaves to the plan.
 */
export type Bound = 'at most' | 'at least' | 'exactly' | 'any'

/** A value with its unit. */
export type Quantity<V extends Value = Value> = { readonly value: V; readonly unit: Unit }

/** A number of the policy: the clause it comes from, its standard value, what it means, and which way it may move. */
export type Clause<V extends Value = Value> = Quantity<V> & {
  readonly clause: ClauseId
  readonly sentence: string
  readonly bound: Bound
}

export const seconds = (value: number): Quantity<number> => ({ value, unit: 'seconds' })
export const minutes = (value: number): Quantity<number> => ({ value, unit: 'minutes' })
export const hours = (value: number): Quantity<number> => ({ value, unit: 'hours' })
export const days = (value: number): Quantity<number> => ({ value, unit: 'days' })
export const businessDays = (value: number): Quantity<number> => ({ value, unit: 'business days' })
export const months = (value: number): Quantity<number> => ({ value, unit: 'months' })
export const years = (value: number): Quantity<number> => ({ value, unit: 'years' })
export const count = (value: number): Quantity<number> => ({ value, unit: 'count' })
export const flag = (value: boolean): Quantity<boolean> => ({ value, unit: 'yes or no' })
export const dayList = (...value: number[]): Quantity<readonly number[]> => ({ value, unit: 'days' })

/**
 * A number of the policy. Most are limits, so less is stricter unless `bound` says otherwise.
 * Where the policy is silent and a reading sets the number, `id` is the clause that is read.
 */
export function clause<V extends Value>(
  id: ClauseId,
  quantity: Quantity<V>,
  sentence: string,
  bound: Bound = 'at most',
): Clause<V> {
  return { clause: id, ...quantity, sentence, bound }
}

/** A value in words: "60 days", "1 hour", "5", "yes", "10, 5, 1 days". */
export function inWords(value: Value, unit: Unit): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  const number = typeof value === 'number' ? String(value) : value.join(', ')
  if (unit === 'count') return number
  return `${number} ${value === 1 ? unit.slice(0, -1) : unit}`
}
