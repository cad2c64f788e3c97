/** Makes an office of an Organization that no claim has named yet: it asks for access before its first claim (III.A.1.a). */
import { recordedIfChanged } from '../audit/statement.ts'
import { batch, type Database } from '../db/client.ts'
import type { Change } from '../accounts/account.ts'
import { officeFromFeed, officeOf } from './store.ts'

/** Answers the office's row, made if there was none; it has no access by that. Throws if the feed has no such Organization. */
export async function makeKnown(db: Database, sourceId: string, { at, by, ...from }: Change): Promise<number> {
  const { rows } = await batch(db, [
    officeFromFeed(sourceId),
    recordedIfChanged({ name: 'office.changed', at, account: by, record: sourceId, detail: { to: 'known' }, ...from }),
    officeOf(sourceId),
  ])
  const [office] = rows[2]
  if (!office) throw new Error('the feed has no such Organization')
  return office.id
}
