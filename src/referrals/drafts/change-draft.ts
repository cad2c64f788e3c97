import type { Change } from '../../accounts/account.ts'
import { recordedIfChanged } from '../../audit/statement.ts'
import { batch, type Database } from '../../db/client.ts'
import { done, refused, type Result } from '../../result.ts'
import type { SessionKey } from '../../session-key.ts'
import { submissionOf } from '../submissions/store.ts'
import type { Content, Step, Typed } from './draft.ts'
import { changed, isKept, readContent, stateOf } from './rules.ts'
import { draftFor, draftKept } from './store.ts'

/**
 * What a page sends: the fields of its step, what it was made from, which page it is, and the member that was found.
 * `goesOn`: the page is done with, and what it kept on the way may not come after this.
 */
export type Writing = {
  step: Step
  typed: Typed
  state: string
  tab: string
  member?: string | null | undefined
  goesOn: boolean
}

/** Between reading and writing somebody else may write, some few times. */
const TRIES = 4

/**
 * Keeps what was typed on a page of a draft, right or wrong. `changed`: another page wrote the same fields since; nothing is
 * kept then. `submitted`: it is a referral already.
 */
export async function changeDraft(
  db: Database,
  session: SessionKey,
  id: string,
  { step, typed, state, tab, member, goesOn }: Writing,
  { by, ...from }: Change,
): Promise<Result<Content, 'not-found' | 'submitted' | 'changed'>> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const [[draft], [submission]] = (await batch(db, [draftFor(session, id), submissionOf(session, id)])).rows
    if (submission) return refused('submitted')
    if (!draft) return refused('not-found')
    const before = readContent(draft.content)
    const isOwn = tab !== '' && before.tab === tab
    if (!isOwn && stateOf(before, step) !== state && !isKept(before, step, typed)) return refused('changed')
    const content = changed(before, step, typed, goesOn ? '' : tab, member)
    if (JSON.stringify(content) === draft.content) return done(content)
    const { changes } = await batch(db, [
      draftKept(session, draft, JSON.stringify(content), from.at),
      recordedIfChanged({
        name: 'referral.draft_kept',
        account: by,
        office: draft.officeRow,
        record: draft.id,
        clause: 'III.B.6.d',
        detail: { step },
        ...from,
      }),
    ])
    if (changes[0] === 1) return done(content)
  }
  return refused('changed')
}
