import { day, time } from '../format.ts'
import type { PrintMark } from '../parts/print-sheet.tsx'
import { dueText } from './due.ts'
import type { ReferralRow } from './referrals-page.tsx'
import { stageWords, urgencyWords } from './words.ts'

type Copy = {
  referrals: (ReferralRow & { receivedAt: number | null })[]
  /** There are more than a copy holds. */
  isCut: boolean
  mark: PrintMark
  zone: string
}

/** A list of referrals as rows of a file: who took it, when and what for comes first (II.E). */
export function copyRows({ referrals, isCut, mark, zone }: Copy): (string | null)[][] {
  return [
    ['Exported by', mark.user],
    ['At', mark.time],
    ['Purpose', mark.purpose],
    ...(isCut ? [['Only the newest of them', `${referrals.length} rows; narrow the search for the others`]] : []),
    [],
    ['Referral', 'Made', 'Member number', 'Last name', 'First name', 'From', 'To', 'Urgency', 'Status', 'Decision due'],
    ...referrals.map((one) => [
      one.number,
      one.receivedAt === null ? one.authoredOn && day(one.authoredOn) : time(one.receivedAt, zone),
      one.memberNumber,
      one.lastName,
      one.firstName,
      one.requesterName,
      one.performerName,
      urgencyWords[one.urgency] ?? one.urgency,
      stageWords[one.stage]?.word ?? one.stage,
      dueText(one.due, zone),
    ]),
  ]
}
