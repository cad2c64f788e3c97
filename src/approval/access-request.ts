/** Requests for access to an office, and what a decision gives (III.B). */
import type { Day } from '../policy/calendar.ts'
import type { Role } from '../policy/roles.ts'

/** Where requests are decided: at the office, by its administrators, or at the plan, by the Enterprise Administrators. */
export type Door = 'office' | 'plan'

/** A role as it is granted: until the end of a day, and to some providers of the office (their rows); none listed: all. */
export type Grant = { role: Role; endsOn: Day | null; providers: readonly number[] }

/** What decides who may decide it. `guard` names the account it is for, whether that exists yet or not. */
export type Routed = { wantsLoa: boolean; hasLiveLoa: boolean; guard: string; officeId: number }

/** Who decides: the account, its name as it is today, and where the decision came from. */
export type Decision = {
  by: number
  name: string
  from: { ip: string; request: string; device: string; session: number }
}

/** A provider that a grant may be limited to. */
export type Provider = { id: number; name: string; npi: string | null }

/** III.B.7, III.B.8, III.B.9: what whoever grants access attests, word for word; kept with the decision. */
export const ATTESTATION =
  'I have reviewed this person’s job description. The access I give is necessary for them to do their job for payment or health care operations, and it is the minimum their job needs.'

/** III.B.8: roles whose records name a provider. Eligibility is the plan's, and names none of the office (docs/decisions/0013). */
export const limitable: readonly Role[] = ['claims', 'view-referrals', 'submit-referrals']
