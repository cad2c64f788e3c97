import { recordedIfChanged } from '../../audit/statement.ts'
import { batch, type Database } from '../../db/client.ts'
import { isJudgingLeft } from '../../feed/judging/store.ts'
import type { Job } from '../../runs/means.ts'
import { indexOf } from '../rules.ts'
import { verdict, type JudgedCode } from '../verdict.ts'
import type { Consequence, Phase, Run } from './dry-run.ts'
import {
  compared,
  consequencesOf,
  draftedList,
  followed,
  foundBad,
  lastAfter,
  queueAfter,
  recordsAfter,
  runAt,
  runEnded,
  runGoing,
} from './store.ts'

const AT_ONCE = 4000
/** Statements of one step, with room to spare. */
const STEP = 20
const STEPS = 12

/** A step read `done` records; `next`: where the run goes on; `waits`: not before the records are judged again. */
type Step = { done: number; next: { phase: Phase; cursor: number } | 'ended' | 'waits' }

/** III.I.2: goes on with the dry run that was asked for, if there is one. Run twice, it finds the same. */
export const tryDraft: Job = async ({ env, now, room }) => {
  let done = 0
  for (let step = 0; step < STEPS && room() > STEP; step += 1) {
    const [run] = (await batch(env.DB, [runGoing])).rows[0]
    if (!run) return { done }
    const taken =
      run.isCurrent === 1 ? await stepOf(env.DB, run, now.getTime()) : await given(env.DB, run, now.getTime())
    done += taken.done
    if (taken.next === 'ended' || taken.next === 'waits') return { done }
    await batch(env.DB, [runAt(run.id, taken.next.phase, taken.next.cursor)])
  }
  return { done: Math.max(done, 1), more: true }
}

function stepOf(db: Database, run: Run, at: number): Promise<Step> {
  if (run.phase === 'judging') return judge(db, run)
  return run.phase === 'following' ? follow(db, run) : compare(db, run, at)
}

/** The draft changed, was published or withdrawn, or another version came into force. */
async function given(db: Database, run: Run, at: number): Promise<Step> {
  await batch(db, runEnded(run.id, null, at))
  return { done: 0, next: 'ended' }
}

async function judge(db: Database, { id, draft, cursor }: Run): Promise<Step> {
  const [list, records] = (await batch(db, [draftedList(draft), recordsAfter(cursor, AT_ONCE)])).rows
  const upTo = records.at(-1)?.id
  if (upTo === undefined) return { done: 0, next: { phase: 'following', cursor: 0 } }
  const index = indexOf(list)
  const bad = records.filter(({ codes }) => verdict(JSON.parse(codes) as JudgedCode[], index) !== null)
  await batch(
    db,
    foundBad(
      id,
      bad.map((record) => record.id),
      cursor,
      upTo,
    ),
  )
  return { done: records.length, next: { phase: 'judging', cursor: upTo } }
}

async function follow(db: Database, { id, cursor }: Run): Promise<Step> {
  const upTo = (await batch(db, [queueAfter(id, cursor, AT_ONCE)])).rows[0][0]?.upTo
  if (upTo === null || upTo === undefined) return { done: 0, next: { phase: 'comparing', cursor: 0 } }
  await batch(db, followed(id, cursor, upTo))
  return { done: 1, next: { phase: 'following', cursor: upTo } }
}

async function compare(db: Database, { id, draft, cursor }: Run, at: number): Promise<Step> {
  const [[left], [last]] = (await batch(db, [isJudgingLeft, lastAfter(cursor, AT_ONCE)])).rows
  // What is hidden now is known only once everything is judged under the version in force: its job comes back here.
  if (left?.isLeft === 1) return { done: 0, next: 'waits' }
  const upTo = last?.upTo
  if (upTo !== null && upTo !== undefined) {
    await batch(db, [compared(id, cursor, upTo)])
    return { done: 1, next: { phase: 'comparing', cursor: upTo } }
  }
  const found = (await batch(db, [consequencesOf(id)])).rows[0]
  await batch(db, [
    ...runEnded(id, JSON.stringify(found), at),
    recordedIfChanged({
      name: 'restricted_list.tried',
      at,
      clause: 'III.I.2',
      detail: { draft, run: id, ...totals(found) },
    }),
  ])
  return { done: 1, next: 'ended' }
}

function totals(found: readonly Consequence[]): { hidden: number; shown: number } {
  const of = (change: Consequence['change']) =>
    found.filter((one) => one.change === change).reduce((sum, { count }) => sum + count, 0)
  return { hidden: of('hidden'), shown: of('shown') }
}
