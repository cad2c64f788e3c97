/** Tables filled with a plan's records of any number, as SQL: the tests take a few thousand, the benchmark millions. */
import { filledWithFeed } from './filled-feed.ts'
import { CLERK, filledWithPeople } from './filled-people.ts'
import { filledWithReferrals } from './filled-referrals.ts'
import { END, numbers, type Sizes, VERSIONS } from './filled-sizes.ts'

/** So long lies between two rows of the log, ms. */
const STEP = 1000

/** The statements, in the order in which they are run. */
export function filled(sizes: Sizes): string[] {
  return [
    // What the last one hid and showed is known from its dry run.
    `INSERT INTO restricted_list (made_at, source, reason, rows_added, dry_run_id) ${numbers(VERSIONS)}
     SELECT i, 'size', 'size', 0, CASE WHEN i = ${VERSIONS} THEN 1 END FROM n`,
    `INSERT INTO provider (source_id, name) ${numbers(40)} SELECT 'p' || i, printf('Provider %02d', i) FROM n`,
    `INSERT INTO member (id, public_id, source_id, member_number, last_name, first_name, last_name_key, first_name_key, birth_date, as_of)
     ${numbers(sizes.members)} SELECT i, printf('mem_%024d', i), 'm' || i, 'HV' || i, 'Example', 'Robin', 'example' || (i % 100), 'robin' || (i % 7),
       date('1940-01-01', (i * 7 % 20000) || ' days'), 0 FROM n`,
    ...filledWithPeople(sizes),
    ...filledWithClaims(sizes),
    ...filledWithReferrals(sizes),
    ...filledWithFeed(sizes),
    ...filledWithLog(sizes),
  ]
}

/**
 * Office 1 has half of the claims; the other half is office 2's. Every ninth is restricted, every eleventh was judged
 * under an older list, one in 50 was entered in error, all of these the newest too.
 */
function filledWithClaims({ claims, members }: Sizes): string[] {
  return [
    `INSERT INTO claim (id, public_id, claim_source_id, number, member_id, office_id, provider_source_id, provider_name, type, status,
       serviced_from, serviced_to, billed_cents, paid_cents, shown_under, as_of)
     ${numbers(claims)} SELECT i, printf('clm_%024d', i), 'c' || i, 'C' || i, 1 + i % ${members}, 1 + i / 7 % 2,
       'p' || (1 + i / 14 % 40), printf('Provider %02d', 1 + i / 14 % 40), 'professional',
       CASE WHEN i % 50 = 1 OR i > ${claims} - 300 AND i % 3 = 0 THEN 'entered-in-error' WHEN i % 97 = 0 THEN 'cancelled'
         WHEN i % 23 = 0 THEN 'denied' WHEN i % 31 = 0 THEN 'partly-paid' WHEN i % 17 = 0 THEN 'received' ELSE 'paid' END,
       date('2026-06-30', -(((${claims} - i) * 900 / ${claims})) || ' days'),
       date('2026-06-30', -(((${claims} - i) * 900 / ${claims})) || ' days'), 10000 + i % 90000, 8000 + i % 80000,
       CASE WHEN i % 9 = 0 OR i > ${claims} - 300 AND i % 3 = 1 THEN NULL WHEN i % 11 = 0 THEN 1 ELSE ${VERSIONS} END, 0 FROM n`,
  ]
}

/**
 * Of a hundred people; one row in five is a page about a member, one in ten a list that names 25, one in 40 what somebody
 * did. Half of it is office 1's and half office 2's.
 */
function filledWithLog({ audit, members }: Sizes): string[] {
  return [
    `INSERT INTO audit (at, event, account_id, office_id, member_id, subject_id, session_id, page, record, ip, device, request_id, members)
     ${numbers(audit)} SELECT ${END} - (${audit} - i) * ${STEP},
       CASE WHEN i % 1000 = 0 THEN 'account.changed' WHEN i % 40 = 7 THEN 'session.opened' WHEN i % 40 = 27 THEN 'job.run'
         WHEN i % 5 = 0 THEN 'claim.viewed' WHEN i % 10 = 1 THEN 'claim.listed' ELSE 'page.viewed' END,
       CASE WHEN i % 120 = 7 THEN ${CLERK} ELSE ${CLERK} + i % 100 END, 1 + i / 3 % 2, CASE WHEN i % 5 = 0 THEN 1 + i % ${members} END, CASE WHEN i % 1000 = 0 THEN 1007 END, i % 500,
       CASE WHEN i % 1000 = 0 OR i % 20 = 7 THEN NULL ELSE '/claims' END, NULL, '192.0.2.1', 'Browser', 'x',
       CASE WHEN i % 10 = 1 THEN (SELECT json_group_array(value) FROM json_each('[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25]'))
         END FROM n`,
    `INSERT INTO audit_member (member_id, seq) SELECT m.value, a.seq FROM audit a, json_each(a.members) m
     WHERE a.members IS NOT NULL AND a.seq > (SELECT max(seq) FROM audit) - 100000 ORDER BY 1, 2`,
    'UPDATE audit_member_mark SET seq = (SELECT max(seq) FROM audit)',
  ]
}
