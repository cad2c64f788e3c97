/** Late revocations for those who decide them, and what the audit log has of each (III.M.3). */
import { type Prepared, prepared } from '../../db/client.ts'
import type { Day } from '../../policy/calendar.ts'
import type { SessionKey } from '../../session-key.ts'
import type { ReportDecision, RevocationKind } from '../termination.ts'

/** Rows on a page. */
export const PAGE_SIZE = 25
/** So many are counted; one more says that there are more. */
const COUNT_CAP = 1000

/** SQL for: the session's person sees the report `r`: e-business all of them, the privacy office what is referred to it. Its two parameters are the key's. */
const maySee = `EXISTS (SELECT 1 FROM session s JOIN account x ON x.id = s.account_id WHERE s.public_id = ?1 AND s.secret_hash = ?2
  AND s.ended_at IS NULL AND (x.department = 'e-business' OR (x.department = 'privacy' AND r.decision = 'referred')))`

/** A late revocation. Instants in ms UTC. */
export type ReportRow = {
  id: string
  kind: RevocationKind
  changedOn: Day
  revokedOn: Day
  at: number
  reason: string | null
  decideBy: Day
  decidedAt: number | null
  decidedBy: string | null
  decision: ReportDecision | null
  decisionReason: string | null
  name: string
  email: string
  office: string
  /** Who revoked it; null: the program. */
  revokedBy: string | null
  /** The rows of the account and the office, and the row of the log with which the access ended: the order of the log decides. */
  accountRow: number
  officeRow: number
  endSeq: number
}

const columnsOfReport = `r.public_id AS id, r.kind AS kind, r.changed_on AS changedOn, r.revoked_on AS revokedOn, r.at AS at, r.reason AS reason,
  r.decide_by AS decideBy, r.decided_at AS decidedAt, d.first_name || ' ' || d.last_name AS decidedBy, r.decision AS decision,
  r.decision_reason AS decisionReason, a.first_name || ' ' || a.last_name AS name, a.email AS email, o.name AS office,
  b.first_name || ' ' || b.last_name AS revokedBy, r.account_id AS accountRow, r.office_id AS officeRow,
  (SELECT max(e.seq) FROM audit e WHERE e.subject_id = r.account_id AND e.record = r.public_id AND e.event = 'membership.changed') AS endSeq`

const joined = `JOIN account a ON a.id = r.account_id JOIN office o ON o.id = r.office_id
    LEFT JOIN account b ON b.id = r.by_account LEFT JOIN account d ON d.id = r.decided_by
  WHERE r.is_late = 1 AND ${maySee}`

/** An instant after all others (ms UTC), and a row behind all others. */
const EVER = Number.MAX_SAFE_INTEGER

/**
 * A page of the reports that the session's person sees, behind the report `after` (public id), and one more: those to decide
 * first, the most urgent of them before, then the latest decisions. Each part is a walk along its index.
 */
export function listedReports(key: SessionKey, after: string | null): Prepared<ReportRow> {
  return prepared(
    `WITH behind (decided, by_day, row) AS MATERIALIZED (SELECT z.decided_at, z.decide_by, z.id FROM revocation z WHERE z.public_id = ?3),
     mine (department) AS MATERIALIZED (SELECT x.department FROM session s JOIN account x ON x.id = s.account_id
       WHERE s.public_id = ?1 AND s.secret_hash = ?2 AND s.ended_at IS NULL AND (?3 IS NULL OR EXISTS (SELECT 1 FROM behind))),
     found (row) AS (
       SELECT * FROM (SELECT r.id FROM revocation r INDEXED BY revocation_to_decide
         WHERE r.is_late = 1 AND r.decided_at IS NULL AND (r.decide_by, r.id) > (
           (SELECT coalesce((SELECT by_day FROM behind), '') FROM mine
             WHERE department = 'e-business' AND NOT EXISTS (SELECT 1 FROM behind WHERE decided IS NOT NULL)),
           coalesce((SELECT row FROM behind), 0))
         ORDER BY r.decide_by, r.id LIMIT ?4)
       UNION ALL SELECT * FROM (${decided('revocation_decided', 'r.decided_at IS NOT NULL', 'e-business')})
       UNION ALL SELECT * FROM (${decided('revocation_referred', "r.decision = 'referred'", 'privacy')})
       LIMIT ?4)
     SELECT ${columnsOfReport} FROM found CROSS JOIN revocation r ON r.id = found.row ${joined}
     ORDER BY r.decided_at IS NOT NULL, -r.decided_at, iif(r.decided_at IS NULL, r.decide_by, ''), iif(r.decided_at IS NULL, r.id, -r.id) LIMIT ?4`,
    key.id,
    key.secretHash,
    after,
    PAGE_SIZE + 1,
  )
}

/** SQL for: the reports that are decided so, the latest first, for the department; for others the walk has no beginning. */
function decided(index: string, how: string, department: string): string {
  return `SELECT r.id FROM revocation r INDEXED BY ${index}
    WHERE r.is_late = 1 AND ${how} AND (r.decided_at, r.id) < (
      (SELECT coalesce((SELECT decided FROM behind), ${EVER}) FROM mine WHERE department = '${department}'),
      coalesce((SELECT row FROM behind WHERE decided IS NOT NULL), ${EVER}))
    ORDER BY r.decided_at DESC, r.id DESC LIMIT ?4`
}

/** One report, by its public id. */
export function reportFor(key: SessionKey, id: string): Prepared<ReportRow> {
  return prepared(
    `SELECT ${columnsOfReport} FROM revocation r ${joined} AND r.public_id = ?3`,
    key.id,
    key.secretHash,
    id,
  )
}

/** For the page's audit row: a row if the session's person sees the report. */
export function reportSeen(key: SessionKey, id: string): Prepared<{ memberId: null }> {
  return prepared(
    `SELECT NULL AS "memberId" FROM revocation r WHERE r.is_late = 1 AND ${maySee.replace('?1', '?').replace('?2', '?')} AND r.public_id = ?`,
    key.id,
    key.secretHash,
    id,
  )
}

/** Decides the report, unless that was done before. `at` in ms UTC. */
export function reportDecided(
  id: string,
  decision: ReportDecision,
  reason: string,
  by: number,
  at: number,
): Prepared<never> {
  return prepared(
    `UPDATE revocation SET decided_at = ?, decided_by = ?, decision = ?, decision_reason = ?
     WHERE public_id = ? AND is_late = 1 AND decided_at IS NULL`,
    at,
    by,
    decision,
    reason,
    id,
  )
}

/** Whose visits: an account's through an office (their rows), from an instant (ms UTC) up to, not with, a row of the log. */
export type Span = { account: number; office: number; from: number; endSeq: number }

const paramsOf = ({ account, office, from, endSeq }: Span) => [account, office, from, endSeq]

/** SQL for: the rows `v` of the log of the span. The person's own index is named, since an office's or a day's rows are many more. */
const ofSpan = `FROM audit v INDEXED BY audit_account WHERE v.account_id = ?1 AND v.office_id = ?2 AND v.at >= ?3 AND v.seq < ?4`

/** The same of pages that were shown: what was not there, or withheld after all, nobody saw (III.L.2). */
const shown = `${ofSpan} AND v.page IS NOT NULL AND v.event NOT IN ('record.not_found', 'page.withheld')
  AND NOT EXISTS (SELECT 1 FROM audit back WHERE back.of_seq = v.seq)`

/** SQL for: the members (rows) whom these pages showed: of a record, and of a list each one that it named (III.K.2.d.vi). */
const membersShown = `(SELECT v.seq AS seq, v.at AS at, v.member_id AS member ${shown} AND v.member_id IS NOT NULL
  UNION ALL SELECT l.seq, l.at, named.value FROM (SELECT v.seq AS seq, v.at AS at, v.members AS members ${shown} AND v.members IS NOT NULL) l,
    json_each(l.members) named)`

/** What was reached, in numbers. */
export function reachedOf(span: Span): Prepared<{ pages: number; records: number; members: number }> {
  return prepared(
    `SELECT (SELECT count(*) ${shown}) AS pages, (SELECT count(DISTINCT v.record) ${shown}) AS records,
       (SELECT count(DISTINCT m.member) FROM ${membersShown} m) AS members`,
    ...paramsOf(span),
  )
}

/** Something that was reached: how often, at first and at last (ms UTC). */
type Reached = { times: number; firstAt: number; lastAt: number }

/** The areas of the portal that were reached, in the order they were: the route, and what was done there. */
export function areasOf(span: Span): Prepared<Reached & { page: string; event: string }> {
  return prepared(
    `SELECT v.page AS page, v.event AS event, count(*) AS times, min(v.at) AS firstAt, max(v.at) AS lastAt ${shown}
     GROUP BY v.page, v.event ORDER BY min(v.seq)`,
    ...paramsOf(span),
  )
}

/** What else the log has of the person in that office: sign-ins, and what they changed. */
export function actsOf(span: Span): Prepared<Reached & { event: string }> {
  return prepared(
    `SELECT v.event AS event, count(*) AS times, min(v.at) AS firstAt, max(v.at) AS lastAt ${ofSpan} AND v.page IS NULL
     GROUP BY v.event ORDER BY min(v.seq)`,
    ...paramsOf(span),
  )
}

/** A record that was opened, with its member's public id where it has one; `place`: the row of the first time. */
export type RecordReached = Reached & { record: string; page: string; member: string | null; place: number }

/** Records that were opened, in the order they were, behind the place `after`; at most so many, null: all. */
export function recordsOf(span: Span, after: number, most: number | null): Prepared<RecordReached> {
  return prepared(
    `SELECT x.record AS record, x.page AS page, b.public_id AS member, x.times AS times, x.first AS firstAt, x.last AS lastAt, x.place AS place
     FROM (SELECT v.record AS record, min(v.page) AS page, max(v.member_id) AS member, count(*) AS times, min(v.at) AS first,
         max(v.at) AS last, min(v.seq) AS place ${shown} AND v.record IS NOT NULL
       GROUP BY v.record HAVING min(v.seq) > ?5 ORDER BY min(v.seq) LIMIT ?6) x
     LEFT JOIN member b ON b.id = x.member ORDER BY x.place`,
    ...paramsOf(span),
    after,
    most ?? -1,
  )
}

/** A member whose information was shown, by public id. */
export type MemberReached = Reached & { member: string }

/** Members whose information was shown, behind the one `after` (public id); at most so many, null: all. */
export function membersOf(span: Span, after: string | null, most: number | null): Prepared<MemberReached> {
  return prepared(
    `SELECT b.public_id AS member, count(DISTINCT m.seq) AS times, min(m.at) AS firstAt, max(m.at) AS lastAt
     FROM ${membersShown} m JOIN member b ON b.id = m.member
     WHERE ?5 IS NULL OR m.member > (SELECT k.id FROM member k WHERE k.public_id = ?5)
     GROUP BY m.member ORDER BY m.member LIMIT ?6`,
    ...paramsOf(span),
    after,
    most ?? -1,
  )
}

/** How many late revocations nobody has decided, and how many of them are overdue on `today`. */
export function countedLateRevocations(today: Day): Prepared<{ count: number; overdue: number }> {
  return prepared(
    `SELECT count(*) AS count, coalesce(sum(is_overdue), 0) AS overdue FROM (SELECT decide_by < ? AS is_overdue FROM revocation
       WHERE is_late = 1 AND decided_at IS NULL ORDER BY decide_by LIMIT ${COUNT_CAP + 1})`,
    today,
  )
}

/** How many late revocations the privacy office was given, and since when the first of them (ms UTC). */
export const countedReferred: Prepared<{ count: number; since: number | null }> = prepared(
  `SELECT count(*) AS count, min(since) AS since FROM (SELECT decided_at AS since FROM revocation
     WHERE is_late = 1 AND decision = 'referred' ORDER BY decided_at LIMIT ${COUNT_CAP + 1})`,
)
