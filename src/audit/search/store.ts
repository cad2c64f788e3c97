/**
 * Searching the log (III.L.4), of any length: each search walks one index, the newest first, and looks through no more
 * rows of it than a page needs. Where two things narrow it, what the index doesn't know is looked at row by row.
 */
import { type Prepared, prepared } from '../../db/client.ts'
import type { SessionKey } from '../../session-key.ts'
import type { EventName } from '../events.ts'
import type { AuditFilters, AuditPlace, AuditSearch, Lead } from '../filters.ts'

/** Of what words may mean, an e-mail address, an office or a member number, so many rows count. */
const MEANT_AT_MOST = 100
/** Rows of an index are counted up to this, to find the index with the fewest. */
const COUNTED_AT_MOST = 1000

/** The rows that the search's words mean: accounts, offices, members. */
export function meant({ person, office, memberNumber }: AuditFilters): [Meant, Meant, Meant] {
  return [
    prepared('SELECT id AS id FROM account WHERE email = ?', person ?? ''),
    prepared(
      'SELECT id AS id FROM office WHERE npi = ?1 OR name = ?1 COLLATE NOCASE ORDER BY id LIMIT ?2',
      office ?? '',
      MEANT_AT_MOST,
    ),
    prepared(
      "SELECT id AS id FROM member WHERE upper(replace(replace(member_number, '-', ''), ' ', '')) = ? ORDER BY id LIMIT ?",
      memberNumber ?? '',
      MEANT_AT_MOST,
    ),
  ]
}
type Meant = Prepared<{ id: number }>

/** How many rows each index has for the search in its days, capped; to choose the one that leads. */
export function countedRows(search: Omit<AuditSearch, 'lead'>): Prepared<{ lead: Lead; count: number }>[] {
  return (['person', 'office', 'event'] as const)
    .filter((lead) => search[lead] !== undefined)
    .map((lead) => {
      const { sql, params } = led({ ...search, lead }, null)
      return prepared(
        `SELECT '${lead}' AS lead, count(*) AS count FROM (SELECT 1 FROM ${sql} LIMIT ?)`,
        ...params,
        COUNTED_AT_MOST + 1,
      )
    })
}

/** A row of the log by its numbers; `fits`: it is one of those looked for. */
export type LoggedRow = {
  seq: number
  at: number
  event: EventName
  account: number | null
  subject: number | null
  office: number | null
  member: number | null
  members: number
  page: string | null
  record: string | null
  ip: string | null
  device: string | null
  clause: string | null
  withheld: 0 | 1
  fits: 0 | 1
}

const withheld = 'EXISTS (SELECT 1 FROM audit back WHERE back.of_seq = x.seq)'

const cells = `x.at AS at, x.event AS event, x.account_id AS account, x.subject_id AS subject, x.office_id AS office,
  x.member_id AS member, coalesce(json_array_length(x.members), 0) AS members, x.page AS page, x.record AS record, x.ip AS ip,
  x.device AS device, x.clause AS clause, ${withheld} AS withheld`

/** Rows of the log that a search looks at, the newest first, at most `most`; none for whoever was not given the log. */
export function searchedAudit(
  session: SessionKey,
  search: AuditSearch,
  before: AuditPlace | null,
  most: number,
): Prepared<LoggedRow> {
  const mayRead = `EXISTS (SELECT 1 FROM session s JOIN capability c ON c.account_id = s.account_id AND c.name = 'audit.read'
    WHERE s.public_id = ? AND s.secret_hash = ? AND s.ended_at IS NULL)`
  const fits = fitting(search)
  if (search.lead === 'member')
    return searchedMember(search.member ?? [], before?.seq ?? null, mayRead, session, fits, most)
  const { sql, params } = led(search, before)
  return prepared(
    `SELECT x.seq AS seq, ${cells}, ${fits.sql} AS fits FROM ${sql} AND ${mayRead} ORDER BY x.at DESC, x.seq DESC LIMIT ?`,
    ...fits.params,
    ...params,
    session.id,
    session.secretHash,
    most,
  )
}

/** The rows `x` of the index that leads, in the search's days and behind the place. */
function led({ lead, from, to, ...search }: AuditSearch, before: AuditPlace | null): Prepared<never> {
  const where: string[] = []
  const params: unknown[] = []
  const only = (condition: string, ...values: unknown[]) => {
    where.push(condition)
    params.push(...values)
  }
  if (lead === 'person') only(...isOneOf('x.account_id', search.person ?? []))
  if (lead === 'office') only(...isOneOf('x.office_id', search.office ?? []))
  if (lead === 'event') only('x.event = ?', search.event)
  if (from !== undefined) only('x.at >= ?', from)
  if (before) only('(x.at, x.seq) < (?, ?)', before.at, before.seq)
  else if (to !== undefined) only('x.at < ?', to)
  const index = { person: 'audit_account', office: 'audit_office', event: 'audit_event', time: 'audit_at' }
  return prepared(
    `audit x INDEXED BY ${lead === 'member' ? '' : index[lead]} WHERE ${where.length > 0 ? where.join(' AND ') : 'x.at >= 0'}`,
    ...params,
  )
}

/** Whether a row fits all of the search that its index doesn't know. */
function fitting({ lead, person, office, event, from, to }: AuditSearch): { sql: string; params: unknown[] } {
  const where: string[] = []
  const params: unknown[] = []
  const only = (condition: string, ...values: unknown[]) => {
    where.push(condition)
    params.push(...values)
  }
  if (person && lead !== 'person') only(...isOneOf('x.account_id', person))
  if (office && lead !== 'office') only(...isOneOf('x.office_id', office))
  if (event !== undefined && lead !== 'event') only('x.event = ?', event)
  if (lead === 'member') {
    only(`NOT ${withheld}`)
    if (from !== undefined) only('x.at >= ?', from)
    if (to !== undefined) only('x.at < ?', to)
  }
  return { sql: where.length > 0 ? `coalesce(${where.join(' AND ')}, 0)` : '1', params }
}

/** One of the rows; of a single one the index keeps the order. */
function isOneOf(column: string, rows: readonly number[]): [string, unknown] {
  return rows.length === 1
    ? [`${column} = ?`, rows[0]]
    : [`${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(rows)]
}

/**
 * Rows that showed one of the members: pages about them, and lists that named them (III.K.2.d.vi). Lists above the mark are
 * not in `audit_member` yet, so they are read themselves (docs/decisions/0011).
 */
function searchedMember(
  members: readonly number[],
  before: number | null,
  mayRead: string,
  session: SessionKey,
  fits: { sql: string; params: unknown[] },
  most: number,
): Prepared<LoggedRow> {
  const whom = JSON.stringify(members)
  const behind = before ?? Number.MAX_SAFE_INTEGER
  const [page, pageOf] = isOneOf('x.member_id', members)
  const [list, listOf] = isOneOf('named.member_id', members)
  const key = [session.id, session.secretHash]
  return prepared(
    `SELECT x.seq AS seq, ${cells}, ${fits.sql} AS fits FROM audit x INDEXED BY audit_member_seen WHERE ${page} AND x.seq < ? AND ${mayRead}
     UNION ALL SELECT named.seq, ${cells}, ${fits.sql} FROM audit_member named CROSS JOIN audit x ON x.seq = named.seq
       WHERE ${list} AND named.seq < ? AND ${mayRead}
     UNION ALL SELECT x.seq, ${cells}, ${fits.sql} FROM audit x INDEXED BY audit_lists
       WHERE x.members IS NOT NULL AND x.seq > (SELECT mark.seq FROM audit_member_mark mark) AND x.seq < ? AND ${mayRead}
         AND EXISTS (SELECT 1 FROM json_each(x.members) named WHERE named.value IN (SELECT value FROM json_each(?)))
     ORDER BY seq DESC LIMIT ?`,
    ...fits.params, pageOf, behind, ...key,
    ...fits.params, listOf, behind, ...key,
    ...fits.params, behind, ...key, whom,
    most,
  ) // prettier-ignore
}

/** Names of what the rows that a search looks at hold by number: who did it and whose it was, offices, members. */
export function namesIn(looked: Prepared<LoggedRow>): Prepared<Named> {
  return prepared(
    `WITH looked AS MATERIALIZED (${looked.sql})
     SELECT 'account' AS of, a.id AS id, a.email AS name FROM account a
       WHERE a.id IN (SELECT account FROM looked UNION SELECT subject FROM looked)
     UNION ALL SELECT 'office', o.id, o.name FROM office o WHERE o.id IN (SELECT office FROM looked)
     UNION ALL SELECT 'member', m.id, m.member_number FROM member m WHERE m.id IN (SELECT member FROM looked)`,
    ...looked.params,
  )
}
export type Named = { of: 'account' | 'office' | 'member'; id: number; name: string }
