/** An LOA names a colleague as another, or in their own place; an Enterprise Administrator decides (III.B.2). */
import { recordedIfChanged } from '../../audit/statement.ts'
import { batch, type Database } from '../../db/client.ts'
import { done, refused, type Result } from '../../result.ts'
import type { Decision } from '../access-request.ts'
import { named, type Naming } from './store.ts'

/** Sends the naming to the plan's queue. Refused if the colleague can't be named, or is named already. */
export async function requestLoa(
  db: Database,
  naming: Naming,
  { by, from }: Decision,
): Promise<Result<'sent', 'changed-meanwhile'>> {
  const { changes } = await batch(db, [
    named(naming),
    recordedIfChanged({
      name: 'request.sent',
      at: naming.at,
      account: by,
      office: naming.office,
      clause: 'III.B.2',
      record: naming.colleague,
      detail: { loa: 1, handsOver: naming.handsOver ? 1 : 0 },
      ...from,
    }),
  ])
  return changes[0] === 1 ? done('sent') : refused('changed-meanwhile')
}
