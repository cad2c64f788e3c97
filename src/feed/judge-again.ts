import { recorded } from '../audit/statement.ts'
import { batch, type Database } from '../db/client.ts'
import { indexOf } from '../restricted-info/rules.ts'
import { listInForce } from '../restricted-info/store.ts'
import { verdict, type JudgedCode } from '../restricted-info/verdict.ts'
import { judgedAgain, judgingLeft, recordsToJudge, verdictsStored } from './judging/store.ts'
import { workDone } from './store.ts'

const AT_ONCE = 4000

/** How far judging under the version in force has come; `after` is null when nothing is left. */
export type Judging = { version: number; all: number; left: number; after: number | null }

/**
 * III.I.2: judges the next stored records whose id is above `after` under the version in force.
 * Call it until `after` is null: until then records not yet judged under that version aren't shown.
 */
export async function judgeAgain(db: Database, after: number, now: Date): Promise<Judging> {
  const [versions, list, records] = (await batch(db, [...listInForce, recordsToJudge(after, AT_ONCE)])).rows
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
  const [[progress]] = (await batch(db, [judgingLeft])).rows
  const { left, all } = progress ?? { left: 0, all: 0 }
  // Records that arrived while judging ran bear lower ids or an older version: begin again until none is left.
  return { version, all, left, after: left === 0 ? null : (records.at(-1)?.id ?? 0) }
}
