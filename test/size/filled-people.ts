/** Offices, their people and what waits for somebody, as SQL. */
import { END, numbers, type Sizes } from './filled-sizes.ts'

/** The first account, a clerk of office 1; behind it a clerk there with limits, and two of the plan's staff. */
export const CLERK = 1000
export const LIMITED = 1001
export const AUDITOR = 1002
export const ADMINISTRATOR = 1003

/** The account of number `i`: the first are those above. */
const account = `${CLERK - 1} + i`
const isStaff = (i: string) => `(${i} = 3 OR ${i} = 4 OR ${i} % 10 = 7)`
/** One in twenty works in office 1, the others by fours. */
const office = (i: string, offices: number) =>
  `CASE WHEN ${i} < 3 OR ${i} % 20 = 5 THEN 1 ELSE 2 + ${i} % ${offices - 1} END`
/** An instant of the last years, ms UTC, later for a higher number. */
const instant = (most: number) => `${END} - (${most} - i) * ${Math.floor((700 * 86_400_000) / most)}`

/** The statements. */
export function filledWithPeople(sizes: Sizes): string[] {
  const people = Math.ceil(sizes.people)
  const offices = Math.ceil(people / 4)
  return [...ofOffices(offices), ...ofAccounts(people, offices), ...ofWork(people, offices), ...ofMail(people)]
}

function ofOffices(offices: number): string[] {
  return [
    // Those due now, and soon, are few; one in hundreds is restricted to something.
    `INSERT INTO office (id, public_id, source_id, name, city, npi, tin, access_on, suspended_at, terminated_on, verify_due_on, prompt_received_on)
     ${numbers(offices)} SELECT i, printf('off_%024d', i), 'office-' || i, printf('Office %05d', i * 7919 % ${offices}),
       'City ' || (i % 50), printf('%010d', i), printf('%09d', i),
       CASE WHEN i % 251 = 100 THEN NULL ELSE '2020-01-01' END, CASE WHEN i % 239 = 100 THEN 1 END,
       CASE WHEN i % 241 = 100 THEN '2026-01-01' END, CASE WHEN i % 83 = 0 THEN NULL ELSE date('2026-05-20', (i % 365) || ' days') END,
       CASE WHEN i % 365 < 20 THEN '2026-06-10' END FROM n`,
    `INSERT INTO feed_termination (kind, value, ends_on, reported_at) ${numbers(offices / 25)}
     SELECT 'organization', 'office-' || (i * 25), '2026-01-01', 1 FROM n`,
  ]
}

function ofAccounts(people: number, offices: number): string[] {
  return [
    `INSERT INTO account (id, public_id, email, guard, kind, department, first_name, last_name, approved_on, last_used_on, suspended_at,
       suspended_for, terminated_at, locked_at, created_at)
     ${numbers(people)} SELECT ${account}, printf('acc_%024d', i), 'p' || i || '@size.example', 'guard-' || i,
       CASE WHEN ${isStaff('i')} THEN 'staff' ELSE 'office' END,
       CASE WHEN i = 3 THEN 'privacy' WHEN ${isStaff('i')} THEN 'e-business' END, 'Robin' || (i % 7), printf('Name%03d', i * 7919 % 1000),
       '2025-01-01', CASE WHEN i % 67 = 11 THEN NULL WHEN i % 59 = 12 THEN '2025-02-02' ELSE '2026-06-29' END,
       CASE WHEN i % 211 = 13 OR i % 223 = 14 THEN 1 END,
       CASE WHEN i % 211 = 13 THEN 'incident' WHEN i % 223 = 14 THEN 'disabled' END, CASE WHEN i % 61 = 15 THEN 1 END,
       CASE WHEN i % 199 = 16 THEN 1 END, 0 FROM n`,
    `INSERT INTO credential (account_id, hash, set_on) ${numbers(people)}
     SELECT ${account}, 'none', CASE WHEN i % 71 = 17 THEN '2025-01-01' ELSE '2026-06-01' END FROM n WHERE i % 73 <> 18`,
    `INSERT INTO membership (id, public_id, account_id, office_id, is_loa, suspended_at, suspended_for, ended_on, created_at)
     ${numbers(people)} SELECT ${account}, printf('mbs_%024d', i), ${account}, ${office('i', offices)}, i % 3 = 0,
       CASE WHEN i % 103 = 19 THEN 1 END, CASE WHEN i % 103 = 19 THEN 'disabled' END, CASE WHEN i % 53 = 20 THEN '2026-02-02' END, 0
     FROM n WHERE NOT ${isStaff('i')}`,
    `INSERT INTO role_grant (membership_id, role, granted_at) SELECT m.id, r.value, 0 FROM membership m,
       json_each('["eligibility","claims","view-referrals","submit-referrals"]') r WHERE m.id IN (${CLERK}, ${LIMITED})`,
    `INSERT INTO grant_limit (membership_id, role, provider_id) SELECT ${LIMITED}, r.value, p.id FROM provider p,
       json_each('["claims","view-referrals"]') r WHERE p.source_id IN ('p1', 'p2', 'p3')`,
    `INSERT INTO recent_member (account_id, office_id, member_id, at, seq) ${numbers(Math.min(people, 10_000) / 10)}
     SELECT ${account}, m.office_id, b.value, b.value, -b.value FROM n JOIN membership m ON m.id = ${account}, json_each('[1,2,3,4,5,6,7,8,9,10]') b`,
    `INSERT INTO capability (account_id, name, granted_at, review_on) VALUES (${AUDITOR}, 'audit.read', 0, '2199-01-01')`,
    `INSERT INTO invitation (public_id, email, first_name, last_name, office_id, created_at, expires_at) ${numbers(offices / 2)}
     SELECT printf('inv_%024d', i), 'i' || i || '@size.example', 'Robin', 'Example', i, 0, ${END} * 2 FROM n`,
  ]
}

function ofWork(people: number, offices: number): string[] {
  return [
    // The one of last year, and for every eighth office the one that is due.
    `INSERT INTO verification (public_id, office_id, due_on, opened_at, completed_at, completed_on, attestation, by_only_loa, reinstated_at)
     ${numbers(offices)} SELECT printf('ver_%024d', i), i, '2025-06-01', 1, 2, '2025-06-02', 'x', i % 83 = 21, CASE WHEN i % 478 <> 100 THEN 2 END FROM n`,
    `INSERT INTO verification (public_id, office_id, due_on, opened_at) ${numbers(offices / 8)}
     SELECT printf('ver_2%023d', i), i * 8, '2026-06-01', 1 FROM n`,
    `INSERT INTO revocation (public_id, membership_id, account_id, office_id, kind, changed_on, revoked_on, at, is_late, decide_by,
       decided_at, decided_by, decision, decision_reason)
     ${numbers(people)} SELECT printf('rvk_%024d', i), m.id, m.account_id, m.office_id, 'ended', '2026-01-01', '2026-01-09', i, i % 2,
       CASE WHEN i % 2 = 1 THEN date('2026-06-30', (i % 9) || ' days') END, CASE WHEN i % 4 = 1 THEN ${instant(people)} END,
       CASE WHEN i % 4 = 1 THEN ${ADMINISTRATOR} END, CASE WHEN i % 40 = 1 THEN 'referred' WHEN i % 4 = 1 THEN 'no-breach' END,
       CASE WHEN i % 4 = 1 THEN 'x' END FROM n JOIN membership m ON m.id = ${account}`,
    // A third of them waits; those decided were decided by staff or in the office.
    `INSERT INTO access_request (public_id, office_id, account_id, wants_loa, job_title, job_description, sent_at, alerted_at, decided_at,
       decided_on, decided_by, decision, reason)
     ${numbers(people)} SELECT printf('req_%024d', i), ${office('i', offices)}, ${CLERK - 1} + i, i % 7 = 0, 'x', 'x', ${instant(people)},
       CASE WHEN i % 6 = 0 THEN 1 END, CASE WHEN i % 3 > 0 THEN ${instant(people)} END, CASE WHEN i % 3 > 0 THEN '2026-06-01' END,
       CASE i % 3 WHEN 1 THEN ${ADMINISTRATOR} WHEN 2 THEN ${CLERK} END, CASE WHEN i % 3 > 0 THEN iif(i % 17 = 0, 'withdrawn', 'denied') END,
       CASE WHEN i % 3 > 0 THEN 'x' END FROM n`,
  ]
}

function ofMail(people: number): string[] {
  return [
    `INSERT INTO outbox (public_id, account_id, channel, message, sealed, created_at, expires_at, tries, sent_at, dead_at, dead_reason)
     ${numbers(people)} SELECT printf('out_%024d', i), ${account}, CASE WHEN i % 9 = 0 THEN 'text' ELSE 'email' END, 'x', 'x', i,
       ${END} * 2, i % 5 = 4, CASE WHEN i % 2 = 0 THEN i END, CASE WHEN i % 4 = 1 THEN ${instant(people)} END,
       CASE WHEN i % 4 = 1 THEN 'expired' END FROM n`,
  ]
}
