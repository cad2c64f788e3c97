import { recorded } from '../audit/statement.ts'
import { batch, type Database } from '../db/client.ts'
import { indexOf } from '../restricted-info/rules.ts'
import { listInForce } from '../restricted-info/store.ts'
import { verdict, type JudgedCode } from '../restricted-info/verdict.ts'
import { judgedAgain, judgingLeft, recordsToJudge, verdictsStored } from './judging/store.ts'
import { workDone } from './store.ts'

const AT_ONCE = 4000

/** How far judging under the version in force has come; `after` counts what was judged, null when nothing is left. */
export type Judging = { version: number; all: number; left: number; after: number | null }

/** What one step of judging did; `isLast`: nothing was left to read after it. */
export type Judged = { version: number; records: number; isLast: boolean }

/** III.I.2: judges the next stored records under the version in force. Until then they aren't shown. */
export async function judgeNext(db: Database, now: Date): Promise<Judged> {
  const [versions, list, records] = (await batch(db, [...listInForce, recordsToJudge(AT_ONCE)])).rows
  const version = versions[0]?.version ?? 0
  const index = indexOf(list)
  const verdicts = records.map(({ id, digest, codes }) => ({
    id,
    digest,
    reason: verdict(JSON.parse(codes) as JudgedCode[], index),
  }))
  const at = now.getTime()
  if (verdicts.length > 0) {
    await batch(db, [
      ...verdictsStored(verdicts, version),
      ...judgedAgain,
      workDone,
      recorded({ name: 'records.judged', at, detail: { version, records: verdicts.length } }),
    ])
  }
  return { version, records: records.length, isLast: records.length < AT_ONCE }
}

/**
 * The same, telling how far it has come: for whoever waits for it. Call it until `after` is null.
 * Records that arrived while it ran are judged by the version that was in force then, and may be left again.
 */
export async function judgeAgain(db: Database, after: number, now: Date): Promise<Judging> {
  const { version, records } = await judgeNext(db, now)
  const [[progress]] = (await batch(db, [judgingLeft])).rows
  const { left, all } = progress ?? { left: 0, all: 0 }
  return { version, all, left, after: left === 0 ? null : after + records }
}
