/** Statements that write audit rows; they travel in the batch of what they tell of. */
import { type Prepared, prepared } from '../db/client.ts'
import type { Day } from '../policy/calendar.ts'
import type { SessionKey } from '../session-key.ts'
import type { AuditEvent, EventName } from './events.ts'

const names =
  'at, event, account_id, office_id, member_id, subject_id, session_id, page, record, ip, device, clause, request_id, of_seq, detail'

function values(event: AuditEvent): unknown[] {
  const { detail } = event
  return [
    event.at,
    event.name,
    event.account ?? null,
    event.office ?? null,
    event.member ?? null,
    event.subject ?? null,
    event.session ?? null,
    event.page ?? null,
    event.record ?? null,
    event.ip ?? null,
    event.device ?? null,
    event.clause ?? null,
    event.request ?? null,
    event.ofSeq ?? null,
    detail ? JSON.stringify(detail) : null,
  ]
}

/** Records the event. */
export function recorded(event: AuditEvent): Prepared<never> {
  return prepared(`INSERT INTO audit (${names}) VALUES (${values(event).fill('?').join(', ')})`, ...values(event))
}

/** Records the event if the statement before it changed a row: no event of a change that did not happen. */
export function recordedIfChanged(event: AuditEvent): Prepared<never> {
  return prepared(
    `INSERT INTO audit (${names}) SELECT ${values(event).fill('?').join(', ')} WHERE changes() > 0`,
    ...values(event),
  )
}

/**
 * Records the event if the statement before it changed a row, else takes the whole batch back: nothing that comes with
 * a change happens without it. The row would have no instant, which the table refuses; `tookBack` knows that failure.
 */
export function recordedOrNothing(event: AuditEvent): Prepared<never> {
  const marks = values(event).fill('?')
  marks[names.split(', ').indexOf('at')] = 'CASE WHEN changes() > 0 THEN ? END'
  return prepared(`INSERT INTO audit (${names}) SELECT ${marks.join(', ')}`, ...values(event))
}

/** Whether a batch was taken back by `recordedOrNothing`: what it would have changed had changed meanwhile. */
export function tookBack(failure: unknown): boolean {
  return failure instanceof Error && failure.message.includes('NOT NULL constraint failed: audit.at')
}

/** Records the event of the account that the statement before it inserted: its row is the subject (III.L.3). */
export function recordedOfInserted(event: AuditEvent): Prepared<never> {
  const marks = values(event).fill('?')
  marks[names.split(', ').indexOf('subject_id')] = 'coalesce(?, last_insert_rowid())'
  return prepared(`INSERT INTO audit (${names}) VALUES (${marks.join(', ')})`, ...values(event))
}

/** Records the event once for each office that the query answers as `id`. */
export function recordedForOffices(event: AuditEvent, offices: Prepared<{ id: number }>): Prepared<never> {
  const marks = values(event).fill('?')
  marks[names.split(', ').indexOf('office_id')] = 'coalesce(?, changed.id)'
  return prepared(
    `INSERT INTO audit (${names}) SELECT ${marks.join(', ')} FROM (${offices.sql}) changed`,
    ...values(event),
    ...offices.params,
  )
}

/** Records the event once for each account that the query answers as `id`: its record is changed (III.L.3). */
export function recordedForSubjects(event: AuditEvent, subjects: Prepared<{ id: number }>): Prepared<never> {
  const marks = values(event).fill('?')
  marks[names.split(', ').indexOf('subject_id')] = 'coalesce(?, changed.id)'
  return prepared(
    `INSERT INTO audit (${names}) SELECT ${marks.join(', ')} FROM (${subjects.sql}) changed`,
    ...values(event),
    ...subjects.params,
  )
}

/** A page as its audit row tells of it. */
export type Visit = {
  name: EventName
  at: number
  /** The route, never the address: '/claims/:id'. */
  page: string
  ip: string
  request: string
  detail?: Record<string, string | number | null> | undefined
  /** The record asked for, and a query for the member of it that answers a row only if it may be seen. */
  record?: { id: string; seen: Prepared<{ memberId: number | null }> } | undefined
  /** The lists that are shown, each of `size` rows. A query's last parameter is its LIMIT, which asks for one row more. */
  lists?: readonly { query: Prepared<unknown>; size: number }[] | undefined
}

/**
 * III.L.2: the row of a page, written through the session, so that an invalid cookie writes nothing.
 * A record that is not there for this office leaves 'record.not_found' and counts as seen by nobody.
 * A list names every member it showed (III.K.2.d.vi), by the list's own query.
 */
export function visited(session: SessionKey, visit: Visit): Prepared<{ seq: number }> {
  const { record, lists = [] } = visit
  const seen = record ? `WITH seen AS (${record.seen.sql}) ` : ''
  const event = record ? `CASE WHEN EXISTS (SELECT 1 FROM seen) THEN ? ELSE 'record.not_found' END` : '?'
  const member = record ? '(SELECT "memberId" FROM seen)' : 'NULL'
  // Each in brackets of its own: its LIMIT is of itself alone.
  const listed = lists.map(({ query }) => `SELECT "memberRow" FROM (${query.sql})`).join(' UNION ALL ')
  const members = listed
    ? `(SELECT json_group_array(DISTINCT "memberRow") FILTER (WHERE "memberRow" IS NOT NULL) FROM (${listed}))`
    : 'NULL'
  return prepared(
    `${seen}INSERT INTO audit (at, event, account_id, office_id, member_id, session_id, page, record, ip, device, request_id, members, detail)
     SELECT ?, ${event}, s.account_id, m.office_id, ${member}, s.id, ?, ?, ?, s.device, ?, ${members}, ?
     FROM session s LEFT JOIN membership m ON m.id = s.membership_id
     WHERE s.public_id = ? AND s.secret_hash = ? AND s.ended_at IS NULL
     RETURNING seq`,
    ...(record?.seen.params ?? []),
    visit.at,
    visit.name,
    visit.page,
    record?.id ?? null,
    visit.ip,
    visit.request,
    ...lists.flatMap(({ query, size }) => [...query.params.slice(0, -1), size]),
    visit.detail ? JSON.stringify(visit.detail) : null,
    session.id,
    session.secretHash,
  )
}

/** What was asked for was not shown after all: bears the page's `seq`, so that "who saw" leaves it out. */
export function withheld(seq: number, at: number, clause: string | null, reason: string): Prepared<never> {
  return prepared(
    `INSERT INTO audit (at, event, account_id, office_id, session_id, page, ip, device, request_id, of_seq, clause, detail)
     SELECT ?, 'page.withheld', account_id, office_id, session_id, page, ip, device, request_id, seq, ?, ? FROM audit WHERE seq = ?`,
    at,
    clause,
    JSON.stringify({ reason }),
    seq,
  )
}

/** Sessions by a provider's word for them (its row): of that person, of that session of its own, or both. */
export type SaidThere = { provider: number; subject: string | null; sid: string | null }

/**
 * Whose sessions end: an account's, all that work through a membership or an office, all that came in through an identity
 * provider (their rows), or all of any office that ended on that day; or those that a provider says.
 */
export type Whose =
  | { account: number }
  | { membership: number }
  | { office: number }
  | { provider: number }
  | { officesEndedOn: Day }
  | { said: SaidThere }

/** SQL for: the session `s` is theirs; its one parameter is `rowOf(whose)`. */
export function theirs(whose: Whose): string {
  if ('account' in whose) return 's.account_id = ?'
  if ('membership' in whose) return 's.membership_id = ?'
  if ('office' in whose) return 's.membership_id IN (SELECT id FROM membership WHERE office_id = ?)'
  if ('provider' in whose) return 's.provider_id = ?'
  if ('said' in whose) return `s.id IN (${saidSessions(whose.said)})`
  return `s.membership_id IN (SELECT m.id FROM office o JOIN membership m ON m.office_id = o.id WHERE o.terminated_on = ?)`
}

/** A session whose `sid` was never told ends with every one of its person's. */
function saidSessions({ subject }: SaidThere): string {
  const found =
    subject === null
      ? "f.sid = x.said ->> 'sid'"
      : "f.subject = x.said ->> 'subject' AND coalesce(x.said ->> 'sid', f.sid, '') = coalesce(f.sid, x.said ->> 'sid', '')"
  return `SELECT f.session_id FROM (SELECT ? AS said) x JOIN federated_session f ON f.provider_id = x.said ->> 'provider' AND ${found}`
}

/** The row that `theirs` asks for, or the day, or what a provider says as JSON. */
export function rowOf(whose: Whose): number | string {
  if ('account' in whose) return whose.account
  if ('membership' in whose) return whose.membership
  if ('provider' in whose) return whose.provider
  if ('said' in whose) return JSON.stringify(whose.said)
  return 'office' in whose ? whose.office : whose.officesEndedOn
}

/** III.L.1: a row for every one of these sessions that the statement before ended at that instant (ms UTC). */
export function recordedForEndedSessions(
  whose: Whose,
  at: number,
  why: string,
  from?: { ip?: string | undefined; request?: string | undefined },
): Prepared<never> {
  return prepared(
    `INSERT INTO audit (at, event, account_id, office_id, session_id, ip, device, request_id, detail)
     SELECT s.ended_at, 'session.closed', s.account_id, m.office_id, s.id, ?, s.device, ?, ?
     FROM session s LEFT JOIN membership m ON m.id = s.membership_id
     WHERE ${theirs(whose)} AND s.ended_at = ? AND s.end_reason = ? AND changes() > 0`,
    from?.ip ?? null,
    from?.request ?? null,
    JSON.stringify({ why }),
    rowOf(whose),
    at,
    why,
  )
}
