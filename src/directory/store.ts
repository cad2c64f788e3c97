/** The provider directory, read through the session. It is public knowledge: any office's people may look. */
import { type Prepared, prepared } from '../db/client.ts'
import { foldName } from '../members/member.ts'
import type { SessionKey } from '../session-key.ts'
import type { DirectoryCriteria, DirectoryEntry, ReferredTo } from './entry.ts'

/** How many entries a search shows; the statement answers one more. */
export const ENTRIES_SHOWN = 20

const inOffice = `EXISTS (SELECT 1 FROM session os JOIN membership om ON om.id = os.membership_id
  WHERE os.public_id = ? AND os.secret_hash = ? AND os.ended_at IS NULL)`

const fields = `e.public_id AS id, e.name AS name, e.organization AS organization, e.npi AS npi, e.specialty AS specialty,
  p.street AS street, p.city AS city, p.state AS state, coalesce(p.zip, e.zip) AS zip, p.telephone AS telephone`

/** Entries that fit, `ENTRIES_SHOWN` and one more at most: nearest to the ZIP first where it is known, else by name. */
export function foundEntries(session: SessionKey, criteria: DirectoryCriteria): Prepared<DirectoryEntry> {
  const name = foldName(criteria.name)
  return prepared(
    `SELECT ${fields}, NULL AS miles FROM directory_entry e LEFT JOIN place p ON p.source_id = e.place_source_id
     WHERE ${inOffice} AND e.name_key >= ? AND e.name_key < ? || x'efbfbf'
       AND NOT EXISTS (SELECT 1 FROM json_each(?) w WHERE instr(coalesce(e.specialty_key, ''), w.value) = 0)
     ORDER BY e.name_key, e.id LIMIT ${ENTRIES_SHOWN + 1}`,
    session.id,
    session.secretHash,
    name,
    name,
    JSON.stringify(criteria.specialty.split(/\s+/).map(foldName)),
  )
}

/** Whether a distance from the ZIP can be told: `known` is 0 where the directory has no place in it or near it. */
export function zipKnown(session: SessionKey, zip: string): Prepared<{ known: 0 | 1 }> {
  return prepared(
    `SELECT EXISTS (SELECT 1 FROM place WHERE latitude IS NOT NULL AND zip >= ? AND zip < ? || 'x') AS known WHERE ${inOffice}`,
    zip.slice(0, 3),
    zip.slice(0, 3),
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
