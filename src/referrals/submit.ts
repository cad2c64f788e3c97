/** Submits a referral (III.B.6.d): accepted here and now, whatever the core system does, and judged like one of its own. */
import { recordedOrNothing } from '../audit/statement.ts'
import type { Change } from '../accounts/account.ts'
import { batch, type Database, type Statement } from '../db/client.ts'
import { type FeedRecord, PORTAL_IMPORT } from '../feed/feed.ts'
import { judgedBy, recordsStored, rowsMade } from '../feed/records/store.ts'
import { readLine } from '../feed/rules.ts'
import { importBegun, workDone } from '../feed/store.ts'
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
import { codesFor, draftFor, type DraftRow, duplicatesFor, performerFor, requesterFor } from './drafts/store.ts'
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
  const { draft, found, files, list, isAlike, before } = await readDraft(db, session, asked.draft)
  if (before) return done(before)
  if (!draft) return refused('not-found')
  const content = readContent(draft.content)
  if (stateOf(content, 'review', files) !== asked.state) return refused('changed')
  if (openStep(problemsOf(content, found)) !== 'review') return refused('incomplete')
  if (isAlike && !asked.anyway) return refused('duplicate')

  const confirmation = newConfirmation()
  const submission = submissionFrom(draft, content, found)
  const writes = submitted(session, draft, { confirmation, submission }, list, change, today)
  try {
    await batch(db, writes)
  } catch (failure) {
    // Another request was first, or the draft changed: what is there now tells. Anything else failed whole.
    const [[first], [still]] = (await batch(db, [submissionOf(session, draft.id), draftFor(session, draft.id)])).rows
    if (first) return done(first.confirmation)
    if (still?.changedAt !== draft.changedAt) return refused('changed')
    throw failure
  }
  await sendTicket(queue, confirmation)
  return done(confirmation)
}

/** The codes in force, and their version. */
type List = { version: number; codes: Parameters<typeof indexOf>[0] }

/** The draft with all that a submission of it depends on, in one batch; `before`: its confirmation number, if it was submitted. */
async function readDraft(db: Database, session: SessionKey, id: string) {
  const { rows } = await batch(db, [
    draftFor(session, id),
    submissionOf(session, id),
    requesterFor(session, id),
    performerFor(session, id),
    codesFor(session, id),
    duplicatesFor(session, id),
    filesOfDraft(session, id),
    ...listInForce,
  ])
  const [[draft], [before], [requester], [performer], codes, alike, files, [version], listed] = rows
  const found: Found = { hasMember: draft?.memberRow != null, requester, performer, codes }
  const list: List = { version: version?.version ?? 0, codes: listed }
  return { draft, found, files, list, isAlike: alike.length > 0, before: before?.confirmation }
}

/** What a submission writes: itself, its event, and the record that is judged and becomes a referral like the core system's. */
function submitted(
  session: SessionKey,
  draft: DraftRow,
  { confirmation, submission }: { confirmation: string; submission: Submission },
  list: List,
  { by, ...from }: Change,
  today: Day,
): Statement[] {
  const record = recordOf(confirmation, submission, from.at)
  return [
    submissionKept(session, draft, { confirmation, content: JSON.stringify(submission) }, from.at),
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
    importBegun(PORTAL_IMPORT, from.at),
    ...recordsStored(PORTAL_IMPORT, judgedBy([record], indexOf(list.codes)), list.version, from.at),
    ...rowsMade(today, from.at),
    workDone,
  ]
}

async function sendTicket(queue: Means['queue'], confirmation: string): Promise<void> {
  try {
    await queue.send({ confirmation })
  } catch (failure) {
    // The referral is submitted: a ticket that is lost is found by the sweep.
    console.error(JSON.stringify({ level: 'error', error: 'ticket-lost', kind: kindOf(failure) }))
  }
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
