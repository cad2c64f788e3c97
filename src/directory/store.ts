/**
 * The provider directory, read through the session. It is public knowledge: any office's people may look.
 * A search reads few rows however large the directory is: names and specialties by their indexes, places by a box around
 * the ZIP that is no larger than it has to be.
 */
import { type Prepared, prepared } from '../db/client.ts'
import type { SessionKey } from '../session-key.ts'
import type { DirectoryCriteria, DirectoryEntry, ReferredTo } from './entry.ts'
import { lookupOf } from './rules.ts'

/** How many entries a search shows; the statement answers one more. */
export const ENTRIES_SHOWN = 20
const ANSWERED = ENTRIES_SHOWN + 1
/** Of a name's beginning so many are looked at for the nearest. */
const OF_A_NAME = 100
/** Specialties that a word may stand for. */
const SPECIALTIES = 20
/** Miles around the ZIP: the first ring that holds a page is enough. */
const RINGS = [2, 6, 20, 60]
const FURTHEST = 200
/** Of the last ring so many are looked at. */
const IN_RING = 2000

const inOffice = `EXISTS (SELECT 1 FROM session os JOIN membership om ON om.id = os.membership_id
  WHERE os.public_id = ? AND os.secret_hash = ? AND os.ended_at IS NULL)`

const fields = `e.public_id AS id, e.name AS name, e.organization AS organization, e.npi AS npi, e.specialty AS specialty,
  p.street AS street, p.city AS city, p.state AS state, coalesce(p.zip, e.zip) AS zip, p.telephone AS telephone`

/** Every specialty once, by leaps through its index; those that bear all the words. */
const specialties = `leap (k) AS (SELECT min(specialty_key) FROM directory_entry UNION ALL
    SELECT (SELECT min(specialty_key) FROM directory_entry WHERE specialty_key > k) FROM leap WHERE k IS NOT NULL LIMIT 3000),
  specialty AS MATERIALIZED (SELECT k FROM leap, asked a WHERE k IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM json_each(a.words) w WHERE instr(k, w.value) = 0) LIMIT ${SPECIALTIES})`

/** The middle of the directory's own places in the ZIP; where it has none, of those that share its first three digits. */
const mean = (where: string, at: string) =>
  `SELECT avg(latitude) AS la, avg(longitude) AS lo, ${at} AS how FROM (SELECT latitude, longitude FROM place
    WHERE latitude IS NOT NULL AND ${where} LIMIT 300)`
const point = `point AS MATERIALIZED (SELECT la, lo, cos(radians(la)) AS narrow FROM (
    ${mean(`zip = (SELECT zip FROM asked)`, '1')} UNION ALL
    ${mean(`zip >= (SELECT substr(zip, 1, 3) FROM asked WHERE zip <> '') AND zip < (SELECT substr(zip, 1, 3) || 'x' FROM asked)`, '2')})
    WHERE la IS NOT NULL ORDER BY how LIMIT 1)`

/** Great-circle miles (haversine) from the point `o` to the entry `e`; NULL where either isn't known. */
const miles = `2 * 3958.8 * asin(min(1.0, sqrt(pow(sin(radians(e.latitude - o.la) / 2), 2)
  + cos(radians(e.latitude)) * o.narrow * pow(sin(radians(e.longitude - o.lo) / 2), 2))))`

/** Within so many miles: a box by the index first, 69 miles a degree of latitude, then the circle. */
const within = (reach: string) =>
  `e.latitude >= o.la - ${reach} / 69.0 AND e.latitude <= o.la + ${reach} / 69.0
   AND e.longitude >= o.lo - ${reach} / (69.0 * o.narrow) AND e.longitude <= o.lo + ${reach} / (69.0 * o.narrow)
   AND ${miles} <= ${reach}`

/** The ids of entries around the point, of the specialties where any are asked for; and how far around. */
function around(bySpecialty: boolean): { near: string; reach: string } {
  const from = bySpecialty
    ? 'FROM point o CROSS JOIN specialty k CROSS JOIN directory_entry e ON e.specialty_key = k.k AND'
    : 'FROM point o CROSS JOIN directory_entry e ON'
  const isFull = `(SELECT count(*) FROM (SELECT 1 ${from} ${within('r.value')} LIMIT ${ANSWERED})) = ${ANSWERED}`
  return {
    near: `SELECT id FROM (SELECT e.id ${from} ${within('(SELECT miles FROM reach)')} LIMIT ${IN_RING})`,
    reach: `SELECT coalesce((SELECT r.value FROM json_each('${JSON.stringify(RINGS)}') r WHERE ${isFull}
      ORDER BY r.value LIMIT 1), ${FURTHEST})`,
  }
}

/** The ids of entries in the order of names, a page of each specialty. */
function named(bySpecialty: boolean): string {
  return bySpecialty
    ? `SELECT e.id FROM specialty k CROSS JOIN directory_entry e ON e.id IN (SELECT x.id FROM directory_entry x
        WHERE x.specialty_key = k.k ORDER BY x.name_key, x.id LIMIT ${ANSWERED})`
    : `SELECT id FROM (SELECT id FROM directory_entry ORDER BY name_key, id LIMIT ${ANSWERED})`
}

/** The ids of entries whose name begins as one of the names does. */
const beginning = (bySpecialty: boolean) =>
  `SELECT e.id FROM json_each((SELECT names FROM asked)) n CROSS JOIN directory_entry e ON e.id IN (
    SELECT x.id FROM directory_entry x WHERE x.name_key >= n.value AND x.name_key < n.value || char(1114111)
      ${bySpecialty ? 'AND x.specialty_key IN (SELECT k FROM specialty)' : ''}
      ORDER BY x.name_key, x.id LIMIT ${OF_A_NAME})`

/** Entries that fit, `ENTRIES_SHOWN` and one more at most: nearest to the ZIP first where it is known, else by name. */
export function foundEntries(session: SessionKey, criteria: DirectoryCriteria): Prepared<DirectoryEntry> {
  const { names, words, zip } = lookupOf(criteria)
  const bySpecialty = words.length > 0
  const { near, reach } = around(bySpecialty)
  const ways = names.length > 0 ? [beginning(bySpecialty)] : [named(bySpecialty), ...(zip === '' ? [] : [near])]
  return prepared(
    `WITH RECURSIVE asked (names, words, zip) AS (SELECT ?, ?, ?), ${specialties}, ${point},
       reach (miles) AS MATERIALIZED (${zip === '' || names.length > 0 ? `SELECT ${FURTHEST}` : reach}),
       found (id) AS (${ways.join(' UNION ')})
     SELECT ${fields}, round(${miles}, 1) AS miles FROM found f CROSS JOIN directory_entry e ON e.id = f.id
     LEFT JOIN place p ON p.source_id = e.place_source_id LEFT JOIN point o
     WHERE ${inOffice} ORDER BY miles IS NULL, miles, e.name_key, e.id LIMIT ${ANSWERED}`,
    JSON.stringify(names),
    JSON.stringify(words),
    zip,
    session.id,
    session.secretHash,
  )
}

/** Whether a distance from the ZIP can be told: `known` is 0 where the directory has no place in it or near it. */
export function zipKnown(session: SessionKey, zip: string): Prepared<{ known: 0 | 1 }> {
  const five = lookupOf({ name: '', specialty: '', zip }).zip
  return prepared(
    `SELECT EXISTS (SELECT 1 FROM place WHERE latitude IS NOT NULL AND zip >= ? AND zip < ? || 'x' AND ? <> '') AS known
     WHERE ${inOffice}`,
    five.slice(0, 3),
    five.slice(0, 3),
    five,
    session.id,
    session.secretHash,
  )
}

/** The entry of that public id, with what a submission says of it. */
export function entryFor(session: SessionKey, id: string): Prepared<Omit<DirectoryEntry, 'miles'> & ReferredTo> {
  return prepared(
    `SELECT ${fields}, e.source_type AS sourceType, e.source_id AS sourceId
     FROM directory_entry e LEFT JOIN place p ON p.source_id = e.place_source_id
     WHERE e.public_id = ? AND ${inOffice}`,
    id,
    session.id,
    session.secretHash,
  )
}
