/**
 * Records that are gone: from every page at once, with all that was made of them. What led to them leads nowhere.
 * A deletion is kept while its record is gone, so that an older version that comes later stays away.
 */
import { prepared, type Prepared } from '../../db/client.ts'
import type { StoredType } from '../feed.ts'
import { jsonChunks, newPublicId } from '../statement.ts'

/** A record that is gone since `deletedAt` (ms UTC). */
export type Gone = { type: StoredType; sourceId: string; deletedAt: number }

/** Which of the records are gone, and since when. */
export function knownDeletions(
  of: readonly { type: string; sourceId: string }[],
): Prepared<{ type: string; sourceId: string; deletedAt: number }>[] {
  return jsonChunks(of.map(({ type, sourceId }) => [type, sourceId])).map((chunk) =>
    prepared(
      `SELECT d.type AS type, d.source_id AS sourceId, d.deleted_at AS deletedAt
       FROM json_each(?) k CROSS JOIN feed_deletion d ON d.type = k.value ->> 0 AND d.source_id = k.value ->> 1`,
      chunk,
    ),
  )
}

/** The stored records `r` that the chunk's deletions concern; one in a newer version has no deletion. */
const gone = `FROM json_each(?) k CROSS JOIN feed_deletion d ON d.type = k.value ->> 0 AND d.source_id = k.value ->> 1
  CROSS JOIN feed_record r ON r.type = d.type AND r.source_id = d.source_id`
const goneIds = (type: StoredType) => `(SELECT r.source_id ${gone} WHERE r.type = '${type}')`

/** Whoever is made or judged by a record that goes, as `kind` and `id` of feed_work. */
const dependents: readonly [kind: string, id: string, from: string][] = [
  ['changed', 'l.from_id', `CROSS JOIN feed_link l ON l.to_source_id = r.source_id AND l.to_type IN ('', r.type)`],
  ['changed', 'q.record_id', `CROSS JOIN feed_clue q ON q.to_source_id = r.source_id AND q.to_type IN ('', r.type)`],
  ['changed', 'c.id', `CROSS JOIN feed_record c ON c.type = 'Claim' AND c.source_id = r.pair_source_id`],
  // Another ExplanationOfBenefit of the Claim, and all of a Claim's own.
  ['changed', 'c.id', `CROSS JOIN feed_record c ON c.pair_source_id = r.pair_source_id`],
  ['changed', 'c.id', `CROSS JOIN feed_record c ON r.type = 'Claim' AND c.pair_source_id = r.source_id`],
  [
    'changed',
    'c.id',
    `CROSS JOIN feed_record c INDEXED BY feed_record_role ON r.type = 'Practitioner'
       AND c.type = 'PractitionerRole' AND c.facts ->> 'practitioner' = +r.source_id`,
  ],
  // What belonged together with it is put together anew.
  [
    'changed',
    'c.id',
    `CROSS JOIN referral_record m ON m.record_id = r.id CROSS JOIN referral_record o ON o.referral_id = m.referral_id
     CROSS JOIN feed_record c ON c.id = o.record_id AND c.type = 'ServiceRequest'`,
  ],
  ['referral', 'm.referral_id', 'CROSS JOIN referral_record m ON m.record_id = r.id'],
  ['referral', 'x.id', 'CROSS JOIN referral x ON r.source_id IN (x.requester_source_id, x.performer_source_id)'],
  [
    'changed',
    'c.id',
    `CROSS JOIN coverage x ON r.type = 'Organization' AND x.payor_source_id = r.source_id
     CROSS JOIN feed_record c ON c.type = 'Coverage' AND c.source_id = x.source_id`,
  ],
  [
    'changed',
    'c.id',
    `CROSS JOIN directory_entry x ON r.source_id IN (x.place_source_id, x.organization_source_id, x.provider_source_id)
       AND r.type IN ('Location', 'Organization', 'Practitioner')
     CROSS JOIN feed_record c ON c.type = x.source_type AND c.source_id = x.source_id`,
  ],
  ['member', 'x.id', `CROSS JOIN member x ON r.type LIKE 'Practitioner%' AND x.pcp_source_id = r.source_id`],
  ['claim', 'x.id', `CROSS JOIN claim x ON r.type LIKE 'Practitioner%' AND x.provider_source_id = r.source_id`],
  ...(['claim', 'referral'] as const).flatMap((table): [string, string, string][] => [
    [table, 'x.id', `CROSS JOIN ${table} x ON r.type = 'Patient' AND x.member_source_id = r.source_id`],
    [table, 'x.id', `CROSS JOIN ${table} x ON r.type = 'Organization' AND x.office_source_id = r.source_id`],
  ]),
]

/** Run after the records of the same part; before whatever makes rows of `changed` ones. */
export function recordsDeleted(deletions: readonly Gone[]): Prepared<never>[] {
  const keys = deletions.map(({ type, sourceId, deletedAt }) => [type, sourceId, deletedAt])
  return jsonChunks(keys).flatMap((chunk) => [
    prepared(
      `INSERT INTO feed_deletion (type, source_id, deleted_at)
       SELECT k.value ->> 0, k.value ->> 1, k.value ->> 2 FROM json_each(?) k WHERE NOT EXISTS (
         SELECT 1 FROM feed_record r WHERE r.type = k.value ->> 0 AND r.source_id = k.value ->> 1
           AND r.sent_at > k.value ->> 2)
       ON CONFLICT (type, source_id) DO UPDATE SET deleted_at = max(deleted_at, excluded.deleted_at)`,
      chunk,
    ),
    ...dependents.map(([kind, id, from]) =>
      prepared(`INSERT OR IGNORE INTO feed_work (kind, id) SELECT '${kind}', ${id} ${gone} ${from}`, chunk),
    ),
    ...rowsOfDeleted(chunk),
    prepared(`DELETE FROM feed_work WHERE kind = 'changed' AND id IN (SELECT r.id ${gone})`, chunk),
    prepared(`DELETE FROM feed_link WHERE from_id IN (SELECT r.id ${gone})`, chunk),
    prepared(`DELETE FROM feed_clue WHERE record_id IN (SELECT r.id ${gone})`, chunk),
    prepared(`DELETE FROM feed_record WHERE id IN (SELECT r.id ${gone})`, chunk),
    prepared(`DELETE FROM claim_line WHERE claim_id IN (SELECT x.id ${leftClaims})`, chunk),
    prepared(`DELETE FROM claim WHERE id IN (SELECT x.id ${leftClaims})`, chunk),
  ])
}

/** The chunk's claims of which no record is left. */
const leftClaims = `FROM json_each(?) k CROSS JOIN claim x
  ON (k.value ->> 0 = 'Claim' AND x.claim_source_id = k.value ->> 1)
  OR (k.value ->> 0 = 'ExplanationOfBenefit' AND x.eob_source_id = k.value ->> 1)
  WHERE NOT EXISTS (SELECT 1 FROM feed_record r WHERE (r.type = 'Claim' AND r.source_id = x.claim_source_id)
    OR (r.type = 'ExplanationOfBenefit' AND (r.pair_source_id = x.claim_source_id OR r.source_id = x.eob_source_id)))`

function rowsOfDeleted(chunk: string): Prepared<never>[] {
  return [
    // The audit log and past answers name the member's row: it stays, empty, and nothing leads to it any more.
    prepared(`UPDATE coverage SET member_id = NULL WHERE member_source_id IN ${goneIds('Patient')}`, chunk),
    prepared(
      `DELETE FROM recent_member WHERE member_id IN (SELECT m.id FROM member m WHERE m.source_id IN ${goneIds('Patient')})`,
      chunk,
    ),
    prepared(
      `UPDATE member SET source_id = '!' || id, public_id = ${newPublicId('mem')}, member_number = '!' || hex(randomblob(16)),
         last_name = '', first_name = '', last_name_key = '', first_name_key = '', birth_date = NULL, gender = NULL,
         pcp_source_id = NULL, pcp_name = NULL WHERE source_id IN ${goneIds('Patient')}`,
      chunk,
    ),
    prepared(`DELETE FROM coverage WHERE source_id IN ${goneIds('Coverage')}`, chunk),
    // Grants may be limited to the person: the row stays without a name.
    prepared(`UPDATE provider SET name = '', npi = NULL WHERE source_id IN ${goneIds('Practitioner')}`, chunk),
    prepared(`DELETE FROM referral WHERE source_id IN ${goneIds('ServiceRequest')}`, chunk),
    prepared(`DELETE FROM place WHERE source_id IN ${goneIds('Location')}`, chunk),
    prepared(
      `DELETE FROM directory_entry WHERE id IN (SELECT x.id ${gone}
         CROSS JOIN directory_entry x ON x.source_type = r.type AND x.source_id = r.source_id)`,
      chunk,
    ),
  ]
}
