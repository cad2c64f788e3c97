import { recordedIfChanged } from '../audit/statement.ts'
import { batch, type Database } from '../db/client.ts'
import type { Asking } from './ask-eligibility.ts'
import { checkDiscarded } from './statement.ts'

/** Takes a check of the office away: its author's own, or with `author` null anybody's. Answers whether it was there. */
export async function discardCheck(
  db: Database,
  id: string,
  author: number | null,
  { session, from }: Asking,
): Promise<boolean> {
  const { changes } = await batch(db, [
    ...checkDiscarded(session, id, author),
    recordedIfChanged({ ...from, name: 'eligibility.discarded', record: id }),
  ])
  return changes[1] === 1
}
