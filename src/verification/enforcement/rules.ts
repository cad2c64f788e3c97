/** What the hourly run will do by a day, office by office, if nobody does anything (III.H.3): by its own rules. */
import type { Day } from '../../policy/calendar.ts'
import type { Policy } from '../../policy/profiles.ts'
import type { OfficeToAct } from '../course/office.ts'
import { recipientsOf, standingOf } from '../course/rules.ts'
import { foreseen, type Foreseen } from '../rules.ts'

/** Who is told: its administrators, its manager, or nobody whom the portal could reach. */
export type Told = 'administrators' | 'manager' | 'nobody'

/** What is foreseen of the office by the day, and who is told of it. */
export function outlookOf(
  office: OfficeToAct,
  today: Day,
  by: Day,
  zone: string,
  policy: Policy,
): Foreseen & { told: Told } {
  const [first] = recipientsOf(office)
  const told = first === undefined ? 'nobody' : 'account' in first ? 'administrators' : 'manager'
  return { ...foreseen(standingOf(office, zone), today, by, policy), told }
}

/** How many offices each thing happens to, and how many people lose access. */
export type Totals = { prompted: number; restricted: number; suspended: number; users: number }

/** The sums over all of them. */
export function totalsOf(outlooks: readonly (Foreseen & { users: number })[]): Totals {
  const suspended = outlooks.filter(({ suspendedOn }) => suspendedOn !== null)
  return {
    prompted: outlooks.filter(({ promptedOn }) => promptedOn !== null).length,
    restricted: outlooks.filter(({ restrictedOn }) => restrictedOn !== null).length,
    suspended: suspended.length,
    users: suspended.reduce((sum, { users }) => sum + users, 0),
  }
}
