/** A referral as an office submits it (III.B.6.d): kept whole in `referral_submission.content` until and after the core system took it. */
import type { ReferredTo } from '../directory/entry.ts'
import type { Day } from '../policy/calendar.ts'
import type { CodeName } from '../service-codes/code.ts'

/** How soon it has to be decided (CMS-0057-F). */
export const urgencies = ['routine', 'urgent'] as const
export type Urgency = (typeof urgencies)[number]

/** What the core system is told. Source ids are its own. */
export type Submission = {
  member: { sourceId: string; number: string; firstName: string; lastName: string; birthDate: string | null }
  office: { sourceId: string; name: string; npi: string | null; tin: string | null }
  /** The provider of the office who refers: a Practitioner. */
  requester: { sourceId: string; name: string; npi: string | null }
  performer: ReferredTo
  diagnoses: CodeName[]
  services: CodeName[]
  /** Visits or units of the service. */
  units: number
  startsOn: Day
  endsOn: Day
  urgency: Urgency
  notes: string
}

/** What the queue to the core system carries: a confirmation number. It may be lost or doubled. */
export type DeliveryTicket = { confirmation: string }
