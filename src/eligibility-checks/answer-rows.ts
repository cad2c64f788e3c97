import { recordedOrNothing, tookBack } from '../audit/statement.ts'
import { batch, type Database } from '../db/client.ts'
import type { Day } from '../policy/calendar.ts'
import type { Asking } from './ask-eligibility.ts'
import { AT_ONCE, MOST_ROWS } from './check.ts'
import { changedSince, foundOn, meant } from './rules.ts'
import {
  type AnsweredRow,
  answeredBefore,
  answersCounted,
  coveragesKnown,
  membersKnown,
  nextByName,
  nextByNumber,
  rowsAnswered,
} from './statement.ts'
import { checkFor } from './store.ts'

/** How far a check is: rows answered (or told why not), of how many. */
export type Progress = { answered: number; rows: number }

/** Answers the next rows of the office's check, in the order of its list; null if there is no such check. */
export async function answerRows(db: Database, id: string, asking: Asking): Promise<Progress | null> {
  const { session, from } = asking
  const { rows } = await batch(db, [checkFor(session, id), nextByNumber(session, id), nextByName(session, id)])
  const [[check], waiting, named] = rows
  if (!check) return null
  if (waiting.length === 0) return { answered: check.rows, rows: check.rows }
  const byName = new Map(named.map((fits) => [fits.line, fits]))
  const whom = waiting.map((row) => ({
    line: row.line,
    ...meant({ asksNumber: row.asksNumber === 1, bornOn: row.bornOn }, row, byName.get(row.line) ?? null),
  }))
  const members = [...new Set(whom.flatMap((one) => ('memberRow' in one ? [one.memberRow] : [])))]
  const known = await factsOf(db, members, check.row, asking)
  const answers = whom.map((one): AnsweredRow => {
    const member = 'memberRow' in one ? known.members.get(one.memberRow) : undefined
    // Taken away by the core system between the two looks.
    if (!('memberRow' in one) || !member)
      return { line: one.line, problem: 'problem' in one ? one.problem : 'not-found' }
    const coverages = known.coverages.filter(({ memberRow }) => memberRow === one.memberRow)
    const found = foundOn(member, coverages, check.askedOn as Day)
    const before = known.before.get(one.memberRow)
    const changed = before ? changedSince(before, found) : null
    return { ...one, ...found, changed, checkedBeforeAt: before?.checkedAt ?? null }
  })
  try {
    await batch(db, [
      answersCounted(check.row, check.answered, answers, from.at),
      recordedOrNothing({ ...from, name: 'eligibility.answered', record: id, detail: { rows: answers.length } }),
      rowsAnswered(check.row, answers),
    ])
  } catch (failure) {
    // Another page of the same check answered these rows meanwhile.
    if (!tookBack(failure)) throw failure
  }
  return { answered: check.answered + answers.length, rows: check.rows }
}

/** Answers all rows that wait, step by step, for a browser without scripts; false if there is no such check. */
export async function answerEveryRow(db: Database, id: string, asking: Asking): Promise<boolean> {
  // One step more than a whole list needs: somebody else may take some of them, and none is ever waited for.
  for (let step = 0; step <= MOST_ROWS / AT_ONCE; step += 1) {
    const progress = await answerRows(db, id, asking)
    if (!progress) return false
    if (progress.answered >= progress.rows) break
  }
  return true
}

async function factsOf(db: Database, members: readonly number[], checkRow: number, { session }: Asking) {
  const { rows } = await batch(db, [
    membersKnown(session, members),
    coveragesKnown(session, members),
    answeredBefore(session, members, checkRow),
  ])
  const [known, coverages, before] = rows
  return {
    members: new Map(known.map((member) => [member.memberRow, member])),
    coverages,
    before: new Map(before.map((one) => [one.memberRow, one])),
  }
}
