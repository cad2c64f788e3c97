/** Searching the log (III.L.4). */
import { and, desc, eq, gte, lt, sql, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import { columns, type Prepared, prepared, query } from '../db/client.ts'
import { account, audit, member, memberNumberKey, office } from '../db/schema/index.ts'
import type { SessionKey } from '../session-key.ts'
import type { AuditFilters } from './filters.ts'

/** Rows on a page. */
export const PAGE_SIZE = 50

const subject = alias(account, 'subject')

/** Whether the session's person was given the log to read; nothing is read without. */
function mayRead(session: SessionKey): SQL {
  return sql`EXISTS (SELECT 1 FROM session s JOIN capability c ON c.account_id = s.account_id AND c.name = 'audit.read'
    WHERE s.public_id = ${session.id} AND s.secret_hash = ${session.secretHash} AND s.ended_at IS NULL)`
}

const withheldLater = sql`EXISTS (SELECT 1 FROM audit back WHERE back.of_seq = ${audit.seq})`

/**
 * Rows that showed the member: pages about them, and lists that named them, less what was withheld (III.K.2.d.vi).
 * Lists above the mark are not in `audit_member` yet, so they are read themselves.
 */
function showed(memberNumber: string): SQL {
  const whom = sql`(SELECT id FROM member WHERE ${memberNumberKey} = ${memberNumber})`
  return sql`${audit.seq} IN (
      SELECT seq FROM audit WHERE member_id IN ${whom}
      UNION SELECT seq FROM audit_member WHERE member_id IN ${whom}
      UNION SELECT list.seq FROM audit list, json_each(list.members) named
        WHERE list.members IS NOT NULL AND list.seq > (SELECT seq FROM audit_member_mark) AND named.value IN ${whom})
    AND NOT ${withheldLater}`
}

/** How far lists are in `audit_member`, and how far the log goes. */
export const listMark = prepared<{ mark: number; newest: number }>(
  'SELECT mark.seq AS mark, (SELECT coalesce(max(seq), 0) FROM audit) AS newest FROM audit_member_mark mark',
)

/**
 * Takes the members of lists above `mark` up to `upTo` into `audit_member` and moves the mark, in one batch;
 * nothing if somebody moved it before.
 */
export function listsTaken(mark: number, upTo: number): Prepared<never>[] {
  return [
    prepared(
      `INSERT INTO audit_member (member_id, seq)
       SELECT named.value, list.seq FROM audit_member_mark mark, audit list, json_each(list.members) named
       WHERE mark.seq = ? AND list.members IS NOT NULL AND list.seq > ? AND list.seq <= ?`,
      mark,
      mark,
      upTo,
    ),
    prepared('UPDATE audit_member_mark SET seq = ? WHERE seq = ?', upTo, mark),
  ]
}

/** A page of the log, the newest first, and one row more to know whether there is another. */
export function searchedAudit(session: SessionKey, filters: AuditFilters, before: number | null) {
  const { person, office: place, memberNumber, event, from, to } = filters
  return query
    .select(
      columns({
        seq: audit.seq,
        at: audit.at,
        event: audit.event,
        email: account.email,
        subjectEmail: subject.email,
        office: office.name,
        memberNumber: member.memberNumber,
        members: sql<number>`coalesce(json_array_length(${audit.members}), 0)`,
        page: audit.page,
        record: audit.record,
        ip: audit.ip,
        device: audit.device,
        clause: audit.clause,
        withheld: sql<number>`${withheldLater}`,
      }),
    )
    .from(audit)
    .leftJoin(account, eq(account.id, audit.accountId))
    .leftJoin(subject, eq(subject.id, audit.subjectId))
    .leftJoin(office, eq(office.id, audit.officeId))
    .leftJoin(member, eq(member.id, audit.memberId))
    .where(
      and(
        mayRead(session),
        before === null ? undefined : lt(audit.seq, before),
        person ? sql`${audit.accountId} = (SELECT id FROM account WHERE email = ${person})` : undefined,
        place
          ? sql`${audit.officeId} IN (SELECT id FROM office WHERE npi = ${place} OR name = ${place} COLLATE NOCASE)`
          : undefined,
        memberNumber ? showed(memberNumber) : undefined,
        event ? eq(audit.event, event) : undefined,
        from === undefined ? undefined : gte(audit.at, from),
        to === undefined ? undefined : lt(audit.at, to),
      ),
    )
    .orderBy(desc(audit.seq))
    .limit(PAGE_SIZE + 1)
}
