/** Whose claims and referrals they are: the office, the member and the person, by whatever has arrived so far. */
import { sessionsEnded } from '../../accounts/store.ts'
import { recordedForEndedSessions, recordedForOffices } from '../../audit/statement.ts'
import { prepared, type Prepared } from '../../db/client.ts'
import type { Day } from '../../policy/calendar.ts'
import { reportedTerminated } from '../../offices/store.ts'
import type { OfficeNumber } from '../feed.ts'
import { personName } from '../people/store.ts'
import { newPublicId } from '../statement.ts'

type Table = 'claim' | 'referral'

const changed = (types: string) =>
  `feed_work w CROSS JOIN feed_record r ON r.id = w.id AND w.kind = 'changed' AND r.type IN (${types})`

/** The records of each table's rows, as `f` for the row `x`. */
const recordsOf = {
  claim: `((f.type = 'Claim' AND f.source_id = x.claim_source_id)
    OR (f.type = 'ExplanationOfBenefit' AND f.source_id = x.eob_source_id))`,
  referral: `(f.type = 'ServiceRequest' AND f.source_id = x.source_id)`,
}

/** The rows of the table that a clue's record `f` belongs to, and the clue names a changed `r`. */
const rowsOfClues = {
  claim: `JOIN claim x ON x.claim_source_id = CASE f.type WHEN 'Claim' THEN f.source_id ELSE f.pair_source_id END
    OR (f.type = 'ExplanationOfBenefit' AND x.eob_source_id = f.source_id)`,
  referral: `JOIN referral x ON f.type = 'ServiceRequest' AND x.source_id = f.source_id`,
}

/**
 * The office of the records `f`: the first clue that is no person decides. While it has not arrived there is no office: a later clue
 * might name another one, and that office would see what is not its own.
 */
export const officeOfRecords = (which: string) => `(SELECT CASE WHEN q.to_type = 'Organization' THEN q.to_source_id
    ELSE t.office_source_id END
  FROM feed_record f JOIN feed_clue q ON q.record_id = f.id
  LEFT JOIN feed_record t ON t.source_id = q.to_source_id AND q.to_type IN ('', t.type)
    AND t.type IN ('Organization', 'Practitioner', 'PractitionerRole', 'Encounter')
  WHERE ${which} AND q.to_type <> 'Practitioner'
    AND (t.id IS NULL OR t.office_source_id IS NOT NULL)
  ORDER BY q.rank, q.to_source_id LIMIT 1)`

/**
 * The office of the referral `x`. One that was submitted here is of the office that did, or of none: what comes back under
 * its number may name no office, and while it names another nobody sees it.
 */
export const officeOfReferral = `(CASE WHEN EXISTS (SELECT 1 FROM referral_submission b WHERE b.confirmation = x.source_id)
  THEN (SELECT o.source_id FROM referral_submission b JOIN office o ON o.id = b.office_id WHERE b.confirmation = x.source_id
    AND (o.source_id = ${officeOfRecords(recordsOf.referral)} OR NOT EXISTS (SELECT 1 FROM feed_record f
      JOIN feed_clue n ON n.record_id = f.id AND n.to_type <> 'Practitioner' WHERE ${recordsOf.referral})))
  ELSE ${officeOfRecords(recordsOf.referral)} END)`

const officeOf = { claim: officeOfRecords(recordsOf.claim), referral: officeOfReferral }

const memberOf = '(SELECT m.id FROM member m WHERE m.source_id = x.member_source_id)'

/** The rows whose office, member or person may have become known, into feed_work. */
function touched(table: Table): Prepared<never>[] {
  const into = `INSERT OR IGNORE INTO feed_work (kind, id) SELECT '${table}', x.id FROM`
  return [
    prepared(
      `${into} ${changed(`'Organization', 'Practitioner', 'PractitionerRole', 'Encounter'`)}
       JOIN feed_clue q ON q.to_source_id = r.source_id AND q.to_type IN ('', r.type)
       JOIN feed_record f ON f.id = q.record_id ${rowsOfClues[table]}`,
    ),
    prepared(`${into} ${changed(`'Organization'`)} JOIN ${table} x ON x.office_source_id = r.source_id`),
    prepared(
      `${into} ${changed(`'Patient'`)} JOIN ${table} x ON x.member_source_id = r.source_id AND x.member_id IS NULL`,
    ),
  ]
}

/** Run after `claimsMade`; an Organization becomes an office when one of the rows names it. */
export const officesFound: Prepared<never>[] = [
  ...touched('claim'),
  ...touched('referral'),
  prepared(
    `INSERT OR IGNORE INTO feed_work (kind, id) SELECT 'claim', x.id FROM ${changed(`'Practitioner', 'PractitionerRole'`)}
     JOIN claim x ON x.provider_source_id = r.source_id`,
  ),
  prepared(
    `INSERT OR IGNORE INTO feed_work (kind, id) SELECT 'claim', x.id FROM ${changed(`'Practitioner'`)}
     JOIN feed_record f INDEXED BY feed_record_role
       ON f.type = 'PractitionerRole' AND f.facts ->> 'practitioner' = +r.source_id
     JOIN claim x ON x.provider_source_id = f.source_id`,
  ),
  ...namesFound('claim', [
    ['office_source_id', officeOf.claim],
    ['member_id', memberOf],
  ]),
  prepared(
    `UPDATE claim SET provider_name = ${personName('claim.provider_source_id')}
     WHERE id IN (SELECT id FROM feed_work WHERE kind = 'claim') AND provider_source_id IS NOT NULL`,
  ),
  ...namesFound('referral', [
    ['office_source_id', officeOf.referral],
    ['member_id', memberOf],
  ]),
  prepared(
    `INSERT INTO office (public_id, source_id, name, npi, tin, telephone, street, city, state, zip)
     SELECT ${newPublicId('off')}, o.source_id, o.facts ->> 'name', o.facts ->> 'npi', o.facts ->> 'tin',
       o.facts ->> 'telephone', o.facts ->> 'street', o.facts ->> 'city', o.facts ->> 'state', o.facts ->> 'zip'
     FROM feed_record o WHERE o.type = 'Organization' AND o.source_id IN (
       SELECT x.office_source_id FROM claim x JOIN feed_work w ON w.kind = 'claim' AND w.id = x.id
       UNION SELECT x.office_source_id FROM referral x JOIN feed_work w ON w.kind = 'referral' AND w.id = x.id)
     ON CONFLICT (source_id) DO UPDATE SET name = excluded.name, npi = excluded.npi, tin = excluded.tin,
       telephone = excluded.telephone, street = excluded.street, city = excluded.city, state = excluded.state,
       zip = excluded.zip`,
  ),
  officeFound('claim'),
  officeFound('referral'),
]

/** Each column by itself, and only where it is another: its indexes would be written anew. */
function namesFound(table: Table, columns: readonly [column: string, made: string][]): Prepared<never>[] {
  return columns.map(([column, made]) =>
    prepared(
      `UPDATE ${table} SET ${column} = k.made
       FROM (SELECT x.id AS row, ${made} AS made FROM feed_work w CROSS JOIN ${table} x ON x.id = w.id WHERE w.kind = '${table}') k
       WHERE ${table}.id = k.row AND ${table}.${column} IS NOT k.made`,
    ),
  )
}

/** A row whose office stays the same is left alone: its indexes by office would be written anew. */
function officeFound(table: Table): Prepared<never> {
  return prepared(
    // While its Organization is deleted an office has nothing, though its people may still sign in.
    `UPDATE ${table} SET office_id = ${officeNow(table)}
     WHERE id IN (SELECT id FROM feed_work WHERE kind = '${table}') AND office_id IS NOT ${officeNow(table)}`,
  )
}

function officeNow(table: Table): string {
  return `(SELECT o.id FROM office o WHERE o.source_id = ${table}.office_source_id
  AND NOT EXISTS (SELECT 1 FROM feed_deletion d WHERE d.type = 'Organization' AND d.source_id = o.source_id))`
}

// From the few organizations that are reported as terminated, through all offices only while any is announced.
const newlyTerminated = `id IN (
  SELECT x.id FROM feed_record o INDEXED BY feed_record_terminated CROSS JOIN office x ON x.source_id = o.source_id
    WHERE o.type = 'Organization' AND o.facts ->> 'terminated' = 1 AND x.terminated_on IS NULL
  UNION ALL SELECT x.id FROM (SELECT 1 FROM feed_termination LIMIT 1) CROSS JOIN office x
    WHERE x.terminated_on IS NULL AND ${reportedTerminated('x', 't.ends_on <= ?')})`

/**
 * III.M.4: offices that the core system reports as terminated are so from `today` on, each with its row, and the sessions
 * in them end with it; run after `officesFound`. `at` in ms UTC. Nothing is restored when it reports them active again:
 * their people register anew (III.N.1).
 */
export function officesTerminated(today: Day, at: number): Prepared<never>[] {
  const whose = { officesEndedOn: today }
  return [
    recordedForOffices(
      { name: 'office.changed', at, clause: 'III.M.4', detail: { to: 'terminated' } },
      { sql: `SELECT id AS id FROM office WHERE ${newlyTerminated}`, params: [today] },
    ),
    prepared(`UPDATE office SET terminated_on = ? WHERE ${newlyTerminated}`, today, today),
    sessionsEnded(whose, at, 'office-terminated'),
    recordedForEndedSessions(whose, at, 'office-terminated'),
  ]
}

/** The core system reported that the offices of the number end on that day (`at` in ms UTC); another day replaces the one before. */
export function terminationReported({ kind, value }: OfficeNumber, on: Day, at: number): Prepared<never> {
  return prepared(
    `INSERT INTO feed_termination (kind, value, ends_on, reported_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (kind, value) DO UPDATE SET ends_on = excluded.ends_on, reported_at = excluded.reported_at
     WHERE excluded.ends_on <> ends_on`,
    kind,
    value,
    on,
    at,
  )
}

/** How many offices of the number are terminated. */
export function officesEnding({ kind, value }: OfficeNumber): Prepared<{ terminated: number }> {
  const column = { organization: 'source_id', npi: 'npi', tin: "replace(tin, '-', '')" }[kind]
  return prepared(`SELECT count(*) AS terminated FROM office WHERE terminated_on IS NOT NULL AND ${column} = ?`, value)
}
