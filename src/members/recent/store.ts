/** Whom somebody opened lately in an office: of this person and office alone, and only what was really shown (section 12). */
import { type Prepared, prepared } from '../../db/client.ts'
import type { Day } from '../../policy/calendar.ts'
import type { Role } from '../../policy/roles.ts'
import { holdsRole } from '../../roles/store.ts'
import type { SessionKey } from '../../session-key.ts'

/** So many members are remembered. */
export const RECENT_SHOWS = 10

/** The role by which a member is opened (III.B.6.a): without it nobody is remembered. */
const ROLE: Role = 'eligibility'

/** A member who was opened lately. */
export type RecentMember = {
  id: string
  memberRow: number
  number: string
  lastName: string
  firstName: string
  birthDate: string | null
}

/**
 * The members whose pages the session's person opened last in the session's office, the newest first; none for who may not
 * look members up there. A page that was withheld after all counts as never opened.
 */
export function recentMembers(session: SessionKey, today: Day): Prepared<RecentMember> {
  const held = holdsRole(ROLE, today)
  return prepared(
    `SELECT b.public_id AS id, b.id AS memberRow, b.member_number AS number, b.last_name AS lastName, b.first_name AS firstName,
       b.birth_date AS birthDate
     FROM session s JOIN membership m ON m.id = s.membership_id JOIN office o ON o.id = m.office_id
     JOIN recent_member r ON r.account_id = s.account_id AND r.office_id = m.office_id JOIN member b ON b.id = r.member_id
     WHERE s.public_id = ? AND s.secret_hash = ? AND s.ended_at IS NULL
       AND ${held.sql}
       AND NOT EXISTS (SELECT 1 FROM audit back WHERE back.of_seq = r.seq)
     ORDER BY r.at DESC, r.seq DESC LIMIT ?`,
    session.id,
    session.secretHash,
    ...held.params,
    RECENT_SHOWS + 1,
  )
}

/**
 * Remembers the member of the public id as opened at an instant (ms UTC), and forgets whoever is one too many. Stands right
 * behind the page's audit row, whose `seq` it keeps.
 */
export function recentKept(session: SessionKey, id: string, at: number): Prepared<never>[] {
  const whose =
    'session s JOIN membership m ON m.id = s.membership_id WHERE s.public_id = ? AND s.secret_hash = ? AND s.ended_at IS NULL'
  return [
    prepared(
      `INSERT INTO recent_member (account_id, office_id, member_id, at, seq)
       SELECT w.account_id, w.office_id, b.id, ?, last_insert_rowid() FROM (SELECT s.account_id, m.office_id FROM ${whose}) w
       JOIN member b ON b.public_id = ? WHERE true
       ON CONFLICT (account_id, office_id, member_id) DO UPDATE SET at = excluded.at, seq = excluded.seq`,
      at,
      session.id,
      session.secretHash,
      id,
    ),
    prepared(
      `DELETE FROM recent_member WHERE (account_id, office_id, member_id) IN (
         SELECT r.account_id, r.office_id, r.member_id FROM (SELECT s.account_id, m.office_id FROM ${whose}) w
         JOIN recent_member r ON r.account_id = w.account_id AND r.office_id = w.office_id
         ORDER BY r.at DESC, r.seq DESC LIMIT -1 OFFSET ?)`,
      session.id,
      session.secretHash,
      RECENT_SHOWS,
    ),
  ]
}
