/** One verification, for the plan: its course, its cards, whom to call, and the office's way back (III.H.4, III.H.5). */
import { type Prepared, prepared } from '../../../db/client.ts'
import { isLoa, loas } from '../../../offices/loas/store.ts'
import type { Day } from '../../../policy/calendar.ts'
import { isToVerify } from '../../store.ts'
import type { PlanCard, PlanVerification, Reachable } from '../calendar.ts'

/** The verification of that public id, with its office. */
export function verificationFor(id: string): Prepared<PlanVerification> {
  return prepared(
    `SELECT v.id AS row, v.public_id AS id, o.id AS office, o.public_id AS officeId, o.name AS officeName, o.access_on AS accessOn,
       o.terminated_on AS terminatedOn, o.suspended_at AS suspendedAt, o.verify_due_on AS verifyDueOn,
       o.prompt_received_on AS promptReceivedOn, o.manager_name AS managerName, o.manager_title AS managerTitle,
       o.manager_email AS managerEmail, o.manager_telephone AS managerTelephone, o.telephone AS telephone,
       NOT EXISTS (SELECT 1 FROM verification x WHERE x.office_id = v.office_id AND x.id > v.id AND x.dropped_at IS NULL) AS isLast,
       v.due_on AS dueOn, v.opened_at AS openedAt, v.received_on AS receivedOn, v.reminded_day AS remindedDay,
       v.alarmed_at AS alarmedAt, v.completed_at AS completedAt, v.completed_on AS completedOn,
       b.first_name || ' ' || b.last_name AS completedBy, v.by_only_loa AS byOnlyLoa, v.spoke_with AS spokeWith,
       v.spoke_on AS spokeOn, v.notes AS notes, v.dropped_at AS droppedAt, v.reinstated_at AS reinstatedAt,
       r.first_name || ' ' || r.last_name AS reinstatedBy, v.reinstated_because AS reinstatedBecause
     FROM verification v JOIN office o ON o.id = v.office_id LEFT JOIN account b ON b.id = v.completed_by
       LEFT JOIN account r ON r.id = v.reinstated_by WHERE v.public_id = ?`,
    id,
  )
}

/** For the audit row of its page: there is such a verification. */
export function verificationSeen(id: string): Prepared<{ memberId: null }> {
  return prepared('SELECT NULL AS "memberId" FROM verification WHERE public_id = ?', id)
}

/** Everybody whom it looks at or looked at, by name. Who was admitted after the prompt is left out by `isLookedAt`. */
export function planCardsOf(id: string, today: Day): Prepared<PlanCard> {
  return prepared(
    `SELECT m.public_id AS id, m.id AS row, a.id AS account, a.first_name AS firstName, a.last_name AS lastName, a.email AS email,
       a.job_title AS jobTitle, m.is_loa AS isLoa, a.approved_on AS approvedOn, a.last_used_on AS lastUsedOn, m.admitted_at AS admittedAt,
       (SELECT json_group_array(g.role) FROM role_grant g WHERE g.membership_id = m.id AND (g.ends_on IS NULL OR g.ends_on >= ?2)) AS roles,
       c.decision AS decision, c.decided_at AS decidedAt, d.first_name || ' ' || d.last_name AS decider
     FROM verification v JOIN membership m ON m.office_id = v.office_id JOIN account a ON a.id = m.account_id
       LEFT JOIN verification_card c ON c.verification_id = v.id AND c.membership_id = m.id LEFT JOIN account d ON d.id = c.decided_by
     WHERE v.public_id = ?1 AND (c.decision IS NOT NULL OR (v.completed_at IS NULL AND ${isToVerify('?2', String(Number.MAX_SAFE_INTEGER))})
       OR (m.suspended_for = 'unverified' AND m.suspended_at = v.completed_at))
     ORDER BY a.last_name, a.first_name, m.id`,
    id,
    today,
  )
}

/** The administrators of its office, whatever became of the office. */
export function loasToCall(id: string, today: Day): Prepared<Reachable> {
  return prepared(
    `SELECT la.first_name || ' ' || la.last_name AS name, la.email AS email, coalesce(la.telephone, la.mobile) AS telephone
     FROM ${loas} JOIN verification v ON v.office_id = lo.id WHERE v.public_id = ?1 AND ${isLoa('?2')} ORDER BY name`,
    id,
    today,
  )
}

/** III.H.5: access is given back after that verification, unless it was, or the office is open or has ended. `at` in ms UTC. */
export function reinstatedAfter(
  verification: number,
  at: number,
  by: number,
  reason: string,
  today: Day,
): Prepared<never> {
  return prepared(
    `UPDATE verification SET reinstated_at = ?2, reinstated_by = ?3, reinstated_because = ?4
     WHERE id = ?1 AND completed_at IS NOT NULL AND reinstated_at IS NULL AND dropped_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM verification x WHERE x.office_id = verification.office_id AND x.id > verification.id AND x.dropped_at IS NULL)
       AND EXISTS (SELECT 1 FROM office o WHERE o.id = verification.office_id AND o.suspended_at IS NOT NULL
         AND (o.terminated_on IS NULL OR o.terminated_on > ?5))`,
    verification,
    at,
    by,
    reason,
    today,
  )
}

/** III.H.5: the office is open again. */
export function officeOpened(office: number): Prepared<never> {
  return prepared('UPDATE office SET suspended_at = NULL WHERE id = ?', office)
}

const vouchedFor = `SELECT m.id FROM verification_card c JOIN membership m ON m.id = c.membership_id
  WHERE c.verification_id = ? AND c.decision IN ('kept', 'changed') AND m.suspended_for = 'unverified'`

/** III.H.5: accounts that nobody had vouched for before and somebody did now; run before `verifiedOpened`. */
export function verifiedAccounts(verification: number): Prepared<{ id: number }> {
  return prepared(`SELECT account_id AS id FROM membership WHERE id IN (${vouchedFor})`, verification)
}

/** III.L.3: that they are open again, by whom and why; run before `verifiedOpened`. `at` in ms UTC. */
export function verifiedChangesKept(verification: number, at: number, by: number, reason: string): Prepared<never> {
  return prepared(
    `INSERT INTO account_change (account_id, at, by_account, field, before, after, office_id, reason)
     SELECT account_id, ?, ?, 'membership', 'unverified', 'active', office_id, ? FROM membership WHERE id IN (${vouchedFor})`,
    at,
    by,
    reason,
    verification,
  )
}

/** III.H.5: their memberships are open again. */
export function verifiedOpened(verification: number): Prepared<never> {
  return prepared(
    `UPDATE membership SET suspended_at = NULL, suspended_for = NULL WHERE id IN (${vouchedFor})`,
    verification,
  )
}

/** Whom the office's mail goes to: its administrators, or its manager. */
export function officeMail(
  office: number,
  today: Day,
): Prepared<{ name: string; loas: string; managerName: string | null; managerEmail: string | null }> {
  return prepared(
    `SELECT o.name AS name, o.manager_name AS managerName, o.manager_email AS managerEmail,
       (SELECT json_group_array(l.account_id) FROM ${loas} WHERE l.office_id = o.id AND ${isLoa('?2')}) AS loas
     FROM office o WHERE o.id = ?1`,
    office,
    today,
  )
}
