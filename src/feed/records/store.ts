/** The one way in which judged records become rows of pages: the core system's, and those that the portal makes itself. */
import { prepared, type Prepared } from '../../db/client.ts'
import type { Day } from '../../policy/calendar.ts'
import { judgedTypes } from '../../restricted-info/judge.ts'
import type { CodeIndex } from '../../restricted-info/rules.ts'
import { verdict, type OwnReason } from '../../restricted-info/verdict.ts'
import { claimsMade } from '../claims/store.ts'
import { directoryMade } from '../directory/store.ts'
import type { FeedRecord } from '../feed.ts'
import { judgedAgain } from '../judging/store.ts'
import { officesFound, officesTerminated } from '../offices/store.ts'
import { peopleMade } from '../people/store.ts'
import { jsonChunks, newPublicId } from '../statement.ts'

/** A changed record with the verdict on its own codes under a version of the list. */
export type JudgedRecord = FeedRecord & { ownReason: OwnReason | null; hidden: 'not-judged-yet' | null }

/** The records with the verdict on their own codes (III.I.1); what they lead to is judged in the batch that stores them. */
export function judgedBy(records: readonly FeedRecord[], index: CodeIndex): JudgedRecord[] {
  return records.map((record) => ({
    ...record,
    ownReason: verdict(record.codes, index),
    hidden: judgedTypes.some((type) => type === record.type) ? ('not-judged-yet' as const) : null,
  }))
}

/** What follows from changed records: run after `recordsStored`, before `workDone`, in the same batch. */
export function rowsMade(today: Day, at: number): Prepared<never>[] {
  return [
    ...peopleMade,
    ...directoryMade,
    ...claimsMade,
    ...officesFound,
    ...officesTerminated(today, at),
    ...judgedAgain,
  ]
}

/**
 * Stores changed records with their links and clues, and notes them as `changed` in feed_work.
 * A record that another import stored meanwhile in a newer version is left as it is; so is one deleted meanwhile.
 * What of a record is the same as before is not written again: in large tables that costs more than to look.
 */
export function recordsStored(
  importId: string,
  records: readonly JudgedRecord[],
  version: number,
  at: number,
): Prepared<never>[] {
  if (records.length === 0) return []
  const keys = jsonChunks(
    records.map(({ type, sourceId, digest, pairSourceId }, number) => [number, type, sourceId, digest, pairSourceId]),
  )
  const offices = records.flatMap((record, number) => record.offices.map((office) => [number, office]))
  return [
    ...keys.map(claimsLeft),
    ...jsonChunks(records.map(({ links: _links, clues: _clues, offices: _offices, ...record }) => record)).map(
      (chunk) => recordsWritten(importId, chunk, version, at),
    ),
    ...keys.map(recordsArrived),
    // A newer version of what was deleted is there again.
    prepared(
      `DELETE FROM feed_deletion WHERE (type, source_id) IN (
         SELECT r.type, r.source_id FROM feed_arrival a CROSS JOIN feed_record r ON r.id = a.record_id)`,
    ),
    prepared(
      `UPDATE feed_record SET pair_source_id = a.pair_source_id FROM feed_arrival a
       WHERE feed_record.id = a.record_id AND feed_record.pair_source_id IS NOT a.pair_source_id`,
    ),
    prepared(`INSERT OR IGNORE INTO feed_work (kind, id) SELECT 'changed', record_id FROM feed_arrival`),
    ...jsonChunks(
      records.map(({ links }, number) => [number, links.map((to) => [to.type, to.id, to.required])]),
    ).flatMap(linksWritten),
    ...jsonChunks(records.map(({ clues }, number) => [number, clues.map((to) => [to.rank, to.type, to.id])])).flatMap(
      cluesWritten,
    ),
    ...jsonChunks(offices).map(officesNamed),
    prepared('DELETE FROM feed_arrival'),
  ]
}

/** A record may leave the Claim it belonged to: that Claim is judged again as well. */
function claimsLeft(keys: string): Prepared<never> {
  return prepared(
    `INSERT OR IGNORE INTO feed_work (kind, id)
     SELECT 'changed', c.id FROM json_each(?) k
     CROSS JOIN feed_record r ON r.type = k.value ->> 1 AND r.source_id = k.value ->> 2
     CROSS JOIN feed_record c ON c.type = 'Claim' AND c.source_id = r.pair_source_id
     WHERE r.pair_source_id IS NOT k.value ->> 4`,
    keys,
  )
}

/** The pair of a record that is there already follows in a statement of its own: it seldom changes, and has an index. */
function recordsWritten(importId: string, chunk: string, version: number, at: number): Prepared<never> {
  return prepared(
    `INSERT INTO feed_record (type, source_id, import_id, digest, sent_at, received_at, facts, pair_source_id,
       confirmation, office_source_id, codes, own_reason, own_version, hidden)
     SELECT value ->> 'type', value ->> 'sourceId', ?, value ->> 'digest', value ->> 'sentAt', ?, value -> 'facts',
       value ->> 'pairSourceId', value ->> 'confirmation', value ->> 'officeSourceId', value -> 'codes',
       value ->> 'ownReason', ?, value ->> 'hidden'
     FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM feed_deletion d WHERE d.type = value ->> 'type'
       AND d.source_id = value ->> 'sourceId' AND value ->> 'sentAt' <= d.deleted_at)
     ON CONFLICT (type, source_id) DO UPDATE SET import_id = excluded.import_id, digest = excluded.digest,
       sent_at = excluded.sent_at, received_at = excluded.received_at, facts = excluded.facts,
       confirmation = excluded.confirmation, office_source_id = excluded.office_source_id, codes = excluded.codes,
       own_reason = excluded.own_reason, own_version = excluded.own_version, hidden = excluded.hidden
     WHERE NOT coalesce(excluded.sent_at < feed_record.sent_at, 0)`,
    importId,
    at,
    version,
    chunk,
  )
}

/** Those of the records that are stored as they came, by their number in the part. */
function recordsArrived(keys: string): Prepared<never> {
  return prepared(
    `INSERT INTO feed_arrival (number, record_id, pair_source_id)
     SELECT k.value ->> 0, r.id, k.value ->> 4 FROM json_each(?) k
     CROSS JOIN feed_record r ON r.type = k.value ->> 1 AND r.source_id = k.value ->> 2 AND r.digest = k.value ->> 3`,
    keys,
  )
}

/** The lists of the chunk's records that arrived, `a`, whose items are `l`. */
const arrived = 'FROM json_each(?) k CROSS JOIN feed_arrival a ON a.number = k.value ->> 0'
const listed = `${arrived} CROSS JOIN json_each(k.value, '$[1]') l`

function linksWritten(chunk: string): Prepared<never>[] {
  return [
    prepared(
      `DELETE FROM feed_link WHERE from_id IN (SELECT a.record_id ${arrived}) AND (from_id, to_type, to_source_id) NOT IN (
         SELECT a.record_id, l.value ->> 0, l.value ->> 1 ${listed})`,
      chunk,
      chunk,
    ),
    prepared(
      `INSERT INTO feed_link (from_id, to_type, to_source_id, required)
       SELECT a.record_id, l.value ->> 0, l.value ->> 1, l.value ->> 2 ${listed} WHERE true
       ON CONFLICT (from_id, to_source_id, to_type) DO UPDATE SET required = excluded.required
       WHERE required <> excluded.required`,
      chunk,
    ),
  ]
}

function cluesWritten(chunk: string): Prepared<never>[] {
  return [
    prepared(
      `DELETE FROM feed_clue WHERE record_id IN (SELECT a.record_id ${arrived})
         AND (record_id, rank, to_type, to_source_id) NOT IN (
           SELECT a.record_id, l.value ->> 0, l.value ->> 1, l.value ->> 2 ${listed})`,
      chunk,
      chunk,
    ),
    prepared(
      `INSERT OR IGNORE INTO feed_clue (record_id, rank, to_type, to_source_id)
       SELECT a.record_id, l.value ->> 0, l.value ->> 1, l.value ->> 2 ${listed}`,
      chunk,
    ),
  ]
}

/** Two claims may name the same office differently: the same name wins in whatever order they come. */
function officesNamed(chunk: string): Prepared<never> {
  return prepared(
    `INSERT INTO office (public_id, source_id, name, npi)
     SELECT ${newPublicId('off')}, k.value ->> '$[1].sourceId', k.value ->> '$[1].name', k.value ->> '$[1].npi' ${arrived}
     WHERE true
     ON CONFLICT (source_id) DO UPDATE SET name = CASE
       WHEN name = 'NPI ' || npi THEN excluded.name
       WHEN excluded.name = 'NPI ' || npi THEN name ELSE min(name, excluded.name) END`,
    chunk,
  )
}
