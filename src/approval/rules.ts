/** Who decides a request, when its waiting is told, and which grants can be limited (III.B). */
import { addDays, type Day, startOfDay } from '../policy/calendar.ts'
import { can, type Rightful } from '../roles/rules.ts'
import { routeOf } from '../registration/rules.ts'
import type { Grant, Routed } from './access-request.ts'

/** Somebody who would decide: their rights, their own guard's name, and the office they work for now. */
export type Decider = Rightful & { guard: string; officeId: number | null }

/** III.B.3: an LOA what goes to their own office, an Enterprise Administrator any; nobody their own. */
export function mayDecide(decider: Decider, request: Routed): boolean {
  if (decider.guard === request.guard) return false
  if (can(decider, 'requests.decide')) return true
  const route = routeOf({ officeHasLoa: request.hasLiveLoa, wantsLoa: request.wantsLoa })
  return can(decider, 'office.administer') && decider.officeId === request.officeId && route === 'loa'
}

/** III.B.3.b: without an LOA the office manager vouches for the person, unless the office's agreement or an EA named them. */
export function needsContact(request: { hasLiveLoa: boolean; isInvited: boolean }): boolean {
  return !request.hasLiveLoa && !request.isInvited
}

/** Why a request can't be approved as it stands. */
export type Block = 'office-terminated' | 'suspended' | 'left' | 'not-confirmed'

/** What stands against approving it; null: nothing. Days are of the plan's zone. */
export function blockOf(request: {
  isTerminated: boolean
  hasLiveLoa: boolean
  isInvited: boolean
  isConfirmed: boolean
  sentOn: Day
  suspendedAt: number | null
  endedOn: Day | null
}): Block | null {
  if (request.isTerminated) return 'office-terminated'
  if (request.suspendedAt !== null) return 'suspended'
  // Who left before asking begins anew; who left after it was named by people who no longer know.
  if (request.endedOn !== null && request.endedOn >= request.sentOn) return 'left'
  return needsContact(request) && !request.isConfirmed ? 'not-confirmed' : null
}

/** What was sent before this instant (ms) has waited at least `days` calendar days of the plan's zone on `today`. */
export function sentBefore(today: Day, days: number, zone: string): number {
  return startOfDay(addDays(today, 1 - days), zone).getTime()
}

/** Grants as the audit log and the attestation keep them: roles, last days and rows of providers, no names. */
export function inWords(grants: readonly Grant[]): string {
  if (grants.length === 0) return 'none'
  return grants
    .map(({ role, endsOn, providers }) =>
      [role, endsOn && `until ${endsOn}`, providers.length > 0 && `for providers ${providers.join(' ')}`]
        .filter(Boolean)
        .join(' '),
    )
    .join(', ')
}

/** Whether a grant is in force on that day: through its last day, not after it. */
export function grantState({ endsOn }: Pick<Grant, 'endsOn'>, today: Day): 'in-force' | 'ended' {
  return endsOn === null || today <= endsOn ? 'in-force' : 'ended'
}

/**
 * III.M.3: whether something that was in force on that day is taken away: a role, or providers of it. An earlier last day is
 * a grant of its own, attested as needed until then (III.B.8).
 */
export function takesAway(before: readonly Grant[], after: readonly Grant[], today: Day): boolean {
  return before
    .filter((grant) => grantState(grant, today) === 'in-force')
    .some(({ role, providers }) => {
      const kept = after.find((one) => one.role === role)
      if (!kept) return true
      if (kept.providers.length === 0) return false
      return providers.length === 0 || providers.some((id) => !kept.providers.includes(id))
    })
}
