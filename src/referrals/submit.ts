/** Submits a referral (III.B.6.d): accepted here and now, whatever the core system does, and judged like one of its own. */
import { recordedOrNothing } from '../audit/statement.ts'
import type { Change } from '../accounts/account.ts'
import { providersOf } from '../claims/store.ts'
import { batch, type Database } from '../db/client.ts'
import { type FeedRecord, PORTAL_IMPORT } from '../feed/feed.ts'
import { judgedBy, rowsMade } from '../feed/records/store.ts'
import { readLine } from '../feed/rules.ts'
import { importBegun, recordsStored, workDone } from '../feed/store.ts'
import { kindOf } from '../errors.ts'
import { newConfirmation } from '../ids.ts'
import type { Day } from '../policy/calendar.ts'
import { indexOf } from '../restricted-info/rules.ts'
import { listInForce } from '../restricted-info/store.ts'
import { done, refused, type Result } from '../result.ts'
import type { SessionKey } from '../session-key.ts'
import { filesOfDraft } from './attachments/store.ts'
import type { Content, Found } from './drafts/draft.ts'
import { openStep, problemsOf, readContent, requesterOf, stateOf, valuesOf } from './drafts/rules.ts'
import { codesFor, draftFor, type DraftRow, duplicatesFor, performerFor } from './drafts/store.ts'
import type { DeliveryTicket, Submission } from './submission.ts'
import { serviceRequestOf } from './submissions/rules.ts'
import { draftSubmitted, submissionKept, submissionOf } from './submissions/store.ts'

/** What a referral is submitted with. */
export type Means = { db: Database; queue: Queue<DeliveryTicket> }

/** Why it was not: nothing there; changed since it was looked at; not complete; alike to another and not meant to be. */
export type Refusal = 'not-found' | 'changed' | 'incomplete' | 'duplicate'

/**
 * Submits the draft as `state` shows it, and answers its confirmation number: the same one however often it is asked for.
 * `anyway`: although others look like it. A restricted one is answered like any other, and is then hidden (III.I.1).
 */
export async function submit(
  { db, queue }: Means,
  session: SessionKey,
  asked: { draft: string; state: string; anyway: boolean },
  change: Change,
  today: Day,
): Promise<Result<string, Refusal>> {
  const { rows } = await batch(db, [
    draftFor(session, asked.draft),
    submissionOf(session, asked.draft),
    providersOf(session, null, 'submit-referrals'),
    performerFor(session, asked.draft),
    codesFor(session, asked.draft),
    duplicatesFor(session, asked.draft),
    filesOfDraft(session, asked.draft),
    ...listInForce,
  ])
  const [[draft], [before], requesters, [performer], codes, alike, files, [list], listed] = rows
  if (before) return done(before.confirmation)
  if (!draft) return refused('not-found')
  const content = readContent(draft.content)
  if (stateOf(content, 'review', files) !== asked.state) return refused('changed')
  const found: Found = { hasMember: draft.memberRow !== null, requesters, performer, codes }
  if (openStep(problemsOf(content, found)) !== 'review') return refused('incomplete')
  if (alike.length > 0 && !asked.anyway) return refused('duplicate')

  const confirmation = newConfirmation()
  const submission = submissionFrom(draft, content, found)
  const record = recordOf(confirmation, submission, change.at)
  const { by, ...from } = change
  try {
    await batch(db, [
      submissionKept(session, draft, { confirmation, content: JSON.stringify(submission) }, change.at),
      recordedOrNothing({
        name: 'referral.submitted',
        account: by,
        office: draft.officeRow,
        member: draft.memberRow,
        record: draft.id,
        clause: 'III.B.6.d',
        ...from,
      }),
      draftSubmitted(draft.id),
      importBegun(PORTAL_IMPORT, change.at),
      ...recordsStored(PORTAL_IMPORT, judgedBy([record], indexOf(listed)), list?.version ?? 0, change.at),
      ...rowsMade(today, change.at),
      workDone,
    ])
  } catch (failure) {
    // Another request was first, or the draft changed: what is there now tells. Anything else failed whole.
    const [[first], [still]] = (await batch(db, [submissionOf(session, draft.id), draftFor(session, draft.id)])).rows
    if (first) return done(first.confirmation)
    if (still?.changedAt !== draft.changedAt) return refused('changed')
    throw failure
  }
  try {
    await queue.send({ confirmation })
  } catch (failure) {
    // The referral is submitted: a ticket that is lost is found by the sweep.
    console.error(JSON.stringify({ level: 'error', error: 'ticket-lost', kind: kindOf(failure) }))
  }
  return done(confirmation)
}

function submissionFrom(draft: DraftRow, content: Content, found: Found): Submission {
  const requester = requesterOf(content, found)
  if (!found.performer || !requester || draft.memberSourceId === null) throw new Error('the draft is not complete')
  const { id, name, organization, npi, sourceType, sourceId } = found.performer
  const named = (kind: 'diagnosis' | 'service') =>
    content.named.filter((one) => one.kind === kind).map(({ system, code }) => ({ system, code }))
  return {
    member: {
      sourceId: draft.memberSourceId,
      number: draft.memberNumber ?? '',
      firstName: draft.firstName ?? '',
      lastName: draft.lastName ?? '',
      birthDate: draft.birthDate,
    },
    office: { sourceId: draft.officeSourceId, name: draft.office, npi: draft.officeNpi, tin: draft.officeTin },
    requester: { sourceId: requester.sourceId, name: requester.name, npi: requester.npi },
    performer: { id, name, organization, npi, sourceType, sourceId },
    diagnoses: named('diagnosis'),
    services: named('service'),
    ...valuesOf(content),
  }
}

/** The submission as a record of the feed. Its office is known, whatever else the record's people lead to. */
function recordOf(confirmation: string, submission: Submission, at: number): FeedRecord {
  const text = JSON.stringify(serviceRequestOf(confirmation, submission, at))
  const line = readLine(new TextEncoder().encode(text))
  if (line?.kind !== 'record') throw new Error('a submission is no record of the feed')
  return { ...line.record, clues: [{ rank: 0, type: 'Organization', id: submission.office.sourceId }] }
}
