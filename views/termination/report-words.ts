import type { ReportDecision, RevocationKind } from '../../src/termination/termination.ts'
import { time } from '../format.ts'
import type { PrintMark } from '../parts/print-sheet.tsx'
import type { Feeling } from '../parts/status.tsx'

/** A late revocation as pages show it. Instants in ms UTC. */
export type ReportShown = {
  id: string
  kind: RevocationKind
  changedOn: string
  revokedOn: string
  at: number
  reason: string | null
  decideBy: string
  decidedAt: number | null
  decidedBy: string | null
  decision: ReportDecision | null
  decisionReason: string | null
  name: string
  email: string
  office: string
  revokedBy: string | null
  /** Business days between the two dates. */
  daysLate: number
  isOverdue: boolean
}

type Reached = { times: number; firstAt: number; lastAt: number }
export type AreaShown = Reached & { page: string; event: string }
export type ActShown = Reached & { event: string }
export type RecordShown = Reached & { record: string; page: string; member: string | null }
export type MemberShown = Reached & { member: string }

export const kindWords: Record<RevocationKind, string> = {
  ended: 'Access ended',
  disabled: 'Access disabled',
  limited: 'Roles taken away',
}

/** How far the decision is. */
export function decisionState({ decision, isOverdue }: ReportShown): { feeling: Feeling; word: string } {
  if (decision === 'no-breach') return { feeling: 'good', word: 'No breach' }
  if (decision === 'referred') return { feeling: 'bad', word: 'Referred' }
  return isOverdue ? { feeling: 'bad', word: 'Overdue' } : { feeling: 'waiting', word: 'To decide' }
}

/** Areas of the portal as people call them, by route; one that is not here shows its route alone. */
const areas: Record<string, string> = {
  '/home': 'Home',
  '/members': 'Member search',
  '/members/:id': 'A member’s eligibility',
  '/claims': 'List of claims',
  '/claims/:id': 'A claim',
  '/claims/:id/print': 'A claim on paper',
  '/referrals': 'List of referrals',
  '/referrals/:id': 'A referral',
  '/office/users': 'The office’s users',
  '/office/requests': 'Requests for access',
  '/profile': 'Their profile',
}

export function areaWords(route: string): string {
  return areas[route] ? `${areas[route]} (${route})` : route
}

/** A kind of event as people read it. */
export function eventWords(event: string): string {
  return event.replaceAll(/[._]/g, ' ')
}

type Copy = {
  mark: PrintMark
  report: ReportShown
  areas: readonly AreaShown[]
  acts: readonly ActShown[]
  records: readonly RecordShown[]
  members: readonly MemberShown[]
  zone: string
}

/** The report as rows of a spreadsheet: first what it is about and who exported it, then one row for each thing reached. */
export function csvRows({ mark, report, areas: pages, acts, records, members, zone }: Copy) {
  const reached = ({ times, firstAt, lastAt }: Reached) => [times, time(firstAt, zone), time(lastAt, zone)]
  return [
    ['Exported by', mark.user],
    ['Exported at', mark.time],
    ['Purpose', mark.purpose],
    ['User', `${report.name} (${report.email})`],
    ['Office', report.office],
    ['What was revoked', kindWords[report.kind]],
    ['Job ended or changed on', report.changedOn],
    ['Access revoked on', report.revokedOn],
    ['Business days between', report.daysLate],
    ['Part', 'What', 'How', 'Member', 'Times', 'First', 'Last'],
    ...pages.map((area) => ['Area', area.page, eventWords(area.event), '', ...reached(area)]),
    ...acts.map((one) => ['Also recorded', '', eventWords(one.event), '', ...reached(one)]),
    ...records.map((one) => ['Record', one.record, one.page, one.member, ...reached(one)]),
    ...members.map((one) => ['Member', '', '', one.member, ...reached(one)]),
  ]
}
