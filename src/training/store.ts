/** Training as stored: sections done so far, attestations, prompts sent (III.J). */
import { type Prepared, prepared } from '../db/client.ts'
import { type Ask, peopleToWarn, type ToWarn } from '../notices/store.ts'
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

/** People to prompt who were trained on the day, and not since. */
export function trainingsOf(ask: Ask): Prepared<ToWarn> {
  const tables = 'training_attestation t JOIN account a ON a.id = t.account_id'
  const only = `AND NOT EXISTS (SELECT 1 FROM training_attestation later
    WHERE later.account_id = t.account_id AND later.attested_on > t.attested_on)`
  return peopleToWarn({ tables, day: 't.attested_on', row: 't.id', only }, ask)
}
