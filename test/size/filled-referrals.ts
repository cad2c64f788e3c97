/** Referrals, drafts and submissions, checks of eligibility and the directory, as SQL. */
import { CLERK } from './filled-people.ts'
import { END, numbers, type Sizes, VERSIONS } from './filled-sizes.ts'

/** Rows of a check: the most that one may have. */
const ROWS_OF_A_CHECK = 500

/** The statements. */
export function filledWithReferrals(sizes: Sizes): string[] {
  const records = Math.ceil(sizes.records)
  const { members, people } = sizes
  return [...ofReferrals(records, members), ...ofSubmissions(records), ...ofChecks(records, members), ...ofDirectory(people)]
} // prettier-ignore

/** Two thirds are office 1's; every fifth is restricted, every seventh was judged under an older list. */
function ofReferrals(records: number, members: number): string[] {
  return [
    `INSERT INTO referral (id, public_id, source_id, number, member_id, office_id, status, authored_on, shown_under, as_of, decision, urgency,
       requester_source_id, confirmation, authorization_number)
     ${numbers(records)} SELECT i, printf('ref_%024d', i), 'r' || i, 'R' || i, 1 + i % ${members}, CASE WHEN i % 3 = 0 THEN 2 ELSE 1 END, 'active',
       date('2026-06-30', -(((${records} - i) * 900 / ${records})) || ' days'),
       CASE WHEN i % 5 = 0 THEN NULL WHEN i % 7 = 0 THEN 1 ELSE ${VERSIONS} END, 0,
       CASE WHEN i % 97 = 1 THEN 'denied' WHEN i % 2 = 1 THEN 'approved' WHEN i % 11 = 0 THEN 'pended' END,
       CASE WHEN i % 53 = 1 OR i % 4850 = 1 THEN 'urgent' ELSE 'routine' END,
       'p' || (1 + i / 14 % 40), 'GH-' || i, 'A' || i FROM n`,
  ]
}

/** Half of them by the clerk. A fourth waits for the core system, a fourth was given up. */
function ofSubmissions(records: number): string[] {
  return [
    `INSERT INTO referral_draft (public_id, account_id, office_id, content, changed_at) ${numbers(records)}
     SELECT printf('rdr_%024d', i), CASE WHEN i <= 50 THEN ${CLERK} ELSE ${CLERK} + i % 100 END, CASE WHEN i <= 50 THEN 1 ELSE 2 END,
       json_object('member', printf('mem_%024d', i)), i FROM n`,
    `INSERT INTO referral_submission (confirmation, draft_public_id, account_id, office_id, submitted_at, content, delivered_at, completed_at, given_up_at)
     ${numbers(records)} SELECT 'GH-' || i, 'rdr-' || i, CASE WHEN i % 2 = 0 THEN ${CLERK} ELSE ${CLERK} + 1 END, 1, i, '{}',
       CASE WHEN i % 4 = 0 THEN i END, CASE WHEN i % 4 = 0 THEN i END, CASE WHEN i % 4 = 1 THEN i / 10 END FROM n`,
  ]
}

/** Lists of a whole day, as many rows in all as there are records. */
function ofChecks(records: number, members: number): string[] {
  const checks = Math.ceil(records / ROWS_OF_A_CHECK)
  return [
    `INSERT INTO eligibility_check (id, public_id, office_id, account_id, asked_on, made_at, rows, answered) ${numbers(records / 10)}
     SELECT i, printf('elc_%024d', i), 1 + i % 2, ${CLERK}, '2026-06-30', ${END} + i, ${ROWS_OF_A_CHECK}, ${ROWS_OF_A_CHECK} FROM n`,
    `INSERT INTO eligibility_check_row (check_id, line, office_id, asked_number, problem, member_id, answer, changed)
     ${numbers(checks * ROWS_OF_A_CHECK)} SELECT 1 + (i - 1) / ${ROWS_OF_A_CHECK}, 1 + (i - 1) % ${ROWS_OF_A_CHECK}, 1, 'HV' || i,
       CASE WHEN i % 50 = 0 THEN 'bad-number' END, CASE WHEN i % 50 > 0 THEN 1 + i % ${members} END,
       CASE WHEN i % 50 = 0 THEN NULL WHEN i % 25 = 1 THEN 'not-eligible' ELSE 'eligible' END, CASE WHEN i % 30 = 0 THEN '["plan"]' END FROM n`,
  ]
}

/** Ten places of ZIP codes from 90000 on, fifty specialties. */
function ofDirectory(people: number): string[] {
  return [
    `INSERT INTO place (source_id, street, city, state, zip, latitude, longitude) ${numbers(people / 10)}
     SELECT 'l' || i, i || ' Main Street', 'City', 'CA', printf('9%04d', i % 1000), 34 + i % 1000 / 500.0, -118 - i / 1000 % 10 / 10.0 FROM n`,
    `INSERT INTO directory_entry (public_id, source_key, source_type, source_id, name, name_key, specialty, specialty_key, place_source_id, zip,
       latitude, longitude)
     ${numbers(people)} SELECT printf('dir_%024d', i), 'k' || i, 'PractitionerRole', 'k' || i, 'Name ' || (i % 3000), 'name' || (i % 3000),
       'Specialty ' || (i % 50), 'specialty' || (i % 50), 'l' || (1 + i / 10 % ${Math.ceil(people / 10)}), printf('9%04d', i / 10 % 1000),
       34 + (1 + i / 10) % 1000 / 500.0, -118 - (1 + i / 10) / 1000 % 10 / 10.0 FROM n`,
  ]
}
