/** Everything that the pages of a draft read, in one batch. */
import { providersOf } from '../../../claims/store.ts'
import { type Prepared, prepared } from '../../../db/client.ts'
import type { DirectoryEntry } from '../../../directory/entry.ts'
import { foundEntries } from '../../../directory/store.ts'
import type { CodeKind, ServiceCode } from '../../../service-codes/code.ts'
import { foundCodes } from '../../../service-codes/store.ts'
import type { SessionKey } from '../../../session-key.ts'
import { filesOfDraft } from '../../attachments/store.ts'
import { codesFor, draftFor, duplicatesFor, performerFor } from '../store.ts'

/** The draft and what its ids and codes turn out to be. */
export function reading(session: SessionKey, id: string) {
  return [
    draftFor(session, id),
    providersOf(session, null, 'submit-referrals'),
    performerFor(session, id),
    codesFor(session, id),
    filesOfDraft(session, id),
    duplicatesFor(session, id),
  ] as const
}

type Search = { kind: CodeKind; text: string } | { name: string; specialty: string; zip: string }
const nothing: Prepared<never> = prepared('SELECT 1 AS one WHERE 0')

/** What is looked for: codes, and entries of the directory; nothing without a search. */
export function searching(
  session: SessionKey,
  search: Search | null,
): readonly [Prepared<ServiceCode>, Prepared<DirectoryEntry>] {
  if (!search) return [nothing, nothing]
  return 'kind' in search
    ? [foundCodes(session, search.kind, search.text), nothing]
    : [nothing, foundEntries(session, search)]
}
