/**
 * A dry run beside what is read: it changes no record and no verdict, and follows links as src/feed/judging does.
 * CROSS JOIN: SQLite then goes from the few that were found outward.
 */
import { prepared, type Prepared } from '../../db/client.ts'
import { inForce, leadsNowhere, types } from '../../feed/judging/store.ts'
import type { ListedRow } from '../code-list.ts'
import { judges } from '../store.ts'
import type { Consequence, Phase, Run } from './dry-run.ts'

/** Parts are stored within this time of the instant they bear: what arrived so long before a run may come in after it. */
const LATE_MS = 900_000

const fields = `r.id AS id, r.draft_id AS draft, r.draft_state AS state, r.phase AS phase, r.cursor AS cursor,
  r.asked_at AS askedAt, r.ended_at AS endedAt, r.outcome AS outcome`

/** Begins a run of the open draft at that state. One that was going on about another state is void. */
export function runBegun(state: number, at: number, by: number): Prepared<never>[] {
  const from = at - LATE_MS
  return [
    prepared(
      `UPDATE restricted_dry_run SET phase = 'void', ended_at = ? WHERE ended_at IS NULL AND NOT EXISTS (
         SELECT 1 FROM restricted_draft d WHERE d.id = draft_id AND d.closed_at IS NULL AND d.state = draft_state)`,
      at,
    ),
    prepared(
      `INSERT INTO restricted_dry_run (draft_id, draft_state, asked_at, asked_by, phase, seen_from, seen_count, seen_sum)
       SELECT d.id, d.state, ?, ?, 'judging', ?, s.records, s.instants FROM restricted_draft d
       CROSS JOIN (SELECT count(*) AS records, coalesce(sum(received_at - ?), 0) AS instants FROM feed_record WHERE received_at >= ?) s
       WHERE d.closed_at IS NULL AND d.state = ? AND d.base_version = ${inForce}
         AND NOT EXISTS (SELECT 1 FROM restricted_dry_run r WHERE r.ended_at IS NULL)`,
      at,
      by,
      from,
      from,
      from,
      state,
    ),
  ]
}

/** The run that goes on; `isCurrent`: its draft is still as it was, and drafted against the version in force. */
export const runGoing: Prepared<Run & { isCurrent: 0 | 1 }> = prepared(
  `SELECT ${fields}, d.closed_at IS NULL AND d.state = r.draft_state AND d.base_version = ${inForce} AS isCurrent
   FROM restricted_dry_run r JOIN restricted_draft d ON d.id = r.draft_id WHERE r.ended_at IS NULL`,
)

/** The newest run of the open draft, with how many records it has found, and how far it is through which of them. */
export const newestRun: Prepared<Run & { all: number; arrived: number }> = prepared(
  `SELECT ${fields},
     CASE WHEN r.ended_at IS NOT NULL THEN 0 WHEN r.phase = 'following'
       THEN (SELECT coalesce(max(seq), 0) FROM restricted_dry_run_record) ELSE (SELECT coalesce(max(id), 0) FROM feed_record) END AS "all",
     (SELECT CASE WHEN count(*) = r.seen_count AND coalesce(sum(received_at - r.seen_from), 0) = r.seen_sum THEN 0
        ELSE max(1, count(*) FILTER (WHERE received_at >= r.asked_at)) END
      FROM feed_record WHERE received_at >= r.seen_from) AS arrived
   FROM restricted_dry_run r JOIN restricted_draft d ON d.id = r.draft_id AND d.closed_at IS NULL
   ORDER BY r.id DESC LIMIT 1`,
)

/** The rows that would judge if the draft were in force. */
export function draftedList(draft: number): Prepared<ListedRow> {
  const on = '(SELECT more_categories FROM restricted_draft WHERE id = ?1)'
  return prepared(
    `SELECT id AS id, category AS category, system AS system, match AS match, code AS code FROM restricted_code
     WHERE to_version IS NULL AND ${judges('category', on)}
       AND id NOT IN (SELECT code_id FROM restricted_draft_row WHERE draft_id = ?1 AND code_id IS NOT NULL)
     UNION ALL SELECT -id, category, system, match, code FROM restricted_draft_row
     WHERE draft_id = ?1 AND code_id IS NULL AND ${judges('category', on)}`,
    draft,
  )
}

/** The next records by id, with their codes. */
export function recordsAfter(after: number, limit: number): Prepared<{ id: number; codes: string }> {
  return prepared(
    `SELECT id AS id, codes AS codes FROM feed_record WHERE id > ? AND +type IN (${types}) ORDER BY id LIMIT ?`,
    after,
    limit,
  )
}

/** Records that the draft hides by themselves: by its verdict, or since a link of theirs leads nowhere. */
export function foundBad(run: number, bad: readonly number[], after: number, upTo: number): Prepared<never>[] {
  return [
    prepared(
      'INSERT OR IGNORE INTO restricted_dry_run_record (run_id, record_id) SELECT ?, value FROM json_each(?)',
      run,
      JSON.stringify(bad),
    ),
    prepared(
      `INSERT OR IGNORE INTO restricted_dry_run_record (run_id, record_id)
       SELECT ?, r.id FROM feed_record r WHERE r.id > ? AND r.id <= ? AND +r.type IN (${types}) AND ${leadsNowhere}`,
      run,
      after,
      upTo,
    ),
  ]
}

/** The next of the run's queue: the place of the last of them. */
export function queueAfter(run: number, after: number, limit: number): Prepared<{ upTo: number | null }> {
  return prepared(
    `SELECT max(seq) AS upTo FROM (SELECT seq FROM restricted_dry_run_record WHERE seq > ? AND +run_id = ? ORDER BY seq LIMIT ?)`,
    after,
    run,
    limit,
  )
}

/** What leads to those of the queue is hidden with them, and joins it at its end; a Claim for its other records, too. */
export function followed(run: number, after: number, upTo: number): Prepared<never>[] {
  const found = `FROM restricted_dry_run_record b CROSS JOIN feed_record r ON r.id = b.record_id`
  return [
    prepared(
      `INSERT OR IGNORE INTO restricted_dry_run_record (run_id, record_id)
       SELECT ?1, f.id ${found} CROSS JOIN feed_link l ON l.to_source_id = r.source_id AND l.to_type IN ('', r.type)
         CROSS JOIN feed_record f ON f.id = l.from_id AND f.type IN (${types})
       WHERE b.seq > ?2 AND b.seq <= ?3 AND +b.run_id = ?1`,
      run,
      after,
      upTo,
    ),
    prepared(
      `INSERT OR IGNORE INTO restricted_dry_run_record (run_id, record_id)
       SELECT ?1, c.id ${found} CROSS JOIN feed_record c ON c.type = 'Claim' AND c.source_id = r.pair_source_id
       WHERE b.seq > ?2 AND b.seq <= ?3 AND +b.run_id = ?1`,
      run,
      after,
      upTo,
    ),
  ]
}

/** The last of the next records by id. */
export function lastAfter(after: number, limit: number): Prepared<{ upTo: number | null }> {
  return prepared(
    `SELECT max(id) AS upTo FROM (SELECT id FROM feed_record WHERE id > ? ORDER BY id LIMIT ?)`,
    after,
    limit,
  )
}

/** Keeps which of the records the draft newly hides or shows. */
export function compared(run: number, after: number, upTo: number): Prepared<never> {
  return prepared(
    `INSERT OR IGNORE INTO restricted_consequence (run_id, record_id, change, type, source_id)
     SELECT ?1, r.id, CASE WHEN r.hidden IS NULL THEN 'hidden' ELSE 'shown' END, r.type, r.source_id FROM feed_record r
     LEFT JOIN restricted_dry_run_record b ON b.run_id = ?1 AND b.record_id = r.id
     WHERE r.id > ?2 AND r.id <= ?3 AND +r.type IN (${types}) AND (r.hidden IS NULL) <> (b.record_id IS NULL)`,
    run,
    after,
    upTo,
  )
}

/** What the run found, counted by type and office. */
export function consequencesOf(run: number): Prepared<Consequence> {
  return prepared(
    `SELECT c.change AS change, c.type AS type, o.name AS office, count(*) AS count FROM restricted_consequence c
     LEFT JOIN feed_record f ON f.id = c.record_id
     LEFT JOIN claim x ON x.id = CASE
       WHEN c.type = 'Claim' THEN (SELECT id FROM claim WHERE claim_source_id = c.source_id)
       WHEN c.type = 'ExplanationOfBenefit' THEN coalesce((SELECT id FROM claim WHERE claim_source_id = f.pair_source_id),
         (SELECT id FROM claim WHERE eob_source_id = c.source_id))
       WHEN c.type = 'ClaimResponse' THEN (SELECT id FROM claim WHERE claim_source_id = f.pair_source_id) END
     LEFT JOIN referral y ON y.id = (SELECT min(referral_id) FROM referral_record WHERE record_id = c.record_id)
     LEFT JOIN office o ON o.id = coalesce(x.office_id, y.office_id)
     WHERE c.run_id = ? GROUP BY c.change, c.type, o.id ORDER BY c.change, c.type, o.name`,
    run,
  )
}

/** The run goes on there; nothing if it ended meanwhile. */
export function runAt(run: number, phase: Phase, cursor: number): Prepared<never> {
  return prepared(
    'UPDATE restricted_dry_run SET phase = ?, cursor = ? WHERE id = ? AND ended_at IS NULL',
    phase,
    cursor,
    run,
  )
}

/** The run ends: with its outcome, or void. What it found on the way is forgotten. */
export function runEnded(run: number, outcome: string | null, at: number): Prepared<never>[] {
  return [
    prepared('DELETE FROM restricted_dry_run_record WHERE run_id = ?', run),
    ...(outcome === null ? [prepared<never>('DELETE FROM restricted_consequence WHERE run_id = ?', run)] : []),
    prepared(
      'UPDATE restricted_dry_run SET phase = ?, outcome = ?, ended_at = ? WHERE id = ? AND ended_at IS NULL',
      outcome === null ? 'void' : 'done',
      outcome,
      at,
      run,
    ),
  ]
}
