/** Training as stored: sections done so far, attestations, prompts sent (III.J). */
import { type Prepared, prepared } from '../db/client.ts'
import type { Day } from '../policy/calendar.ts'
import type { SessionKey } from '../session-key.ts'

/** The sections of the training in force that the session's person has done. */
export function sectionsDone(session: SessionKey): Prepared<{ section: number }> {
  return prepared(
    `SELECT p.section AS section FROM training_progress p
     WHERE p.account_id = (SELECT account_id FROM session WHERE public_id = ? AND secret_hash = ? AND ended_at IS NULL)
       AND p.document_id = (${inForce}) ORDER BY p.section`,
    session.id,
    session.secretHash,
  )
}

const inForce = `SELECT d.id FROM document d WHERE d.kind = 'training' AND d.published_at IS NOT NULL ORDER BY d.version DESC LIMIT 1`

/** Keeps that the section is done; `document` is its row, `at` in ms UTC. */
export function sectionKept(account: number, document: number, section: number, at: number): Prepared<never> {
  return prepared(
    'INSERT INTO training_progress (account_id, document_id, section, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    account,
    document,
    section,
    at,
  )
}

/** A completed training. `document` is its row, `on` the plan's day of `at` (ms UTC). */
export type Attestation = { account: number; document: number; on: Day; at: number; ip: string; text: string }

/** Keeps the attestation if all `count` sections are done: the form sent twice counts once. */
export function attestationKept(attestation: Attestation, count: number): Prepared<never> {
  const { account, document, on, at, ip, text } = attestation
  return prepared(
    `INSERT INTO training_attestation (account_id, document_id, attested_on, at, ip, text)
     SELECT ?, ?, ?, ?, ?, ? WHERE ? = (SELECT count(*) FROM training_progress WHERE account_id = ? AND document_id = ?)`,
    account,
    document,
    on,
    at,
    ip,
    text,
    count,
    account,
    document,
  )
}

/** Forgets the sections done: the next training begins at its beginning, whatever its version. */
export function progressForgotten(account: number): Prepared<never> {
  return prepared('DELETE FROM training_progress WHERE account_id = ?', account)
}

/** Somebody who was trained, and the prompts that went out for the days to come. */
export type Trained = { account: number; trainedOn: Day; prompts: string }

/** People who may use the portal and were trained, by account from `after` on, so many at a time. */
export function trainedPeople(after: number, today: Day, limit: number): Prepared<Trained> {
  return prepared(
    `SELECT a.id AS account, max(t.attested_on) AS trainedOn,
       (SELECT json_group_array(json_array(n.about, n.days_before)) FROM notice n
        WHERE n.account_id = a.id AND n.kind = 'training' AND n.about >= ?) AS prompts
     FROM account a JOIN training_attestation t ON t.account_id = a.id
     WHERE a.id > ? AND a.suspended_at IS NULL AND a.terminated_at IS NULL
       AND (a.kind = 'staff' OR EXISTS (
         SELECT 1 FROM membership m JOIN office o ON o.id = m.office_id
         WHERE m.account_id = a.id AND (m.ended_on IS NULL OR m.ended_on > ?)
           AND o.access_on IS NOT NULL AND (o.terminated_on IS NULL OR o.terminated_on > ?)))
     GROUP BY a.id ORDER BY a.id LIMIT ?`,
    today,
    after,
    today,
    today,
    limit,
  )
}

/** Keeps that the prompt goes out; fails if it did before, and with it the mail of the same batch. */
export function promptKept(account: number, due: Day, daysBefore: number, at: number): Prepared<never> {
  return prepared(
    "INSERT INTO notice (account_id, kind, about, days_before, at) VALUES (?, 'training', ?, ?, ?)",
    account,
    due,
    daysBefore,
    at,
  )
}
