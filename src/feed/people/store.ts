/** Rows of members, coverages and people, made of the records that changed (`feed_work`). */
import { prepared, type Prepared } from '../../db/client.ts'
import { newPublicId } from '../statement.ts'

/** The changed records of a type, as `r`. */
const changed = (type: string) =>
  `FROM feed_work w CROSS JOIN feed_record r ON r.id = w.id WHERE w.kind = 'changed' AND r.type = '${type}'`

/** The person a reference of the column names: a Practitioner, or the one in a PractitionerRole. */
export const personName = (column: string) =>
  `(SELECT p.name FROM provider p WHERE p.source_id = coalesce(
     (SELECT f.facts ->> 'practitioner' FROM feed_record f
      WHERE f.type = 'PractitionerRole' AND f.source_id = ${column}), ${column}) AND p.name <> '')`

/** Run after the records; before claims and referrals, which name members and people. */
export const peopleMade: Prepared<never>[] = [
  prepared(
    `INSERT INTO provider (source_id, name, npi)
     SELECT r.source_id, r.facts ->> 'name', r.facts ->> 'npi' ${changed('Practitioner')}
     ON CONFLICT (source_id) DO UPDATE SET name = excluded.name, npi = excluded.npi`,
  ),
  prepared(
    `INSERT INTO member (public_id, source_id, member_number, last_name, first_name, last_name_key, first_name_key,
       birth_date, gender, pcp_source_id, as_of)
     SELECT ${newPublicId('mem')}, r.source_id, r.facts ->> 'memberNumber', r.facts ->> 'lastName',
       r.facts ->> 'firstName', r.facts ->> 'lastNameKey', r.facts ->> 'firstNameKey', r.facts ->> 'birthDate',
       r.facts ->> 'gender', r.facts ->> 'pcpSourceId', r.received_at ${changed('Patient')}
     ON CONFLICT (source_id) DO UPDATE SET member_number = excluded.member_number, last_name = excluded.last_name,
       first_name = excluded.first_name, last_name_key = excluded.last_name_key,
       first_name_key = excluded.first_name_key, birth_date = excluded.birth_date, gender = excluded.gender,
       pcp_source_id = excluded.pcp_source_id, as_of = excluded.as_of`,
  ),
  prepared(
    `INSERT OR IGNORE INTO feed_work (kind, id)
     SELECT 'member', m.id FROM feed_work w CROSS JOIN feed_record r ON r.id = w.id JOIN member m
       ON (r.type = 'Patient' AND m.source_id = r.source_id)
       OR (r.type IN ('Practitioner', 'PractitionerRole') AND m.pcp_source_id = r.source_id)
     WHERE w.kind = 'changed' AND r.type IN ('Patient', 'Practitioner', 'PractitionerRole')`,
  ),
  // The `+`, here and elsewhere: with a column's affinity SQLite would not seek in the index, which has none.
  prepared(
    `INSERT OR IGNORE INTO feed_work (kind, id)
     SELECT 'member', m.id FROM feed_work w CROSS JOIN feed_record r ON r.id = w.id
       JOIN feed_record f INDEXED BY feed_record_role
       ON f.type = 'PractitionerRole' AND f.facts ->> 'practitioner' = +r.source_id
       JOIN member m ON m.pcp_source_id = f.source_id
     WHERE w.kind = 'changed' AND r.type = 'Practitioner'`,
  ),
  prepared(
    `UPDATE member SET pcp_name = ${personName('member.pcp_source_id')}
     WHERE id IN (SELECT id FROM feed_work WHERE kind = 'member')`,
  ),
  // A coverage that names nobody any more is nobody's.
  prepared(
    `DELETE FROM coverage WHERE source_id IN (SELECT r.source_id ${changed('Coverage')}
       AND r.facts ->> 'memberSourceId' IS NULL)`,
  ),
  prepared(
    `INSERT INTO coverage (source_id, member_source_id, plan_name, product, payor_source_id, payor, network,
       relationship, status, starts_on, ends_on, copay_cents, sort, as_of)
     SELECT r.source_id, r.facts ->> 'memberSourceId', r.facts ->> 'planName', r.facts ->> 'product',
       r.facts ->> 'payorSourceId', r.facts ->> 'payor', r.facts ->> 'network', r.facts ->> 'relationship',
       r.facts ->> 'status', r.facts ->> 'startsOn', r.facts ->> 'endsOn', r.facts ->> 'copayCents',
       r.facts ->> 'sort', r.received_at ${changed('Coverage')} AND r.facts ->> 'memberSourceId' IS NOT NULL
     ON CONFLICT (source_id) DO UPDATE SET member_source_id = excluded.member_source_id, member_id = NULL,
       plan_name = excluded.plan_name, product = excluded.product, payor_source_id = excluded.payor_source_id,
       payor = excluded.payor, network = excluded.network, relationship = excluded.relationship,
       status = excluded.status, starts_on = excluded.starts_on, ends_on = excluded.ends_on,
       copay_cents = excluded.copay_cents, sort = excluded.sort, as_of = excluded.as_of`,
  ),
  prepared(
    `UPDATE coverage SET member_id = (SELECT m.id FROM member m WHERE m.source_id = coverage.member_source_id)
     WHERE member_id IS NULL AND member_source_id IN (
       SELECT r.facts ->> 'memberSourceId' ${changed('Coverage')} UNION SELECT r.source_id ${changed('Patient')})`,
  ),
  prepared(
    `UPDATE coverage SET payor = (SELECT f.facts ->> 'name' FROM feed_record f
       WHERE f.type = 'Organization' AND f.source_id = coverage.payor_source_id)
     WHERE payor_source_id IS NOT NULL AND (source_id IN (SELECT r.source_id ${changed('Coverage')})
       OR payor_source_id IN (SELECT r.source_id ${changed('Organization')}))`,
  ),
]
