import { recordedOrNothing, tookBack } from '../../audit/statement.ts'
import type { EventName } from '../../audit/events.ts'
import { batch, type Database, type Prepared } from '../../db/client.ts'
import { done, refused, type Result } from '../../result.ts'
import { authorNoted, draftBegun, draftMoved } from './store.ts'

/** Who changes, from where: an account's row, and its session's. */
export type By = { at: number; by: number; session: number; ip: string; device: string; request: string }

/** What kind of change, and how many rows it is about. */
export type Change = { change: string; rows?: number }

/**
 * III.I.2: changes the working draft from the state it was seen in (0: begins one), in one batch with its row of the log.
 * Refused where another change came first, or the draft is with privacy: then nothing is changed.
 */
export async function changeDraft(
  db: Database,
  state: number,
  change: Change,
  statements: readonly Prepared<never>[],
  by: By,
): Promise<Result<null, 'changed-meanwhile'>> {
  const moved = state === 0 ? draftBegun(by.at, by.by) : draftMoved(state, by.at, by.by)
  return orNothing(db, moved, 'restricted_list.drafted', change, [authorNoted(by.by), ...statements], by)
}

/** One step of the draft and what comes with it: all of it, or nothing where the first statement changed nothing. */
export async function orNothing(
  db: Database,
  first: Prepared<never>,
  name: EventName,
  detail: Record<string, string | number>,
  then: readonly Prepared<never>[],
  { by: account, ...from }: By,
): Promise<Result<null, 'changed-meanwhile'>> {
  try {
    await batch(db, [first, recordedOrNothing({ ...from, account, name, clause: 'III.I.2', detail }), ...then])
  } catch (failure) {
    if (!tookBack(failure)) throw failure
    return refused('changed-meanwhile')
  }
  return done(null)
}
