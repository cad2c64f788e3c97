/** The one way in which judged records become rows of pages: the core system's, and those that the portal makes itself. */
import type { Prepared } from '../../db/client.ts'
import type { Day } from '../../policy/calendar.ts'
import { judgedTypes } from '../../restricted-info/judge.ts'
import type { CodeIndex } from '../../restricted-info/rules.ts'
import { verdict } from '../../restricted-info/verdict.ts'
import { claimsMade } from '../claims/store.ts'
import { directoryMade } from '../directory/store.ts'
import type { FeedRecord } from '../feed.ts'
import { judgedAgain } from '../judging/store.ts'
import { officesFound, officesTerminated } from '../offices/store.ts'
import { peopleMade } from '../people/store.ts'
import type { JudgedRecord } from '../store.ts'

/** The records with the verdict on their own codes (III.I.1); what they lead to is judged in the batch that stores them. */
export function judgedBy(records: readonly FeedRecord[], index: CodeIndex): JudgedRecord[] {
  return records.map((record) => ({
    ...record,
    ownReason: verdict(record.codes, index),
    hidden: judgedTypes.some((type) => type === record.type) ? ('not-judged-yet' as const) : null,
  }))
}

/** What follows from changed records: run after `recordsStored`, before `workDone`, in the same batch. */
export function rowsMade(today: Day, at: number): Prepared<never>[] {
  return [
    ...peopleMade,
    ...directoryMade,
    ...claimsMade,
    ...officesFound,
    ...officesTerminated(today, at),
    ...judgedAgain,
  ]
}
