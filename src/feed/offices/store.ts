/** Whose claims and referrals they are: the office, the member and the person, by whatever has arrived so far. */
import { sessionsEnded } from '../../accounts/store.ts'
import { recordedForEndedSessions, recordedForOffices } from '../../audit/statement.ts'
import { prepared, type Prepared } from '../../db/client.ts'
import type { Day } from '../../policy/calendar.ts'
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

const officeOf = (table: Table) => officeOfRecords(recordsOf[table])

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
     JOIN feed_record f ON f.type = 'PractitionerRole' AND f.facts ->> 'practitioner' = r.source_id
     JOIN claim x ON x.provider_source_id = f.source_id`,
  ),
  prepared(
    `UPDATE claim AS x SET office_source_id = ${officeOf('claim')},
       member_id = (SELECT m.id FROM member m WHERE m.source_id = x.member_source_id),
       provider_name = CASE WHEN provider_source_id IS NULL THEN provider_name
         ELSE ${personName('x.provider_source_id')} END
     WHERE id IN (SELECT id FROM feed_work WHERE kind = 'claim')`,
  ),
  prepared(
    `UPDATE referral AS x SET office_source_id = ${officeOf('referral')},
       member_id = (SELECT m.id FROM member m WHERE m.source_id = x.member_source_id)
     WHERE id IN (SELECT id FROM feed_work WHERE kind = 'referral')`,
  ),
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

/** A row whose office stays the same is left alone: its indexes by office would be written anew. */
function officeFound(table: Table): Prepared<never> {
  return prepared(
    `UPDATE ${table} SET office_id = (SELECT o.id FROM office o WHERE o.source_id = ${table}.office_source_id)
     WHERE id IN (SELECT id FROM feed_work WHERE kind = '${table}')
       AND office_id IS NOT (SELECT o.id FROM office o WHERE o.source_id = ${table}.office_source_id)`,
  )
}

// From the few organizations that are reported as terminated, never through all offices.
const newlyTerminated = `terminated_on IS NULL AND source_id IN (SELECT o.source_id FROM feed_record o
  WHERE o.type = 'Organization' AND o.facts ->> 'terminated' = 1)`

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
      `SELECT id FROM office WHERE ${newlyTerminated}`,
    ),
    prepared(`UPDATE office SET terminated_on = ? WHERE ${newlyTerminated}`, today),
    sessionsEnded(whose, at, 'office-terminated'),
    recordedForEndedSessions(whose, at, 'office-terminated'),
  ]
}
