/** What the core system sent, and the restricted list it is judged by, as SQL. */
import { ADMINISTRATOR } from './filled-people.ts'
import { END, numbers, type Sizes, VERSIONS } from './filled-sizes.ts'

/** The import whose lines were rejected. */
export const IMPORT = 'import-1'
/** The most rows that a list of restricted codes has in force here: all code systems together have fewer. */
const CODES = 10_000

/** The statements. */
export function filledWithFeed(sizes: Sizes): string[] {
  const records = Math.ceil(sizes.records)
  return [...ofList(records), ...ofImports(records)]
}

function ofList(records: number): string[] {
  return [
    `INSERT INTO restricted_code (category, system, match, code, source, reason, from_version, to_version) ${numbers(2 * CODES)}
     SELECT CASE WHEN i % 10 = 0 THEN 'hiv-aids' WHEN i % 199 = 0 THEN 'abortion' ELSE 'mental-health' END,
       CASE WHEN i % 4 = 1 THEN 'ndc' WHEN i % 20 = 3 THEN 'hcpcs' ELSE 'icd-10-cm' END, 'exact', 'X' || i, 'size', 'size', 1 + i / 100,
       CASE WHEN i % 2 = 0 THEN 300 + i / 100 END FROM n`,
    `INSERT INTO restricted_review (reviewed_on, reviewed_by, since_version, version, note) ${numbers(1000)}
     SELECT '2026-01-01', ${ADMINISTRATOR}, 0, 1, 'x' FROM n`,
    `INSERT INTO restricted_draft (id, base_version, state, more_categories, changed_at, changed_by, closed_at)
     VALUES (1, 1, 1, '[]', 0, ${ADMINISTRATOR}, NULL)`,
    `INSERT INTO restricted_draft_row (draft_id, category, system, match, code, source, reason) ${numbers(CODES)}
     SELECT 1, 'hiv-aids', 'ndc', 'exact', 'Y' || i, 'size', 'size' FROM n`,
    `INSERT INTO restricted_dry_run (id, draft_id, draft_state, asked_at, asked_by, phase, seen_from, seen_count, seen_sum, ended_at)
     VALUES (1, 1, 1, 0, ${ADMINISTRATOR}, 'done', 0, 0, 0, 1)`,
    `INSERT INTO restricted_consequence (run_id, record_id, change, type, source_id) ${numbers(records)}
     SELECT 1, i, 'hidden', 'Claim', 'c' || i FROM n`,
  ]
}

/** One record in ten could not be judged, for one reason more often than for another. */
function ofImports(records: number): string[] {
  return [
    `INSERT INTO feed_import (id, started_at, completed_at, by_account) ${numbers(records / 10)}
     SELECT 'import-' || i, i / 3, i, ${ADMINISTRATOR} FROM n`,
    `INSERT INTO feed_rejection (import_id, file, line, reason) ${numbers(records)}
     SELECT 'import-' || (1 + i % 3), 'file-' || (i / 3 % 4) || '.ndjson', i, 'not-json' FROM n ORDER BY 1, 2, 3`,
    `INSERT INTO feed_record (id, type, source_id, import_id, digest, received_at, facts, codes, own_version, hidden) ${numbers(records)}
     SELECT i, CASE WHEN i % 7 = 0 THEN 'ServiceRequest' WHEN i % 3 = 0 THEN 'ExplanationOfBenefit' ELSE 'Claim' END, 'f' || i, '${IMPORT}', 'x',
       ${END} + i, '{}', '[]', ${VERSIONS}, CASE WHEN i % 10 = 1 THEN 'no-list:snomed' WHEN i % 100 = 2 THEN 'leads-nowhere'
         WHEN i % 100 = 3 THEN 'no-code' WHEN i % 9 = 4 THEN 'rule:1' WHEN i % 9 = 5 THEN 'linked' END FROM n`,
    `INSERT INTO feed_record (id, type, source_id, import_id, digest, received_at, facts, codes, own_version) ${numbers(records / 10)}
     SELECT ${records} + i, 'Organization', 'office-' || i, '${IMPORT}', 'x', 0, '{}', '[]', 0 FROM n`,
  ]
}
