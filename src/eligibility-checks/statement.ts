/** Statements that keep a check, answer its rows, and take it away. They are written out: whole lists go into one as JSON. */
import { type Prepared, prepared } from '../db/client.ts'
import type { Day } from '../policy/calendar.ts'
import type { SessionKey } from '../session-key.ts'
import { type AskedRow, AT_ONCE, type Changed, type Found, type Problem } from './check.ts'
import type { CoverageFacts } from './rules.ts'

/** The session `s` and its membership `m`; two parameters. */
const ofSession =
  'session s JOIN membership m ON m.id = s.membership_id WHERE s.public_id = ? AND s.secret_hash = ? AND s.ended_at IS NULL'
/** The session's office; two parameters. */
const office = `(SELECT m.office_id FROM ${ofSession})`
/** The row of the check in the session's office; three parameters. */
const ownCheck = `(SELECT k.id FROM eligibility_check k WHERE k.public_id = ? AND k.office_id = ${office})`

const bySession = ({ id, secretHash }: SessionKey) => [id, secretHash] as const

/** A check to keep. */
export type Keeping = { id: string; name: string | null; askedOn: Day; at: number }

/** Keeps the check, if the session is open. */
export function checkKept(
  session: SessionKey,
  { id, name, askedOn, at }: Keeping,
  rows: readonly AskedRow[],
): Prepared<never> {
  const problems = rows.filter(({ problem }) => problem !== null).length
  return prepared(
    `INSERT INTO eligibility_check (public_id, office_id, account_id, name, asked_on, made_at, rows, answered, problems, answered_at)
     SELECT ?1, m.office_id, s.account_id, ?2, ?3, ?4, ?5, ?6, ?6, CASE WHEN ?5 = ?6 THEN ?4 END
     FROM session s JOIN membership m ON m.id = s.membership_id
     WHERE s.public_id = ?7 AND s.secret_hash = ?8 AND s.ended_at IS NULL`,
    id,
    name,
    askedOn,
    at,
    rows.length,
    problems,
    ...bySession(session),
  )
}

/** Keeps the rows of a check that was just kept. */
export function rowsKept(id: string, rows: readonly AskedRow[]): Prepared<never> {
  return prepared(
    `INSERT INTO eligibility_check_row (check_id, line, office_id, asked_number, asked_last_name, asked_first_name,
       asked_birth_date, number_key, last_name_key, first_name_key, born_on, problem, same_as)
     SELECT k.id, v.value ->> 'line', k.office_id, v.value ->> 'number', v.value ->> 'lastName', v.value ->> 'firstName',
       v.value ->> 'birthDate', v.value ->> 'numberKey', v.value ->> 'lastNameKey', v.value ->> 'firstNameKey',
       v.value ->> 'bornOn', v.value ->> 'problem', v.value ->> 'sameAs'
     FROM eligibility_check k, json_each(?) v WHERE k.public_id = ?`,
    JSON.stringify(rows),
    id,
  )
}

/** Keeps a check of the same rows as another of the office: those that could be asked then are asked anew. */
export function checkRepeated(session: SessionKey, { id, askedOn, at }: Keeping, of: string): Prepared<never> {
  const unasked = `(SELECT count(*) FROM eligibility_check_row r WHERE r.check_id = k.id AND ${stays})`
  return prepared(
    `INSERT INTO eligibility_check (public_id, office_id, account_id, name, asked_on, made_at, rows, answered, problems, answered_at)
     SELECT ?, k.office_id, (SELECT s.account_id FROM ${ofSession}), k.name, ?, ?, k.rows, ${unasked}, ${unasked},
       CASE WHEN k.rows = ${unasked} THEN ? END
     FROM eligibility_check k WHERE k.id = ${ownCheck}`,
    id,
    ...bySession(session),
    askedOn,
    at,
    at,
    of,
    ...bySession(session),
  )
}
/** A row that can't be asked, whatever the core system has learnt since. */
const stays = "r.problem IS NOT NULL AND r.problem NOT IN ('not-found', 'several', 'other-birth-date')"

/** Keeps the rows of a check that was just repeated. */
export function rowsRepeated(id: string, of: string): Prepared<never> {
  return prepared(
    `INSERT INTO eligibility_check_row (check_id, line, office_id, asked_number, asked_last_name, asked_first_name,
       asked_birth_date, number_key, last_name_key, first_name_key, born_on, problem, same_as)
     SELECT k.id, r.line, k.office_id, r.asked_number, r.asked_last_name, r.asked_first_name, r.asked_birth_date, r.number_key,
       r.last_name_key, r.first_name_key, r.born_on, CASE WHEN ${stays} THEN r.problem END, r.same_as
     FROM eligibility_check k, eligibility_check b JOIN eligibility_check_row r ON r.check_id = b.id
     WHERE k.public_id = ? AND b.public_id = ? AND b.office_id = k.office_id`,
    id,
    of,
  )
}

const next = `WITH a AS MATERIALIZED (SELECT r.line, r.number_key, r.last_name_key, r.first_name_key, r.born_on FROM eligibility_check_row r
  WHERE r.check_id = ${ownCheck} AND r.answer IS NULL AND r.problem IS NULL ORDER BY r.line LIMIT ?)`

/** A row that waits, with the members of its number. */
export type ByNumber = { line: number; asksNumber: 0 | 1; bornOn: string | null; fits: number; memberRow: number | null; birthDate: string | null } // prettier-ignore

/** The next rows that wait. Without the unary plus the index of member numbers isn't used: a column has an affinity, its expression none. */
export function nextByNumber(session: SessionKey, id: string): Prepared<ByNumber> {
  return prepared(
    `${next} SELECT a.line AS line, a.number_key IS NOT NULL AS asksNumber, a.born_on AS bornOn, count(b.id) AS fits,
       min(b.id) AS memberRow, min(b.birth_date) AS birthDate
     FROM a LEFT JOIN member b ON upper(replace(replace(b.member_number, '-', ''), ' ', '')) = +a.number_key GROUP BY a.line ORDER BY a.line`,
    id,
    ...bySession(session),
    AT_ONCE,
  )
}

/** Members of the same rows by name and birth date; of several those whose first name is exactly the typed one. */
export function nextByName(
  session: SessionKey,
  id: string,
): Prepared<{ line: number; fits: number; memberRow: number | null }> {
  return prepared(
    `${next}, fit AS (SELECT a.line, b.id, b.first_name_key = a.first_name_key AS exact
       FROM a CROSS JOIN member b ON b.birth_date = a.born_on AND b.last_name_key = a.last_name_key
       WHERE a.first_name_key IS NULL OR substr(b.first_name_key, 1, length(a.first_name_key)) = a.first_name_key)
     SELECT line AS line, CASE WHEN sum(exact) > 0 THEN sum(exact) ELSE count(*) END AS fits,
       CASE WHEN sum(exact) > 0 THEN min(CASE WHEN exact THEN id END) ELSE min(id) END AS memberRow
     FROM fit GROUP BY line ORDER BY line`,
    id,
    ...bySession(session),
    AT_ONCE,
  )
}

/** What is known of these members (their rows). */
export function membersKnown(
  session: SessionKey,
  members: readonly number[],
): Prepared<{ memberRow: number; pcpName: string | null; asOf: number }> {
  return prepared(
    `SELECT b.id AS memberRow, b.pcp_name AS pcpName, b.as_of AS asOf
     FROM json_each(?) v JOIN member b ON b.id = v.value WHERE ${office} IS NOT NULL`,
    JSON.stringify(members),
    ...bySession(session),
  )
}

/** Their coverages, each member's in its order. */
export function coveragesKnown(
  session: SessionKey,
  members: readonly number[],
): Prepared<CoverageFacts & { memberRow: number }> {
  return prepared(
    `SELECT c.member_id AS memberRow, c.status AS status, c.starts_on AS startsOn, c.ends_on AS endsOn, c.plan_name AS planName,
       c.product AS product, c.network AS network, c.copay_cents AS copayCents, c.as_of AS asOf
     FROM json_each(?) v JOIN coverage c ON c.member_id = v.value WHERE ${office} IS NOT NULL
     ORDER BY c.member_id, c.sort, c.starts_on DESC`,
    JSON.stringify(members),
    ...bySession(session),
  )
}

/** What the office was last answered of each of them, before the check. */
export function answeredBefore(
  session: SessionKey,
  members: readonly number[],
  checkRow: number,
): Prepared<Found & { memberRow: number; checkedAt: number }> {
  return prepared(
    `SELECT r.member_id AS memberRow, k.made_at AS checkedAt, r.answer AS answer, r.plan_name AS planName, r.product AS product,
       r.network AS network, r.pcp_name AS pcpName, r.starts_on AS startsOn, r.ends_on AS endsOn, r.copay_cents AS copayCents
     FROM (SELECT ${office} AS id) o CROSS JOIN json_each(?) v
     CROSS JOIN eligibility_check_row r INDEXED BY eligibility_check_member ON r.office_id = o.id AND r.member_id = v.value AND r.check_id =
       (SELECT max(l.check_id) FROM eligibility_check_row l WHERE l.office_id = o.id AND l.member_id = v.value AND l.check_id < ?)
     CROSS JOIN eligibility_check k ON k.id = r.check_id`,
    ...bySession(session),
    JSON.stringify(members),
    checkRow,
  )
}

/** A row's answer: what was found of a member, or why nothing was. */
export type AnsweredRow =
  | { line: number; problem: Problem }
  | ({ line: number; memberRow: number; asOf: number; changed: Changed | null; checkedBeforeAt: number | null } & Found)

/** Counts the answers to the check, unless somebody else answered meanwhile (`before`: how many were answered). */
export function answersCounted(
  checkRow: number,
  before: number,
  answers: readonly AnsweredRow[],
  at: number,
): Prepared<never> {
  const count = (fits: (one: AnsweredRow) => boolean) => answers.filter(fits).length
  const answered = (word: Found['answer']) => count((one) => 'answer' in one && one.answer === word)
  return prepared(
    `UPDATE eligibility_check SET answered = answered + ?1, eligible = eligible + ?2, not_eligible = not_eligible + ?3,
       unknown = unknown + ?4, problems = problems + ?5, changed = changed + ?6,
       answered_at = CASE WHEN answered + ?1 >= rows THEN ?7 END WHERE id = ?8 AND answered = ?9`,
    answers.length,
    answered('eligible'),
    answered('not-eligible'),
    answered('unknown'),
    count((one) => 'problem' in one),
    count((one) => 'answer' in one && one.changed !== null),
    at,
    checkRow,
    before,
  )
}

const answerColumns = ['problem', 'member_id', 'answer', 'plan_name', 'product', 'network', 'pcp_name', 'starts_on', 'ends_on', 'copay_cents', 'as_of', 'changed', 'checked_before_at'] // prettier-ignore

/** Keeps the answers: each finds its row by the key, which an UPDATE from a JSON list would look for in all of them. */
export function rowsAnswered(checkRow: number, answers: readonly AnsweredRow[]): Prepared<never> {
  return prepared(
    `INSERT INTO eligibility_check_row (check_id, line, office_id, ${answerColumns.join(', ')})
     SELECT k.id, v.value ->> 'line', k.office_id, v.value ->> 'problem', v.value ->> 'memberRow', v.value ->> 'answer',
       v.value ->> 'planName', v.value ->> 'product', v.value ->> 'network', v.value ->> 'pcpName', v.value ->> 'startsOn',
       v.value ->> 'endsOn', v.value ->> 'copayCents', v.value ->> 'asOf', v.value ->> 'changed', v.value ->> 'checkedBeforeAt'
     FROM eligibility_check k, json_each(?) v WHERE k.id = ?
     ON CONFLICT (check_id, line) DO UPDATE SET ${answerColumns.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    JSON.stringify(answers),
    checkRow,
  )
}

/** Takes a check of the session's office away with its rows: its author's own (`author`), or anybody's (null). The check goes last. */
export function checkDiscarded(session: SessionKey, id: string, author: number | null): Prepared<never>[] {
  const mine = 'k.public_id = ? AND k.account_id = coalesce(?, k.account_id)'
  const params = [id, author, ...bySession(session)]
  return [
    prepared(
      `DELETE FROM eligibility_check_row WHERE check_id = (SELECT k.id FROM eligibility_check k WHERE ${mine} AND k.office_id = ${office})`,
      ...params,
    ),
    prepared(`DELETE FROM eligibility_check AS k WHERE ${mine} AND k.office_id = ${office}`, ...params),
  ]
}

/** Forgets checks that were made before an instant (ms UTC), so many at most, with their rows. The checks go last. */
export function checksForgotten(before: number, limit: number): Prepared<never>[] {
  const old = 'SELECT id FROM eligibility_check WHERE made_at < ? ORDER BY made_at LIMIT ?'
  return [
    prepared(`DELETE FROM eligibility_check_row WHERE check_id IN (${old})`, before, limit),
    prepared(`DELETE FROM eligibility_check WHERE id IN (${old})`, before, limit),
  ]
}
