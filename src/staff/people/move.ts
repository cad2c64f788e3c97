/** Moves somebody of the staff to another department: what the old one may, they may no more from their next request on. */
import type { Change, Department } from '../../accounts/account.ts'
import { sessionsEnded } from '../../accounts/store.ts'
import { recordedForEndedSessions, recordedOrNothing, tookBack } from '../../audit/statement.ts'
import { batch, type Database } from '../../db/client.ts'
import { done, refused, type Result } from '../../result.ts'
import { departmentChanged } from './store.ts'

/** Refused if the department, or who may change it, changed meanwhile: then nothing was changed. */
export async function move(
  db: Database,
  { row: account, department: before }: { row: number; department: Department },
  after: Department,
  change: Change & { by: number; reason: string },
): Promise<Result<'moved', 'changed-meanwhile'>> {
  const { at, by, reason, ...from } = change
  try {
    await batch(db, [
      ...departmentChanged({ account, at, by, reason }, before, after),
      recordedOrNothing({
        name: 'account.changed',
        at,
        account: by,
        subject: account,
        clause: 'III.L.3',
        detail: { fields: 'department', before, after },
        ...from,
      }),
      sessionsEnded({ account }, at, 'department'),
      recordedForEndedSessions({ account }, at, 'department', from),
    ])
  } catch (failure) {
    if (!tookBack(failure)) throw failure
    return refused('changed-meanwhile')
  }
  return done('moved')
}
