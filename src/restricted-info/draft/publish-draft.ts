import type { Database } from '../../db/client.ts'
import { done, type Result } from '../../result.ts'
import { type By, orNothing } from './change-draft.ts'
import { draftTaken, versionSigned } from './store.ts'

/**
 * III.I.2: privacy signs the draft as it was seen: it is the next version, in force at once, and whatever is stored is
 * shown again only once it was judged under it. Refused where the draft or the list changed meanwhile, where it was not
 * tried as it is, or where whoever signs had a hand in it. Signed twice, it is one version.
 */
export async function publishDraft(
  db: Database,
  { state, version }: { state: number; version: number },
  by: By,
): Promise<Result<{ version: number }, 'changed-meanwhile'>> {
  const next = version + 1
  const signed = versionSigned(state, next, by.at, by.by)
  const outcome = await orNothing(db, signed, 'restricted_list.published', { version: next }, draftTaken(by.at), by)
  return outcome.ok ? done({ version: next }) : outcome
}
