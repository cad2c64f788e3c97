/**
 * III.I.1: which records are hidden after every link is followed, kept with the record so that pages only read it.
 * Worked out again for the records that changed and all that lead to them, in the batch of the change.
 */
import { prepared, type Prepared } from '../../db/client.ts'
import { judgedTypes } from '../../restricted-info/judge.ts'
import type { OwnReason } from '../../restricted-info/verdict.ts'
import { jsonChunks } from '../statement.ts'

/** The types whose records are judged, as SQL writes a list. */
export const types = judgedTypes.map((type) => `'${type}'`).join(', ')

/** The version in force; 0 while there is no list, under which nothing is ever shown. */
export const inForce = '(SELECT coalesce(max(version), 0) FROM restricted_list)'

/** A judged link of record `r` that leads to no record that could be judged. */
export const leadsNowhere = `EXISTS (SELECT 1 FROM feed_link l WHERE l.from_id = r.id AND l.required = 1 AND NOT EXISTS (
  SELECT 1 FROM feed_record t WHERE t.source_id = l.to_source_id AND l.to_type IN ('', t.type) AND t.type IN (${types})))`

/** Record `t`, which nothing in this batch touches, is hidden or not yet judged. */
const badOutside = `t.type IN (${types}) AND (t.hidden IS NOT NULL OR t.own_version <> ${inForce})
  AND t.id NOT IN (SELECT id FROM feed_work WHERE kind = 'affected')`

/**
 * Records not yet judged under the version in force, with their codes. Those that are judged leave the index that this
 * goes by, so each look reads no more than it answers.
 */
export function recordsToJudge(limit: number): Prepared<{ id: number; digest: string; codes: string }> {
  return prepared(
    `SELECT id AS id, digest AS digest, codes AS codes FROM feed_record INDEXED BY feed_record_judged
     WHERE type IN (${types}) AND own_version < ${inForce} LIMIT ?`,
    limit,
  )
}

/** Whether a record is left that is not judged under the version in force. */
export const isJudgingLeft: Prepared<{ isLeft: 0 | 1 }> = prepared(
  `SELECT EXISTS (SELECT 1 FROM feed_record INDEXED BY feed_record_judged WHERE type IN (${types}) AND own_version < ${inForce}) AS isLeft`,
)

/** How many records are there to be judged under the version in force, and how many are left. */
export const judgingLeft: Prepared<{ left: number; all: number }> = prepared(
  `SELECT (SELECT count(*) FROM feed_record INDEXED BY feed_record_judged WHERE type IN (${types}) AND own_version < ${inForce}) AS left,
     (SELECT count(*) FROM feed_record INDEXED BY feed_record_judged WHERE type IN (${types})) AS "all"`,
)

/**
 * Notes new verdicts on records' own codes, and the records as `changed` in feed_work.
 * A record that another version replaced since its codes were read keeps the verdict that came with that version.
 */
export function verdictsStored(
  verdicts: { id: number; digest: string; reason: OwnReason | null }[],
  version: number,
): Prepared<never>[] {
  return jsonChunks(verdicts.map(({ id, reason, digest }) => [id, reason, digest])).flatMap((chunk) => [
    prepared(
      `UPDATE feed_record SET own_reason = v.value ->> 1, own_version = ?
       FROM json_each(?) v WHERE feed_record.id = v.value ->> 0 AND feed_record.digest = v.value ->> 2`,
      version,
      chunk,
    ),
    prepared(`INSERT INTO feed_work (kind, id) SELECT 'changed', value ->> 0 FROM json_each(?)`, chunk),
  ])
}

/** Judges again whatever `changed`, and everything that leads to it; run after the records, before `workDone`. */
export const judgedAgain: Prepared<never>[] = [
  // Whoever links to a changed record, and whoever links to them; a Claim for its ExplanationOfBenefit too.
  prepared(
    `INSERT INTO feed_work (kind, id)
     WITH RECURSIVE affected (id) AS (
       SELECT id FROM feed_work WHERE kind = 'changed'
       UNION
       SELECT l.from_id FROM affected a CROSS JOIN feed_record r ON r.id = a.id
         CROSS JOIN feed_link l ON l.to_source_id = r.source_id AND l.to_type IN ('', r.type)
       UNION
       SELECT c.id FROM affected a CROSS JOIN feed_record r ON r.id = a.id
         CROSS JOIN feed_record c ON c.type = 'Claim' AND c.source_id = r.pair_source_id)
     SELECT 'affected', a.id FROM affected a CROSS JOIN feed_record r ON r.id = a.id WHERE r.type IN (${types})`,
  ),
  // Nothing outside the affected leads to them, so what is outside keeps its verdict.
  prepared(
    `WITH RECURSIVE bad (id) AS (
       SELECT r.id FROM feed_work w CROSS JOIN feed_record r ON r.id = w.id WHERE w.kind = 'affected' AND (
         r.own_reason IS NOT NULL OR r.own_version <> ${inForce} OR ${leadsNowhere}
         OR EXISTS (SELECT 1 FROM feed_link l
           JOIN feed_record t ON t.source_id = l.to_source_id AND l.to_type IN ('', t.type)
           WHERE l.from_id = r.id AND ${badOutside})
         OR r.type = 'Claim' AND EXISTS (SELECT 1 FROM feed_record t
           WHERE t.pair_source_id = r.source_id AND ${badOutside}))
       UNION
       SELECT l.from_id FROM bad b CROSS JOIN feed_record r ON r.id = b.id
         CROSS JOIN feed_link l ON l.to_source_id = r.source_id AND l.to_type IN ('', r.type)
       UNION
       SELECT c.id FROM bad b CROSS JOIN feed_record r ON r.id = b.id
         CROSS JOIN feed_record c ON c.type = 'Claim' AND c.source_id = r.pair_source_id)
     UPDATE feed_record AS r SET hidden = CASE
       WHEN r.id NOT IN (SELECT id FROM bad) THEN NULL
       WHEN r.own_reason IS NOT NULL THEN r.own_reason
       WHEN r.own_version <> ${inForce} THEN 'not-judged-yet'
       WHEN ${leadsNowhere} THEN 'leads-nowhere'
       ELSE 'linked' END
     WHERE r.id IN (SELECT id FROM feed_work WHERE kind = 'affected')`,
  ),
  claimsShownAgain(),
  // Entered by mistake, it is nobody's referral.
  prepared(
    `UPDATE referral SET shown_under = CASE WHEN status <> 'entered-in-error' AND NOT EXISTS (
       SELECT 1 FROM referral_record m JOIN feed_record f ON f.id = m.record_id
       WHERE m.referral_id = referral.id AND (f.hidden IS NOT NULL OR f.own_version <> ${inForce}))
       THEN ${inForce} END
     WHERE id IN (SELECT id FROM feed_work WHERE kind = 'referral' UNION
       SELECT m.referral_id FROM feed_work w CROSS JOIN referral_record m ON m.record_id = w.id WHERE w.kind = 'affected')`,
  ),
]

/** A claim or referral is shown under the version that found all its records clear. */
function claimsShownAgain(): Prepared<never> {
  const made = [
    ['Claim', 'claim_source_id'],
    ['ExplanationOfBenefit', 'eob_source_id'],
  ] as const
  const records = made.map(([type, column]) => `(f.type = '${type}' AND f.source_id = claim.${column})`).join(' OR ')
  const touched = made.map(
    ([type, column]) => `SELECT x.id FROM feed_work w CROSS JOIN feed_record f ON f.id = w.id
      JOIN claim x ON x.${column} = f.source_id WHERE w.kind = 'affected' AND f.type = '${type}'`,
  )
  const shownUnder = `CASE WHEN NOT EXISTS (
       SELECT 1 FROM feed_record f WHERE (${records}) AND (f.hidden IS NOT NULL OR f.own_version <> ${inForce}))
       THEN ${inForce} END`
  // A row whose verdict stays the same is left alone: its indexes would be written anew.
  return prepared(
    `UPDATE claim SET shown_under = ${shownUnder}
     WHERE shown_under IS NOT ${shownUnder}
       AND id IN (SELECT id FROM feed_work WHERE kind = 'claim' UNION ${touched.join(' UNION ')})`,
  )
}
