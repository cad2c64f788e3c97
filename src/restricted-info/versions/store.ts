/** The list as it is and was. Rows of it are no record of anybody: only what a version did to records is privacy's alone. */
import { prepared, type Prepared } from '../../db/client.ts'
import type { Place } from './rules.ts'

export const PAGE_SIZE = 25
/** Counting stops here. */
export const COUNT_CAP = 1000

/** A row as pages show it; `row` is the rule's id that "why hidden" answers. */
export type ListedCode = {
  row: number
  category: string
  system: string
  match: string
  code: string
  source: string
  reason: string
}

const fields = `c.id AS row, c.category AS category, c.system AS system, c.match AS match, c.code AS code, c.source AS source, c.reason AS reason`

/** What a row stands after in the list's order. */
type After = Pick<ListedCode, 'system' | 'code' | 'match' | 'category'>

const fitting = `c.to_version IS NULL AND (?1 = '' OR c.system = ?1) AND (?2 = '' OR c.category = ?2)`

/** One page of the rows in force, by system and code, and one more to know whether there is another. */
export function rowsInForce(
  { system, category }: { system: string; category: string },
  after: After | null,
): Prepared<ListedCode> {
  const { system: s, code, match, category: of } = after ?? { system: '', code: '', match: '', category: '' }
  // What is narrowed to one value is no part of the comparison, so that each way goes by an index to its page.
  const [beyond, places] =
    category === ''
      ? system === ''
        ? ['(c.system, c.code, c.match, c.category) > (?, ?, ?, ?)', [s, code, match, of]]
        : ['c.system = ? AND (c.code, c.match, c.category) > (?, ?, ?)', [system, code, match, of]]
      : system === ''
        ? ['c.category = ? AND (c.system, c.code, c.match) > (?, ?, ?)', [category, s, code, match]]
        : ['c.category = ? AND c.system = ? AND (c.code, c.match) > (?, ?)', [category, system, code, match]]
  return prepared(
    `SELECT ${fields} FROM restricted_code c WHERE c.to_version IS NULL AND ${beyond}
     ORDER BY c.system, c.code, c.match, c.category LIMIT ${PAGE_SIZE + 1}`,
    ...places,
  )
}

/** How many rows in force fit, up to one more than the cap. */
export function countedRows({ system, category }: { system: string; category: string }): Prepared<{ count: number }> {
  const asked = [system === '' ? [] : ['c.system = ?', system], category === '' ? [] : ['c.category = ?', category]]
  const fits = asked.flatMap(([condition]) => (condition ? [`AND ${condition}`] : [])).join(' ')
  return prepared(
    `SELECT count(*) AS count FROM (SELECT 1 FROM restricted_code c WHERE c.to_version IS NULL ${fits} LIMIT ${COUNT_CAP + 1})`,
    ...asked.flatMap(([, value]) => value ?? []),
  )
}

/** Every row in force that fits, in the list's order: to find those that hold a code. */
export function everyRow({ system, category }: { system: string; category: string }): Prepared<ListedCode> {
  return prepared(
    `SELECT ${fields} FROM restricted_code c WHERE ${fitting} ORDER BY c.system, c.code, c.match, c.category`,
    system,
    category,
  )
}

/** A version of the list. Instants in ms UTC. */
export type Version = {
  version: number
  madeAt: number
  source: string
  reason: string
  added: number
  ended: number
  draftedBy: string | null
  signedBy: string | null
  /** JSON: the optional categories it has on. */
  more: string
  /** JSON: what its dry run found; null: it was published without one. */
  consequences: string | null
  run: number | null
}

const version = `SELECT l.version AS version, l.made_at AS madeAt, l.source AS source, l.reason AS reason, l.rows_added AS added,
  l.rows_ended AS ended, (SELECT a.first_name || ' ' || a.last_name FROM account a WHERE a.id = l.drafted_by) AS draftedBy,
  (SELECT a.first_name || ' ' || a.last_name FROM account a WHERE a.id = l.signed_by) AS signedBy,
  l.more_categories AS more, l.consequences AS consequences, l.dry_run_id AS run FROM restricted_list l`

/** One page of the versions before that one (0: all), the newest first, and one more. */
export function versionsBefore(before: number): Prepared<Version> {
  return prepared(
    `${version} WHERE l.version < ? ORDER BY l.version DESC LIMIT ${PAGE_SIZE + 1}`,
    before === 0 ? Number.MAX_SAFE_INTEGER : before,
  )
}

/** The version of that number. */
export function versionFor(number: number): Prepared<Version> {
  return prepared(`${version} WHERE l.version = ?`, number)
}

/** For a page's audit row: a row if there is such a version, of no member. */
export function versionSeen(number: number): Prepared<{ memberId: null }> {
  return prepared('SELECT NULL AS memberId FROM restricted_list WHERE version = ?', number)
}

/** A row that came or went with a version. */
export type ChangedCode = ListedCode & { change: 'added' | 'ended'; version: number }

/**
 * What the versions after `since` up to `upTo` (SQL both) added and what they ended, each by version and row from the
 * place on: so many that the page is full by either.
 */
export function changesBetween(
  since: string,
  upTo: string,
  after: Place,
): [Prepared<ChangedCode>, Prepared<ChangedCode>] {
  const { change, version: at, row } = after
  const of = (which: 'added' | 'ended', column: string) => {
    const [from, beyond] = which === change ? [at, row] : [0, 0]
    const looked = (
      place: string,
    ) => `SELECT ${fields}, '${which}' AS change, c.${column} AS version FROM restricted_code c
      WHERE ${place} AND c.${column} <= ${upTo} ORDER BY c.${column}, c.id LIMIT ?`
    const most = change === 'ended' && which === 'added' ? 0 : PAGE_SIZE + 1
    // As with the records: the rest of that version, then the versions that follow.
    return prepared<ChangedCode>(
      `SELECT * FROM (${looked(`c.${column} = ? AND c.id > ? AND c.${column} > ${since}`)})
       UNION ALL SELECT * FROM (${looked(`c.${column} > max(?, ${since})`)}) LIMIT ?`,
      from,
      beyond,
      most,
      from,
      most,
      most,
    )
  }
  return [of('added', 'from_version'), of('ended', 'to_version')]
}

/** What a version added and ended. */
export function changesOf(number: number, after: Place): [Prepared<ChangedCode>, Prepared<ChangedCode>] {
  // A whole number: readers of addresses let nothing else through.
  return changesBetween(`${Math.trunc(number) - 1}`, `${Math.trunc(number)}`, after)
}

/** All rows of a version, as an import has them. */
export function rowsAt(number: number): Prepared<Omit<ListedCode, 'row'>> {
  return prepared(
    `SELECT c.category AS category, c.system AS system, c.match AS match, c.code AS code, c.source AS source, c.reason AS reason
     FROM restricted_code c WHERE c.from_version <= ?1 AND (c.to_version IS NULL OR c.to_version > ?1) ORDER BY c.id`,
    number,
  )
}

/** A record that a version newly hid or showed. */
export type AffectedRecord = { record: number; change: 'hidden' | 'shown'; type: string; sourceId: string }

/** One page of the records of a version's dry run, and one more. */
export function recordsOf(number: number, after: number): Prepared<AffectedRecord> {
  return prepared(
    `SELECT q.record_id AS record, q.change AS change, q.type AS type, q.source_id AS sourceId FROM restricted_consequence q
     WHERE q.run_id = (SELECT dry_run_id FROM restricted_list WHERE version = ?) AND q.record_id > ?
     ORDER BY q.record_id LIMIT ${PAGE_SIZE + 1}`,
    number,
    after,
  )
}
