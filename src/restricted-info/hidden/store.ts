/** Records that are hidden, for the privacy office alone: ids and reasons, never codes or content. */
import { prepared, type Prepared } from '../../db/client.ts'
import { inForce, leadsNowhere, types } from '../../feed/judging/store.ts'
import type { Link, UnjudgedReason, UnjudgedRecord } from './hidden.ts'

export const PAGE_SIZE = 25
export const COUNT_CAP = 1000

// Word for word as in the two indexes of migrations/0010: SQLite takes them for no other condition.
const unjudged = `hidden IS NOT NULL AND hidden NOT IN ('linked', 'label', 'not-judged-yet') AND substr(hidden, 1, 5) <> 'rule:'`

/** What the list is narrowed to; an empty word is everything. */
export type Filters = { reason: UnjudgedReason | ''; type: string }
export type After = { reason: string; type: string; record: number }

/** Without it a word of one reason, or the first and last of the reasons that begin alike. */
function within({ reason, type }: Filters): { sql: string; params: string[] } {
  const narrow =
    reason === '' ? '' : reason === 'no-list' ? "AND hidden > 'no-list:' AND hidden < 'no-list;'" : 'AND hidden = ?'
  return {
    sql: `${unjudged} ${narrow} ${type === '' ? '' : 'AND type = ?'}`,
    params: [...(reason === '' || reason === 'no-list' ? [] : [reason]), ...(type === '' ? [] : [type])],
  }
}

/** One page of the records that could not be judged, by reason, type and arrival, and one more. */
export function unjudgedRecords(filters: Filters, after: After | null): Prepared<UnjudgedRecord> {
  const { sql, params } = within(filters)
  const { reason, type, record } = after ?? { reason: '', type: '', record: 0 }
  const looked = (
    beyond: string,
  ) => `SELECT id AS record, type AS type, source_id AS sourceId, hidden AS reason FROM feed_record
    WHERE ${sql} AND ${beyond} ORDER BY hidden, type, id LIMIT ${PAGE_SIZE + 1}`
  // SQLite seeks by the first column alone in a comparison of several: the rest of that reason and type, its other types,
  // then what follows.
  return prepared(
    `SELECT * FROM (${looked('hidden = ? AND type = ? AND id > ?')})
     UNION ALL SELECT * FROM (${looked('hidden = ? AND type > ?')})
     UNION ALL SELECT * FROM (${looked('hidden > ?')}) LIMIT ${PAGE_SIZE + 1}`,
    ...params,
    reason,
    type,
    record,
    ...params,
    reason,
    type,
    ...params,
    reason,
  )
}

/** How many of them there are, up to one more than the cap. */
export function countedUnjudged(filters: Filters): Prepared<{ count: number }> {
  const { sql, params } = within(filters)
  return prepared(
    `SELECT count(*) AS count FROM (SELECT 1 FROM feed_record WHERE ${sql} LIMIT ${COUNT_CAP + 1})`,
    ...params,
  )
}

/** The version in force; 0: none. */
export const versionInForce = prepared<{ version: number }>(`SELECT ${inForce} AS version`)

const fields = `r.id AS record, r.type AS type, r.source_id AS sourceId, r.hidden AS hidden, r.own_reason AS own,
  r.own_version = ${inForce} AS isJudged, ${leadsNowhere} AS isNowhere`

/** Of the referrals that record `of` is part of, the records that hide it, as `${as}`. */
const hidingWith = (
  of: string,
  as: string,
) => `referral_record m CROSS JOIN referral_record n ON n.referral_id = m.referral_id
  CROSS JOIN feed_record ${as} ON ${as}.id = n.record_id
  WHERE m.record_id = ${of}.id AND (${as}.hidden IS NOT NULL OR ${as}.own_version <> ${inForce})`

/** The judged records that bear the id, of that type or (empty) of any. `isShown`: nor is its referral hidden. */
export function recordsNamed(type: string, sourceId: string): Prepared<Link & { isShown: 0 | 1 }> {
  return prepared(
    `SELECT ${fields}, NULL AS "from", r.hidden IS NULL AND r.own_version = ${inForce}
       AND NOT EXISTS (SELECT 1 FROM ${hidingWith('r', 't')}) AS isShown
     FROM feed_record r WHERE r.source_id = ? AND r.type IN (${types}) AND (? = '' OR r.type = ?)
     ORDER BY r.type`,
    sourceId,
    type,
    type,
  )
}

/**
 * The hidden records that these lead to; a Claim leads to the records that share its fate. One that is clear, as only
 * the record that was asked about can be, is hidden by another of its referral.
 */
export function ledTo(records: readonly number[]): Prepared<Link> {
  return prepared(
    `SELECT ${fields}, f.id AS "from" FROM json_each(?1) v CROSS JOIN feed_record f ON f.id = v.value
       CROSS JOIN feed_link l ON l.from_id = f.id
       CROSS JOIN feed_record r ON r.source_id = l.to_source_id AND l.to_type IN ('', r.type) AND r.type IN (${types})
     WHERE r.hidden IS NOT NULL OR r.own_version <> ${inForce}
     UNION SELECT ${fields}, f.id AS "from" FROM json_each(?1) v CROSS JOIN feed_record f ON f.id = v.value AND f.type = 'Claim'
       CROSS JOIN feed_record r ON r.pair_source_id = f.source_id AND r.type IN (${types})
     WHERE r.hidden IS NOT NULL OR r.own_version <> ${inForce}
     UNION SELECT ${fields}, f.id AS "from" FROM json_each(?1) v CROSS JOIN feed_record f
       ON f.id = v.value AND f.hidden IS NULL AND f.own_version = ${inForce} CROSS JOIN ${hidingWith('f', 'r')}`,
    JSON.stringify(records),
  )
}
