/** Everything that the pages of a draft read, in one batch. */
import { PROVIDERS_AT_MOST, providersOf, providersToSearch } from '../../../claims/store.ts'
import { type Prepared, prepared } from '../../../db/client.ts'
import type { DirectoryEntry } from '../../../directory/entry.ts'
import { foundEntries } from '../../../directory/store.ts'
import type { CodeKind, ServiceCode } from '../../../service-codes/code.ts'
import { foundCodes } from '../../../service-codes/store.ts'
import type { SessionKey } from '../../../session-key.ts'
import { filesOfDraft } from '../../attachments/store.ts'
import { codesFor, draftFor, duplicatesFor, performerFor, requesterFor } from '../store.ts'

/** The draft and what its ids and codes turn out to be. */
export function reading(session: SessionKey, id: string) {
  return [
    draftFor(session, id),
    // One more than a page offers: then it is searched.
    providersOf(session, null, 'submit-referrals', PROVIDERS_AT_MOST + 1),
    performerFor(session, id),
    codesFor(session, id),
    filesOfDraft(session, id),
    duplicatesFor(session, id),
    requesterFor(session, id),
  ] as const
}

type Search =
  | { kind: CodeKind; text: string }
  | { requester: string }
  | { name: string; specialty: string; zip: string }
const nothing: Prepared<never> = prepared('SELECT 1 AS one WHERE 0')

/** What is looked for: codes, entries of the directory, and whom of the office's providers to look among; nothing without a search. */
export function searching(
  session: SessionKey,
  search: Search | null,
): readonly [Prepared<ServiceCode>, Prepared<DirectoryEntry>, ReturnType<typeof providersToSearch> | Prepared<never>] {
  if (!search) return [nothing, nothing, nothing]
  if ('kind' in search) return [foundCodes(session, search.kind, search.text), nothing, nothing]
  if ('requester' in search) return [nothing, nothing, providersToSearch(session, 'submit-referrals')]
  return [nothing, foundEntries(session, search), nothing]
}
