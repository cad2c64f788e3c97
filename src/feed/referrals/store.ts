/**
 * Rows of referrals. One is made of a ServiceRequest, and of whatever belongs to it: the core system's own request for
 * what was submitted here, requests for authorization made of it, and the plan's answers. `referral_record` holds
 * which, so that one of them hidden hides the referral (III.I.1), in whatever order they come.
 */
import { prepared, type Prepared } from '../../db/client.ts'
import { PORTAL_IMPORT } from '../feed.ts'
import { officeOfRecords, officeOfReferral } from '../offices/store.ts'
import { personName } from '../people/store.ts'
import { newPublicId } from '../statement.ts'

const changed = (types: string) =>
  `feed_work w CROSS JOIN feed_record r ON r.id = w.id AND w.kind = 'changed' AND r.type IN (${types})`

const into = `INSERT OR IGNORE INTO feed_work (kind, id) SELECT 'referral',`
const inWork = `IN (SELECT id FROM feed_work WHERE kind = 'referral')`

/** A row for each ServiceRequest `r` of the tables; what it says is filled in below. */
const rowsFor = (tables: string) => `INSERT INTO referral (public_id, source_id, number, status, as_of)
  SELECT ${newPublicId('ref')}, r.source_id, r.source_id, 'unknown', r.received_at FROM ${tables} ON CONFLICT DO NOTHING`

/** Requests for authorization that changed, or whose answer did, as `q`. */
const claimsAsked = `(SELECT r.id FROM ${changed(`'Claim'`)} WHERE r.facts ->> 'type' = 'preauthorization'
  UNION SELECT c.id FROM ${changed(`'ClaimResponse'`)}
    JOIN feed_record c ON c.type = 'Claim' AND c.source_id = r.pair_source_id
    WHERE r.facts ->> 'use' = 'preauthorization' AND c.facts ->> 'type' = 'preauthorization') a
  CROSS JOIN feed_record q ON q.id = a.id`

/** The rows that a change may concern, into feed_work. */
const touched: Prepared<never>[] = [
  prepared(rowsFor(`${changed(`'ServiceRequest'`)} WHERE true`)),
  prepared(`${into} x.id FROM ${changed(`'ServiceRequest'`)} JOIN referral x ON x.source_id = r.source_id`),
  prepared(
    `${into} x.id FROM ${changed(`'ServiceRequest', 'Claim', 'ClaimResponse'`)}
     JOIN referral x ON x.source_id = r.confirmation`,
  ),
  prepared(
    `${into} m.referral_id FROM ${changed(`'ServiceRequest', 'Claim', 'ClaimResponse'`)}
     JOIN referral_record m ON m.record_id = r.id`,
  ),
  prepared(`${into} x.id FROM ${claimsAsked} JOIN referral x ON x.source_id = q.confirmation`),
  prepared(
    `${into} m.referral_id FROM ${claimsAsked} JOIN feed_link l ON l.from_id = q.id AND l.to_type IN ('', 'ServiceRequest')
     JOIN feed_record s ON s.type = 'ServiceRequest' AND s.source_id = l.to_source_id
     JOIN referral_record m ON m.record_id = s.id`,
  ),
  // An office becomes known, and with it whether a number was its to bear.
  prepared(
    `${into} x.id FROM ${changed(`'Organization', 'PractitionerRole', 'Encounter'`)}
     JOIN feed_clue u ON u.to_source_id = r.source_id AND u.to_type IN ('', r.type)
     JOIN feed_record f ON f.id = u.record_id AND f.confirmation IS NOT NULL
     JOIN referral x ON x.source_id = f.confirmation`,
  ),
  prepared(
    `${into} m.referral_id FROM ${changed(`'Organization', 'PractitionerRole', 'Encounter'`)}
     JOIN feed_clue u ON u.to_source_id = r.source_id AND u.to_type IN ('', r.type)
     JOIN feed_record f ON f.id = u.record_id JOIN referral_record m ON m.record_id = f.id AND f.type = 'ServiceRequest'`,
  ),
  prepared(
    `${into} m.referral_id FROM ${changed(`'Organization', 'PractitionerRole', 'Encounter'`)}
     JOIN feed_clue u ON u.to_source_id = r.source_id AND u.to_type IN ('', r.type)
     JOIN feed_record f ON f.id = u.record_id AND f.type = 'Claim' AND f.facts ->> 'type' = 'preauthorization'
     JOIN feed_link l ON l.from_id = f.id AND l.to_type IN ('', 'ServiceRequest')
     JOIN feed_record s ON s.type = 'ServiceRequest' AND s.source_id = l.to_source_id
     JOIN referral_record m ON m.record_id = s.id`,
  ),
  ...['requester', 'performer'].flatMap((as) => [
    prepared<never>(
      `${into} x.id FROM ${changed(`'Organization', 'Practitioner', 'PractitionerRole'`)}
       JOIN referral x ON x.${as}_source_id = r.source_id`,
    ),
    prepared<never>(
      `${into} x.id FROM ${changed(`'Practitioner'`)}
       JOIN feed_record f INDEXED BY feed_record_role
       ON f.type = 'PractitionerRole' AND f.facts ->> 'practitioner' = +r.source_id
       JOIN referral x ON x.${as}_source_id = f.source_id`,
    ),
  ]),
  // What belonged together may part: each request has a row of its own again until they are put together below.
  prepared(
    rowsFor(
      `referral_record m CROSS JOIN feed_record r ON r.id = m.record_id AND r.type = 'ServiceRequest' WHERE m.referral_id ${inWork}`,
    ),
  ),
  prepared(
    `${into} x.id FROM referral_record m CROSS JOIN feed_record r ON r.id = m.record_id AND r.type = 'ServiceRequest'
     CROSS JOIN referral x ON x.source_id = r.source_id WHERE m.referral_id ${inWork}`,
  ),
]

const rows = `feed_work w CROSS JOIN referral x ON x.id = w.id AND w.kind = 'referral'`

/** The record `c` is of the row's office: nobody takes over another office's number. */
const ofOneOffice = `${officeOfRecords('f.id = c.id')} = ${officeOfReferral}`

/** The same, or the record names no office at all. */
const ofNoOther = `(${ofOneOffice} OR NOT EXISTS (SELECT 1 FROM feed_clue n
  WHERE n.record_id = c.id AND n.to_type <> 'Practitioner'))`

const belongs = (select: string) =>
  prepared<never>(`INSERT OR IGNORE INTO referral_record (referral_id, record_id) ${select}`)

/** Which records belong to the rows, from the request outward. */
const putTogether: Prepared<never>[] = [
  prepared(`DELETE FROM referral_record WHERE referral_id ${inWork}`),
  belongs(
    `SELECT x.id AS referral, c.id AS record FROM ${rows} CROSS JOIN feed_record c ON c.type = 'ServiceRequest' AND c.source_id = x.source_id`,
  ),
  belongs(
    `SELECT x.id AS referral, c.id AS record FROM ${rows} CROSS JOIN feed_record c ON c.confirmation = x.source_id AND c.type = 'ServiceRequest'
       AND c.source_id <> x.source_id WHERE ${ofOneOffice}`,
  ),
  belongs(
    `SELECT x.id AS referral, c.id AS record FROM ${rows} CROSS JOIN feed_record c ON c.confirmation = x.source_id
       AND c.type IN ('Claim', 'ClaimResponse') WHERE ${ofNoOther}`,
  ),
  belongs(
    `SELECT x.id AS referral, c.id AS record FROM ${rows} CROSS JOIN referral_record m ON m.referral_id = x.id
     CROSS JOIN feed_record s ON s.id = m.record_id AND s.type = 'ServiceRequest'
     CROSS JOIN feed_link l ON l.to_source_id = s.source_id AND l.to_type IN ('', s.type)
     CROSS JOIN feed_record c ON c.id = l.from_id AND c.type = 'Claim' AND c.facts ->> 'type' = 'preauthorization'
     WHERE ${ofNoOther}`,
  ),
  belongs(
    `SELECT x.id AS referral, c.id AS record FROM ${rows} CROSS JOIN referral_record m ON m.referral_id = x.id
     CROSS JOIN feed_record q ON q.id = m.record_id AND q.type = 'Claim'
     CROSS JOIN feed_record c ON c.pair_source_id = q.source_id AND c.type = 'ClaimResponse'
       AND c.facts ->> 'use' = 'preauthorization'`,
  ),
  // What became part of a submission's row has none of its own.
  prepared(
    `DELETE FROM referral WHERE id IN (SELECT y.id FROM ${rows} CROSS JOIN referral_record m ON m.referral_id = x.id
       CROSS JOIN feed_record c ON c.id = m.record_id AND c.type = 'ServiceRequest' AND c.source_id <> x.source_id
       CROSS JOIN referral y ON y.source_id = c.source_id)`,
  ),
]

/** The last of a row's records of the type, by the fact; of two at once the same one in whatever order they came. */
const last = (type: string, fact: string, which: string) => `(SELECT f.id FROM referral_record m
  JOIN feed_record f ON f.id = m.record_id WHERE m.referral_id = x.id AND f.type = '${type}' AND ${which}
  ORDER BY f.facts ->> '${fact}' DESC, f.source_id DESC LIMIT 1)`

/** The core system's own request `c` goes before what was submitted, `s`. */
const told = (name: string) => `coalesce(c.facts ->> '${name}', s.facts ->> '${name}')`
const list = (name: string) =>
  `CASE WHEN json_array_length(c.facts ->> '${name}') > 0 THEN c.facts ->> '${name}' ELSE coalesce(s.facts ->> '${name}', '[]') END`

/** Which of the two names the person: its id and kind go together. */
const by = (as: string, name: string) =>
  `CASE WHEN c.facts ->> '${as}SourceId' IS NULL THEN s.facts ->> '${name}' ELSE c.facts ->> '${name}' END`

const organizationName = (id: string) =>
  `(SELECT o.facts ->> 'name' FROM feed_record o WHERE o.type = 'Organization' AND o.source_id = ${id})`

const requester = by('requester', 'requesterSourceId')
const performer = by('performer', 'performerSourceId')

const columns: [column: string, made: string][] = [
  ['number', `coalesce(${told('number')}, s.source_id)`],
  ['confirmation', `CASE WHEN s.confirmation = s.source_id THEN s.source_id END`],
  // The core system's own, or the submission itself once the core system sent it back.
  [
    'core_source_id',
    `coalesce(c.source_id, CASE WHEN s.confirmation = s.source_id AND s.import_id <> '${PORTAL_IMPORT}' THEN s.source_id END)`,
  ],
  ['response_source_id', 'p.source_id'],
  ['member_source_id', told('memberSourceId')],
  ['status', told('status')],
  // The time to decide began when it was submitted. Lists page by the day: one without it stands at the end.
  ['authored_on', `coalesce(s.facts ->> 'authoredOn', c.facts ->> 'authoredOn', '')`],
  ['received_at', `coalesce(s.facts ->> 'receivedAt', c.facts ->> 'receivedAt')`],
  ['urgency', `coalesce(${told('urgency')}, 'routine')`],
  ['requester_source_id', requester],
  ['requester_name', `coalesce(${personName(requester)}, ${told('requesterName')})`],
  ['performer_source_id', performer],
  [
    'performer_name',
    `coalesce(CASE WHEN ${by('performer', 'performerType')} = 'Organization' THEN ${organizationName(performer)}
       ELSE coalesce(${personName(performer)}, ${organizationName(`(SELECT t.office_source_id FROM feed_record t
         WHERE t.type = 'PractitionerRole' AND t.source_id = ${performer})`)}) END, ${told('performerName')})`,
  ],
  ['diagnoses', list('diagnoses')],
  ['services', list('services')],
  ['units', told('units')],
  ['starts_on', `coalesce(p.facts ->> 'authorizedFrom', ${told('startsOn')})`],
  ['ends_on', `coalesce(p.facts ->> 'authorizedTo', ${told('endsOn')})`],
  ['decision', `p.facts ->> 'decision'`],
  ['decided_on', `p.facts ->> 'decidedOn'`],
  ['denial_code', `p.facts ->> 'denialCode'`],
  ['authorization_number', `p.facts ->> 'authorizationNumber'`],
  [
    'as_of',
    `(SELECT max(f.received_at) FROM referral_record m JOIN feed_record f ON f.id = m.record_id WHERE m.referral_id = x.id)`,
  ],
]

/** Run after the records and people; before offices, which they name, and judging. */
export const referralsMade: Prepared<never>[] = [
  ...touched,
  ...putTogether,
  prepared(
    `UPDATE referral SET ${columns.map(([column]) => `${column} = k.${column}`).join(', ')}
     FROM (SELECT x.id AS row, ${columns.map(([column, made]) => `${made} AS ${column}`).join(', ')}
       FROM ${rows} CROSS JOIN feed_record s ON s.type = 'ServiceRequest' AND s.source_id = x.source_id
       LEFT JOIN feed_record c ON c.id = ${last('ServiceRequest', 'authoredOn', 'f.source_id <> x.source_id')}
       LEFT JOIN feed_record p ON p.id = ${last('ClaimResponse', 'createdAt', `f.facts ->> 'decision' IS NOT NULL`)}) k
     WHERE referral.id = k.row`,
  ),
]
