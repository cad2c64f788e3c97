/**
 * The list of the office's claims, its count and what of it is exported. D1 keeps no statistics, and a list must read no
 * more than it shows at any size: so each way to narrow it has its own walk along an index, newest first, and what has
 * several beginnings (the statuses, a provider's ids) is merged from several walks, each read no further than needed.
 */
import { desc, eq, sql, type SQL } from 'drizzle-orm'
import { columns, query } from '../../db/client.ts'
import { member, memberNumberKey } from '../../db/schema/index.ts'
import { shownNow } from '../../restricted-info/shown.ts'
import { isLimited, sourcesWithin, withinLimit } from '../../roles/store.ts'
import type { SessionKey } from '../../session-key.ts'
import { officeOf } from '../../standing/store.ts'
import { type ClaimStatus, type Cursor, type Filters, statuses } from '../claim.ts'

/** Rows on a page of a list. */
export const PAGE_SIZE = 25
/** Counting stops here: nobody pages through more, and it would cost a scan. An export has no more rows either. */
export const COUNT_CAP = 1000
/** So many queries are merged into one; D1 takes no more. */
const TERMS = 5

const cells = sql`c.public_id AS id, c.number AS number, c.status AS status, c.type AS type, c.provider_name AS "providerName",
  c.serviced_from AS "servicedFrom", c.serviced_to AS "servicedTo", c.received_on AS "receivedOn", c.paid_on AS "paidOn",
  c.billed_cents AS "billedCents", c.allowed_cents AS "allowedCents", c.paid_cents AS "paidCents",
  c.member_cents AS "memberCents", c.as_of AS "asOf", c.member_id AS "memberRow", c.id AS "row"`

/** A page of claims, the newest service first, and one row more to know whether there is another. */
export function listedClaims(session: SessionKey, filters: Filters, after: Cursor | null, size = PAGE_SIZE) {
  const most = size + 1
  return query
    .select(
      columns({
        id: sql<string>`x.id`,
        number: sql<string>`x.number`,
        status: sql<ClaimStatus>`x.status`,
        type: sql<string>`x.type`,
        providerName: sql<string | null>`x."providerName"`,
        servicedFrom: sql<string>`x."servicedFrom"`,
        servicedTo: sql<string | null>`x."servicedTo"`,
        receivedOn: sql<string | null>`x."receivedOn"`,
        paidOn: sql<string | null>`x."paidOn"`,
        billedCents: sql<number | null>`x."billedCents"`,
        allowedCents: sql<number | null>`x."allowedCents"`,
        paidCents: sql<number | null>`x."paidCents"`,
        memberCents: sql<number | null>`x."memberCents"`,
        asOf: sql<number>`x."asOf"`,
        lastName: member.lastName,
        firstName: member.firstName,
        memberNumber: member.memberNumber,
        memberRow: sql<number | null>`x."memberRow"`,
        row: sql<number>`x."row"`,
      }),
    )
    .from(sql`(${found(session, filters, after, most)}) x`)
    .leftJoin(member, eq(member.id, sql`x."memberRow"`))
    .orderBy(desc(sql`x."servicedFrom"`), desc(sql`x."row"`))
    .limit(most)
}

/** How many claims fit, up to one more than the cap. */
export function countedClaims(session: SessionKey, filters: Filters) {
  const walk = walkOf(filters)
  const ofEach = sql`SELECT 1 FROM mine l CROSS JOIN json_each(${statusesAsked(filters)}) s CROSS JOIN claim c
    WHERE ${ofBranch(sql`l.source`, sql`s.value`)} AND ${spanOf(filters, null)}`
  const some =
    walk === 'few'
      ? sql`SELECT 1 FROM ${few(filters)} WHERE ${fits(session, filters)} AND ${spanOf(filters, null)}`
      : walk === 'office'
        ? sql`SELECT 1 FROM ${byDate(filters)} WHERE ${wholeOffice(filters, null)} UNION ALL ${ofEach}`
        : ofEach
  return query
    .select({ count: sql<number>`count(*)`.as('count') })
    .from(sql`(${here(session, filters)} ${some} LIMIT ${COUNT_CAP + 1})`)
}

/** What every part of a list goes by, read once: the office, and whose claims the session may see or asks for. */
function here(session: SessionKey, { sources }: Filters): SQL {
  const mine = sources
    ? sql`SELECT value AS source FROM json_each(${JSON.stringify(sources)}) WHERE ${withinLimit(session, 'claims', sql`value`)}`
    : sourcesWithin(session, 'claims')
  return sql`WITH RECURSIVE here (office, limited) AS MATERIALIZED (
      SELECT ${officeOf(session)}, ${isLimited(session, 'claims')}),
    mine (source) AS MATERIALIZED (${mine})`
}

/** How a list is found: a few by a number, one provider's claims, or the office's by date. */
function walkOf({ number, memberNumber, sources }: Filters): 'few' | 'providers' | 'office' {
  if (number !== undefined || memberNumber !== undefined) return 'few'
  return sources ? 'providers' : 'office'
}

function found(session: SessionKey, filters: Filters, after: Cursor | null, most: number): SQL {
  const { sources = [], status } = filters
  const walk = walkOf(filters)
  const asked = status ? [status] : statuses
  const parts =
    walk === 'few'
      ? [sql`SELECT ${cells} FROM ${few(filters)} WHERE ${fits(session, filters)} AND ${spanOf(filters, after)}`]
      : walk === 'office'
        ? [
            sql`SELECT ${cells} FROM ${byDate(filters)} WHERE ${wholeOffice(filters, after)}`,
            ofMine(filters, after, most),
          ]
        : sources.length === 0 || sources.length * asked.length > TERMS
          ? [ofMine(filters, after, most)]
          : sources.flatMap((_, at) =>
              asked.map(
                (one) => sql`SELECT ${cells} FROM claim c INDEXED BY claim_office_provider
                  WHERE ${ofBranch(sql`(SELECT source FROM mine LIMIT 1 OFFSET ${at})`, sql`${one}`)} AND ${spanOf(filters, after)}`,
              ),
            )
  return sql`${here(session, filters)} ${sql.join(parts, sql` UNION ALL `)}
    ORDER BY "servicedFrom" DESC, "row" DESC LIMIT ${most}`
}

/** Where the office's claims stand by date. D1 keeps no statistics, so the index is named. */
function byDate({ status }: Filters): SQL {
  return status ? sql`claim c INDEXED BY claim_office_status` : sql`claim c INDEXED BY claim_office`
}

/** The claims of the office as far as no grant is limited, narrowed by status and days alone. */
function wholeOffice(filters: Filters, after: Cursor | null): SQL {
  return sql`c.office_id = (SELECT office FROM here WHERE NOT limited) AND ${shownNow(sql`c.shown_under`)}
    AND c.status <> 'entered-in-error' AND ${spanOf(filters, after)} AND ${filters.status ? sql`c.status = ${filters.status}` : sql`1`}`
}

/**
 * The claims of `mine`, by which a limited grant is kept: from the newest one of each provider and status to the next of
 * the same, always the newest of all first. A place is a day and a row, written so that places sort as text.
 */
function ofMine(filters: Filters, after: Cursor | null, most: number): SQL {
  const newest = (source: SQL, status: SQL, than: SQL) => sql`(
    SELECT printf('%-10s%015d', c.serviced_from, c.id) FROM claim c INDEXED BY claim_office_provider
    WHERE ${ofBranch(source, status)} AND ${than} ORDER BY c.serviced_from DESC, c.id DESC LIMIT 1)`
  const next = sql`${spanOf({ from: filters.from }, null)} AND (c.serviced_from, c.id) < (rtrim(substr(w.place, 1, 10)), CAST(substr(w.place, 11) AS INTEGER))`
  return sql`SELECT * FROM (WITH RECURSIVE walk (source, status, place) AS (
      SELECT l.source, s.value, ${newest(sql`l.source`, sql`s.value`, spanOf(filters, after))}
      FROM mine l CROSS JOIN json_each(${statusesAsked(filters)}) s
      UNION ALL SELECT w.source, w.status, ${newest(sql`w.source`, sql`w.status`, next)}
      FROM walk w WHERE w.place IS NOT NULL ORDER BY 3 DESC LIMIT ${most})
    SELECT ${cells} FROM walk w CROSS JOIN claim c ON c.id = CAST(substr(w.place, 11) AS INTEGER) WHERE w.place IS NOT NULL)`
}

/** Claims that may be seen: the office's, judged showable under the list in force, and none that was entered in error. */
function visible(): SQL {
  return sql`${ofOffice()} AND c.status <> 'entered-in-error'`
}

function ofOffice(): SQL {
  return sql`c.office_id = (SELECT office FROM here) AND ${shownNow(sql`c.shown_under`)}`
}

/** One provider's claims of one status: a beginning of a walk. */
function ofBranch(source: SQL, status: SQL): SQL {
  return sql`${ofOffice()} AND c.provider_source_id = ${source} AND c.status = ${status}`
}

/** Where the few claims of a number or member are: SQLite would walk the office's claims by date to find them. */
function few({ number }: Filters): SQL {
  return number === undefined ? sql`claim c INDEXED BY claim_office_member` : sql`claim c INDEXED BY claim_number`
}

/** What makes a claim one of them. */
function fits(session: SessionKey, filters: Filters): SQL {
  const { number, memberNumber, status, sources } = filters
  const asked = [
    visible(),
    withinLimit(session, 'claims', sql`c.provider_source_id`),
    // A number is looked for as typed and in either case.
    number === undefined ? undefined : sql`c.number IN (${number}, ${number.toUpperCase()}, ${number.toLowerCase()})`,
    memberNumber === undefined
      ? undefined
      : sql`c.member_id IN (
          SELECT id FROM member WHERE ${memberNumberKey} = ${memberNumber})`,
    status === undefined ? undefined : sql`c.status = ${status}`,
    sources === undefined ? undefined : sql`c.provider_source_id IN (SELECT source FROM mine)`,
  ]
  return sql.join(
    asked.filter((one) => one !== undefined),
    sql` AND `,
  )
}

/** From the first day to the last, or behind the cursor: with both SQLite would walk from the last day to the cursor. */
function spanOf({ from, to }: Filters, after: Cursor | null): SQL {
  const asked = [
    from ? sql`c.serviced_from >= ${from}` : undefined,
    to && !after ? sql`c.serviced_from <= ${to}` : undefined,
    after ? sql`(c.serviced_from, c.id) < (${after.servicedFrom}, ${after.row})` : undefined,
  ].filter((one) => one !== undefined)
  return asked.length > 0 ? sql.join(asked, sql` AND `) : sql`1`
}

function statusesAsked({ status }: Filters): string {
  return JSON.stringify(status ? [status] : statuses)
}
