/** The provider directory, made of the records that changed (`feed_work`), in whatever order they come. */
import { prepared, type Prepared } from '../../db/client.ts'
import { newPublicId } from '../statement.ts'

const changed = (type: string) =>
  `FROM feed_work w CROSS JOIN feed_record r ON r.id = w.id AND w.kind = 'changed' AND r.type = '${type}'`

const note = (records: string) => prepared(`INSERT OR IGNORE INTO directory_work (record_id) ${records}`)

/** The organizations and roles that stand at a changed place, or stood there. */
const atChangedPlace = [
  note(`SELECT k.record_id ${changed('Location')} JOIN directory_site k ON k.place_source_id = r.source_id`),
  note(
    `SELECT o.id ${changed('Location')} JOIN place p ON p.source_id = r.source_id
     JOIN feed_record o ON o.type = 'Organization' AND o.source_id = p.organization_source_id`,
  ),
]

/** A role's own name, or its office's where it names nobody. */
const ofRoles = `SELECT f.type AS source_type, f.source_id AS source_id, k.place_source_id AS place_source_id,
    f.facts ->> 'practitioner' AS provider_source_id, f.office_source_id AS organization_source_id,
    coalesce(nullif(p.facts ->> 'name', ''), f.facts ->> 'name', o.facts ->> 'name', f.facts ->> 'organizationName') AS name,
    coalesce(nullif(p.facts ->> 'nameKey', ''), f.facts ->> 'nameKey', o.facts ->> 'nameKey',
      f.facts ->> 'organizationKey') AS name_key,
    coalesce(o.facts ->> 'name', f.facts ->> 'organizationName') AS organization, p.facts ->> 'npi' AS npi,
    s.value ->> 'code' AS specialty_code, coalesce(s.value ->> 'words', s.value ->> 'code') AS specialty,
    s.value ->> 'key' AS specialty_key, l.zip AS zip, l.latitude AS latitude, l.longitude AS longitude
  FROM directory_work w CROSS JOIN feed_record f ON f.id = w.record_id AND f.type = 'PractitionerRole'
  LEFT JOIN feed_record p ON p.type = 'Practitioner' AND p.source_id = f.facts ->> 'practitioner'
  LEFT JOIN feed_record o ON o.type = 'Organization' AND o.source_id = f.office_source_id
  LEFT JOIN directory_site k ON k.record_id = f.id AND NOT EXISTS (SELECT 1 FROM feed_record c
    WHERE c.type = 'Location' AND c.source_id = k.place_source_id AND c.facts ->> 'closed' = 1)
  LEFT JOIN place l ON l.source_id = k.place_source_id
  LEFT JOIN json_each(f.facts -> 'specialties') s
  WHERE f.facts ->> 'inactive' IS NULL AND p.facts ->> 'inactive' IS NULL AND o.facts ->> 'terminated' IS NULL`

/** An organization that patients go to, at each of its places. */
const ofOrganizations = `SELECT f.type AS source_type, f.source_id AS source_id, l.source_id AS place_source_id,
    NULL AS provider_source_id, f.source_id AS organization_source_id, f.facts ->> 'name' AS name,
    f.facts ->> 'nameKey' AS name_key, NULL AS organization, f.facts ->> 'npi' AS npi, NULL AS specialty_code,
    NULL AS specialty, NULL AS specialty_key, coalesce(l.zip, substr(f.facts ->> 'zip', 1, 5)) AS zip,
    CASE WHEN l.id IS NULL THEN f.facts ->> 'latitude' ELSE l.latitude END AS latitude,
    CASE WHEN l.id IS NULL THEN f.facts ->> 'longitude' ELSE l.longitude END AS longitude
  FROM directory_work w CROSS JOIN feed_record f ON f.id = w.record_id AND f.type = 'Organization'
  LEFT JOIN place l ON l.organization_source_id = f.source_id
  WHERE f.facts ->> 'isListed' = 1 AND f.facts ->> 'terminated' IS NULL`

const columns = [
  'source_type', 'source_id', 'provider_source_id', 'organization_source_id', 'name', 'name_key', 'organization', 'npi',
  'specialty_code', 'specialty', 'specialty_key', 'place_source_id', 'zip', 'latitude', 'longitude',
] // prettier-ignore

const key = `source_type || '/' || source_id || '/' || coalesce(place_source_id, '') || '/' || coalesce(specialty_key, '')`

/** What there is to list of the records in work; nothing of what has no name to be found by. */
const made = `SELECT ${key} AS source_key, ${columns.join(', ')} FROM (${ofRoles} UNION ALL ${ofOrganizations})
  WHERE name_key <> '' AND name <> ''`

/** Run after the records. An entry keeps its public id as long as its role, place and specialty stay together. */
export const directoryMade: Prepared<never>[] = [
  prepared(`DELETE FROM directory_site WHERE record_id IN (SELECT r.id ${changed('PractitionerRole')})`),
  prepared(
    `INSERT OR IGNORE INTO directory_site (record_id, place_source_id)
     SELECT r.id, k.value ->> 'id' ${changed('PractitionerRole')} JOIN json_each(r.facts -> 'places') k`,
  ),
  note(`SELECT r.id ${changed('PractitionerRole')}`),
  note(`SELECT r.id ${changed('Organization')}`),
  note(
    `SELECT f.id ${changed('Practitioner')}
     JOIN feed_record f INDEXED BY feed_record_role
       ON f.type = 'PractitionerRole' AND f.facts ->> 'practitioner' = +r.source_id`,
  ),
  note(
    `SELECT f.id ${changed('Organization')}
     JOIN feed_record f ON f.type = 'PractitionerRole' AND f.office_source_id = r.source_id`,
  ),
  // Before the places change: the organization that a place leaves is made anew as well.
  ...atChangedPlace,
  prepared(
    `DELETE FROM place WHERE source_id IN (SELECT r.source_id ${changed('Location')} WHERE r.facts ->> 'closed' = 1)`,
  ),
  prepared(
    `INSERT INTO place (source_id, organization_source_id, street, city, state, zip, telephone, latitude, longitude)
     SELECT r.source_id, r.facts ->> 'organization', r.facts ->> 'street', r.facts ->> 'city', r.facts ->> 'state',
       r.facts ->> 'zip', r.facts ->> 'telephone', r.facts ->> 'latitude', r.facts ->> 'longitude'
     ${changed('Location')} WHERE r.facts ->> 'closed' IS NULL
     ON CONFLICT (source_id) DO UPDATE SET organization_source_id = excluded.organization_source_id,
       street = excluded.street, city = excluded.city, state = excluded.state, zip = excluded.zip,
       telephone = excluded.telephone, latitude = excluded.latitude, longitude = excluded.longitude`,
  ),
  ...atChangedPlace.slice(1),
  prepared(
    `DELETE FROM directory_entry WHERE id IN (
       SELECT e.id FROM directory_work w CROSS JOIN feed_record f ON f.id = w.record_id
       JOIN directory_entry e ON e.source_id = f.source_id AND e.source_type = f.type)
       AND source_key NOT IN (SELECT source_key FROM (${made}))`,
  ),
  prepared(
    `INSERT INTO directory_entry (public_id, source_key, ${columns.join(', ')})
     SELECT ${newPublicId('dir')}, source_key, ${columns.join(', ')} FROM (${made}) WHERE true
     ON CONFLICT (source_key) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`,
  ),
  prepared('DELETE FROM directory_work'),
]
