/** Verifications with their cards: who is to be looked at, what was decided, and that it was attested (III.H). */
import { type Prepared, prepared } from '../db/client.ts'
import { newId } from '../ids.ts'
import type { Day } from '../policy/calendar.ts'
import type { SessionKey } from '../session-key.ts'
import type { CardDecision, OpenVerification, Spoken } from './verification.ts'

const isOpen = 'completed_at IS NULL AND dropped_at IS NULL'

/** Opens the verification of the office that fell due on that day; one that is open absorbs it. `at` in ms UTC. */
export function opened(office: number, dueOn: Day, at: number): Prepared<never> {
  return prepared(
    `INSERT INTO verification (public_id, office_id, due_on, opened_at) SELECT ?, ?, ?, ?
     WHERE NOT EXISTS (SELECT 1 FROM verification WHERE office_id = ? AND ${isOpen}) ON CONFLICT DO NOTHING`,
    newId('verification'),
    office,
    dueOn,
    at,
    office,
  )
}

const open = `SELECT v.id AS row, v.public_id AS id, o.id AS office, o.name AS officeName, o.access_on AS accessOn,
    v.due_on AS dueOn, o.prompt_received_on AS promptReceivedOn, o.suspended_at AS suspendedAt,
    v.reminded_day AS remindedDay, v.alarmed_at AS alarmedAt
  FROM verification v JOIN office o ON o.id = v.office_id WHERE v.completed_at IS NULL AND v.dropped_at IS NULL`

/** The office's verification that isn't complete. */
export function openVerificationOf(office: number): Prepared<OpenVerification> {
  return prepared(`${open} AND v.office_id = ?`, office)
}

/** The same of the office that the session works for; none for an invalid cookie. */
export function openVerificationFor(key: SessionKey): Prepared<OpenVerification> {
  return prepared(
    `${open} AND v.office_id = (SELECT sm.office_id FROM session s JOIN membership sm ON sm.id = s.membership_id
       WHERE s.public_id = ? AND s.secret_hash = ? AND s.ended_at IS NULL)`,
    key.id,
    key.secretHash,
  )
}

/**
 * SQL for: the membership `m` of the account `a` is to be looked at by a verification. `today` and `before` are SQL: a day,
 * and the instant (ms) before which somebody was admitted; whoever came later counts as verified by their approval.
 */
export function isToVerify(today: string, before: string): string {
  return `(m.ended_on IS NULL OR m.ended_on > ${today}) AND a.terminated_at IS NULL AND m.admitted_at < ${before}`
}

/**
 * Keeps what was decided about the membership, in place of what was before, while the verification is open; changes
 * nothing if the same was decided. `at` in ms UTC.
 */
export function cardDecided(
  verification: number,
  membership: number,
  decision: CardDecision,
  at: number,
  by: number,
): Prepared<never> {
  return prepared(
    `INSERT INTO verification_card (verification_id, membership_id, decision, decided_at, decided_by)
     SELECT v.id, m.id, ?, ?, ? FROM verification v JOIN membership m ON m.office_id = v.office_id
     WHERE v.id = ? AND v.completed_at IS NULL AND v.dropped_at IS NULL AND m.id = ?
     ON CONFLICT (verification_id, membership_id) DO UPDATE SET
       decision = excluded.decision, decided_at = excluded.decided_at, decided_by = excluded.decided_by
       WHERE verification_card.decision <> excluded.decision`,
    decision,
    at,
    by,
    verification,
    membership,
  )
}

const undecided = `SELECT m.id FROM membership m JOIN account a ON a.id = m.account_id
  WHERE m.office_id = verification.office_id AND ${isToVerify('?3', '?4')}
    AND NOT EXISTS (SELECT 1 FROM verification_card c WHERE c.verification_id = verification.id AND c.membership_id = m.id)`

/** How a verification is completed. Instants in ms UTC. */
export type Completion = {
  at: number
  on: Day
  /** Who was admitted before this instant was to be looked at. */
  before: number
  by: number
  attestation: string
  receivedOn: Day
  byOnlyLoa: boolean
  spoken: Spoken | null
}

/** Completes it, unless somebody did; by the office itself only once every card is decided. */
export function completed(verification: number, to: Completion): Prepared<never> {
  return prepared(
    `UPDATE verification SET completed_at = ?2, completed_on = ?3, completed_by = ?5, attestation = ?6, received_on = ?7,
       by_only_loa = ?8, spoke_with = ?9, spoke_on = ?10, notes = ?11
     WHERE id = ?1 AND ${isOpen} AND (?9 IS NOT NULL OR NOT EXISTS (${undecided}))`,
    verification,
    to.at,
    to.on,
    to.before,
    to.by,
    to.attestation,
    to.receivedOn,
    to.byOnlyLoa ? 1 : 0,
    to.spoken?.with ?? null,
    to.spoken?.on ?? null,
    to.spoken?.notes ?? null,
  )
}

/** III.H.5: memberships that nobody vouched for are suspended with the completion. Run after `completed`. */
export function unverifiedSuspended(verification: number, { at, on, before }: Completion): Prepared<never> {
  return prepared(
    `UPDATE membership SET suspended_at = ?2, suspended_for = 'unverified' WHERE suspended_at IS NULL AND id IN (
       SELECT m.id FROM verification v JOIN membership m ON m.office_id = v.office_id JOIN account a ON a.id = m.account_id
       WHERE v.id = ?1 AND v.completed_at = ?2 AND ${isToVerify('?3', '?4')}
         AND NOT EXISTS (SELECT 1 FROM verification_card c WHERE c.verification_id = v.id AND c.membership_id = m.id))`,
    verification,
    at,
    on,
    before,
  )
}

/** Their accounts, for the log; run before `unverifiedSuspended`. */
export function unverifiedAccounts(verification: number, { at, on, before }: Completion): Prepared<{ id: number }> {
  return prepared(
    `SELECT m.account_id AS id FROM verification v JOIN membership m ON m.office_id = v.office_id JOIN account a ON a.id = m.account_id
     WHERE v.id = ? AND v.completed_at = ? AND m.suspended_at IS NULL AND ${isToVerify('?', '?')}
       AND NOT EXISTS (SELECT 1 FROM verification_card c WHERE c.verification_id = v.id AND c.membership_id = m.id)`,
    verification,
    at,
    on,
    before,
  )
}

/** III.L.3: what becomes of each of them, by whom; run before `unverifiedSuspended`. */
export function unverifiedChangesKept(verification: number, to: Completion): Prepared<never> {
  const { sql, params } = unverifiedAccounts(verification, to)
  return prepared(
    `INSERT INTO account_change (account_id, at, by_account, field, before, after, office_id)
     SELECT changed.id, ?, ?, 'membership', 'active', 'unverified', (SELECT v.office_id FROM verification v WHERE v.id = ?) FROM (${sql}) changed`,
    to.at,
    to.by,
    verification,
    ...params,
  )
}
