/** The working draft as stored; every change moves its `state` on, so that nobody changes what they haven't seen. */
import { prepared, type Prepared } from '../../db/client.ts'
import type { SessionKey } from '../../session-key.ts'
import { type CodeRow, optionalCategories } from '../code-list.ts'
import { moreCategories } from '../store.ts'
import type { Draft, DraftRow } from './draft.ts'

export const PAGE_SIZE = 25

const open = '(SELECT id FROM restricted_draft WHERE closed_at IS NULL)'
const inForce = '(SELECT coalesce(max(version), 0) FROM restricted_list)'
const nameOf = (column: string) => `(SELECT a.first_name || ' ' || a.last_name FROM account a WHERE a.id = d.${column})`

/** The open draft, as it is told to the session's account. */
export function draftFor(session: SessionKey): Prepared<Draft> {
  return prepared(
    `SELECT d.id AS id, d.base_version AS baseVersion, d.state AS state, d.more_categories AS moreCategories,
       d.changed_at AS changedAt, ${nameOf('changed_by')} AS changedBy, d.reason AS reason, d.sent_at AS sentAt,
       ${nameOf('sent_by')} AS sentBy, d.returned_at AS returnedAt, ${nameOf('returned_by')} AS returnedBy,
       d.returned_reason AS returnedReason,
       (SELECT count(*) FROM restricted_draft_row w WHERE w.draft_id = d.id AND w.code_id IS NULL) AS added,
       (SELECT count(*) FROM restricted_draft_row w WHERE w.draft_id = d.id AND w.code_id IS NOT NULL) AS ended,
       ${inForce} AS version, ${moreCategories} AS onNow,
       EXISTS (SELECT 1 FROM restricted_draft_author h WHERE h.draft_id = d.id AND h.account_id =
         (SELECT s.account_id FROM session s WHERE s.public_id = ? AND s.secret_hash = ? AND s.ended_at IS NULL)) AS isAuthor
     FROM restricted_draft d WHERE d.closed_at IS NULL`,
    session.id,
    session.secretHash,
  )
}

/** One page of the open draft's rows, and one more to know whether there is another. */
export function rowsOfDraft(after: number, limit = PAGE_SIZE + 1): Prepared<DraftRow> {
  return prepared(
    `SELECT w.id AS row, w.code_id AS ends, coalesce(c.category, w.category) AS category, coalesce(c.system, w.system) AS system,
       coalesce(c.match, w.match) AS match, coalesce(c.code, w.code) AS code, coalesce(c.source, w.source) AS source,
       coalesce(c.reason, w.reason) AS reason
     FROM restricted_draft_row w LEFT JOIN restricted_code c ON c.id = w.code_id
     WHERE w.draft_id = ${open} AND w.id > ? ORDER BY w.id LIMIT ?`,
    after,
    limit,
  )
}

/** Begins a draft against the version in force, unless there is one. */
export function draftBegun(at: number, by: number): Prepared<never> {
  return prepared(
    `INSERT INTO restricted_draft (base_version, state, more_categories, changed_at, changed_by)
     SELECT ${inForce}, 1, ${moreCategories}, ?, ? WHERE NOT EXISTS ${open}`,
    at,
    by,
  )
}

/** Moves the open draft on from that state; nothing if it is another's by now, or is with privacy. */
export function draftMoved(state: number, at: number, by: number): Prepared<never> {
  return prepared(
    `UPDATE restricted_draft SET state = state + 1, changed_at = ?, changed_by = ?
     WHERE closed_at IS NULL AND sent_at IS NULL AND state = ?`,
    at,
    by,
    state,
  )
}

/** Whoever had a hand in the open draft. */
export function authorNoted(account: number): Prepared<never> {
  return prepared(
    `INSERT OR IGNORE INTO restricted_draft_author (draft_id, account_id) SELECT id, ? FROM restricted_draft WHERE closed_at IS NULL`,
    account,
  )
}

/** Adds rows; one that is in force already, or that the draft has, is left out. */
export function rowsAdded(rows: readonly CodeRow[]): Prepared<never>[] {
  const size = 1000
  const chunks = Array.from({ length: Math.ceil(rows.length / size) }, (_, n) => rows.slice(n * size, (n + 1) * size))
  return chunks.map((chunk) =>
    prepared(
      `INSERT OR IGNORE INTO restricted_draft_row (draft_id, category, system, match, code, source, reason)
       SELECT ${open}, v.value ->> 'category', v.value ->> 'system', v.value ->> 'match', v.value ->> 'code',
         v.value ->> 'source', v.value ->> 'reason' FROM json_each(?) v
       WHERE NOT EXISTS (SELECT 1 FROM restricted_code c WHERE c.to_version IS NULL AND c.system = v.value ->> 'system'
         AND c.code = v.value ->> 'code' AND c.match = v.value ->> 'match' AND c.category = v.value ->> 'category')`,
      JSON.stringify(chunk),
    ),
  )
}

/** Whether the open draft adds that row already; a row has no two reasons. */
export function draftAdds({ system, code, match, category }: CodeRow): Prepared<{ row: number }> {
  return prepared(
    `SELECT id AS row FROM restricted_draft_row
     WHERE draft_id = ${open} AND code_id IS NULL AND system = ? AND code = ? AND match = ? AND category = ?`,
    system,
    code,
    match,
    category,
  )
}

/** Whether the open draft ends that row in force already. */
export function draftEnds(id: number): Prepared<{ row: number }> {
  return prepared(`SELECT id AS row FROM restricted_draft_row WHERE draft_id = ${open} AND code_id = ?`, id)
}

/** Ends rows in force, by their ids. */
export function rowsEnded(ids: readonly number[]): Prepared<never> {
  return prepared(
    `INSERT OR IGNORE INTO restricted_draft_row (draft_id, code_id)
     SELECT ${open}, c.id FROM json_each(?) v JOIN restricted_code c ON c.id = v.value WHERE c.to_version IS NULL`,
    JSON.stringify(ids),
  )
}

/** Takes rows out of the draft: that one, or all. */
export function rowsTakenOut(row: number | null): Prepared<never> {
  return prepared(`DELETE FROM restricted_draft_row WHERE draft_id = ${open} AND (id = ?1 OR ?1 IS NULL)`, row)
}

/** Switches the optional categories: those named are on. */
export function categoriesSwitched(on: readonly string[]): Prepared<never> {
  return prepared(
    'UPDATE restricted_draft SET more_categories = ? WHERE closed_at IS NULL',
    JSON.stringify(optionalCategories.filter((one) => on.includes(one))),
  )
}

/** Takes the version in force as the base: what it added or ended by now is no change any more. */
export const rebased: Prepared<never>[] = [
  prepared(`UPDATE restricted_draft SET base_version = ${inForce} WHERE closed_at IS NULL`),
  prepared(
    `DELETE FROM restricted_draft_row WHERE draft_id = ${open} AND (
       code_id IN (SELECT id FROM restricted_code WHERE to_version IS NOT NULL)
       OR code_id IS NULL AND EXISTS (SELECT 1 FROM restricted_code c WHERE c.to_version IS NULL AND c.system = restricted_draft_row.system
         AND c.code = restricted_draft_row.code AND c.match = restricted_draft_row.match AND c.category = restricted_draft_row.category))`,
  ),
]

/** Throws the open draft of that state away. */
export function draftDiscarded(state: number, at: number, by: number): Prepared<never> {
  return prepared(
    `UPDATE restricted_draft SET closed_at = ?, outcome = 'discarded', changed_at = ?, changed_by = ?
     WHERE closed_at IS NULL AND sent_at IS NULL AND state = ?`,
    at,
    at,
    by,
    state,
  )
}

/** The draft changes something against the version in force. */
const changes = `(EXISTS (SELECT 1 FROM restricted_draft_row w WHERE w.draft_id = d.id)
  OR d.more_categories <> ${moreCategories})`

/** The draft's newest run of just this state, done. */
const tried = `(SELECT max(r.id) FROM restricted_dry_run r
  WHERE r.draft_id = d.id AND r.draft_state = d.state AND r.phase = 'done')`

/** Gives the draft to privacy: once it was tried as it is, against the version in force. */
export function draftSent(state: number, reason: string, at: number, by: number): Prepared<never> {
  return prepared(
    `UPDATE restricted_draft AS d SET reason = ?, sent_at = ?, sent_by = ?, returned_at = NULL, returned_by = NULL,
       returned_reason = NULL
     WHERE closed_at IS NULL AND sent_at IS NULL AND state = ? AND base_version = ${inForce} AND ${changes} AND ${tried} IS NOT NULL`,
    reason,
    at,
    by,
    state,
  )
}

/** Sends the draft back. It may be changed again; its state stays. */
export function draftReturned(state: number, reason: string, at: number, by: number): Prepared<never> {
  return prepared(
    `UPDATE restricted_draft SET sent_at = NULL, sent_by = NULL, returned_at = ?, returned_by = ?, returned_reason = ?
     WHERE closed_at IS NULL AND sent_at IS NOT NULL AND state = ?`,
    at,
    by,
    reason,
    state,
  )
}

/** Who signs may have had no hand in it. */
const maySign = `d.closed_at IS NULL AND d.sent_at IS NOT NULL AND d.state = ? AND d.base_version = ${inForce} AND ${tried} IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM restricted_draft_author h WHERE h.draft_id = d.id AND h.account_id = ?)`

/** Makes the draft that next version, if it is still as it was seen. Nothing else of `draftTaken` happens unless this did. */
export function versionSigned(state: number, next: number, at: number, by: number): Prepared<never> {
  return prepared(
    `INSERT INTO restricted_list (version, made_at, source, reason, rows_added, rows_ended, drafted_by, signed_by, more_categories,
       consequences, dry_run_id)
     SELECT d.base_version + 1, ?, 'portal', d.reason,
       (SELECT count(*) FROM restricted_draft_row w WHERE w.draft_id = d.id AND w.code_id IS NULL),
       (SELECT count(*) FROM restricted_draft_row w WHERE w.draft_id = d.id AND w.code_id IS NOT NULL),
       d.sent_by, ?, d.more_categories, (SELECT r.outcome FROM restricted_dry_run r WHERE r.id = ${tried}), ${tried}
     FROM restricted_draft d WHERE ${maySign} AND d.base_version = ? - 1`,
    at,
    by,
    state,
    by,
    next,
  )
}

/** The signed draft's rows come into force or end; run after `versionSigned`, in its batch. */
export function draftTaken(at: number): Prepared<never>[] {
  return [
    prepared(
      `UPDATE restricted_code SET to_version = ${inForce} WHERE to_version IS NULL
         AND id IN (SELECT code_id FROM restricted_draft_row WHERE draft_id = ${open} AND code_id IS NOT NULL)`,
    ),
    prepared(
      `INSERT INTO restricted_code (category, system, match, code, source, reason, from_version)
       SELECT category, system, match, code, source, reason, ${inForce} FROM restricted_draft_row
       WHERE draft_id = ${open} AND code_id IS NULL ORDER BY id`,
    ),
    prepared(`UPDATE restricted_draft SET closed_at = ?, outcome = 'published' WHERE closed_at IS NULL`, at),
  ]
}

/** The accounts that sign the list. */
export const signers: Prepared<{ account: number }> = prepared(
  `SELECT id AS account FROM account WHERE department = 'privacy' AND suspended_at IS NULL AND terminated_at IS NULL`,
)

/** The draft that waits for privacy, if one does; since when in ms UTC. */
export const countedDraftToSign: Prepared<{ count: number; since: number | null }> = prepared(
  'SELECT count(*) AS count, min(sent_at) AS since FROM restricted_draft WHERE closed_at IS NULL AND sent_at IS NOT NULL',
)
