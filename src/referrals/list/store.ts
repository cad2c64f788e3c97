/**
 * The list of the office's referrals and its count, cut as in ../store.ts. D1 keeps no statistics, and a list must read no
 * more than it shows at any size: so each way to narrow it has its own walk along an index, newest first, and what has
 * several beginnings (the urgencies of a status, the providers of a limited grant) is merged from several walks.
 */
import { desc, eq, sql, type SQL } from 'drizzle-orm'
import { columns, query } from '../../db/client.ts'
import { member, memberNumberKey } from '../../db/schema/index.ts'
import { shownNow } from '../../restricted-info/shown.ts'
import { isLimited, sourcesWithin, withinLimit } from '../../roles/store.ts'
import type { SessionKey } from '../../session-key.ts'
import { officeOf } from '../../standing/store.ts'
import { type Cursor, type Filters, type Stage, stages, type Urgency, urgencies } from '../referral.ts'

/** Rows on a page of a list. */
export const PAGE_SIZE = 25
/** Counting stops here: nobody pages through more, and it would cost a scan. */
export const COUNT_CAP = 1000
/** Rows of a copy of a list, on paper or as a file. */
export const COPY_CAP = 1000

const cells = sql`r.public_id AS id, r.number AS number, r.stage AS stage, r.urgency AS urgency, r.authored_on AS "authoredOn",
  r.received_at AS "receivedAt", r.requester_name AS "requesterName", r.performer_name AS "performerName",
  r.member_id AS "memberRow", r.id AS "row"`

/** One page of referrals, the newest first, and one row more to know whether there is another. */
export function listedReferrals(session: SessionKey, filters: Filters, after: Cursor | null, size = PAGE_SIZE) {
  const most = size + 1
  return query
    .select(
      columns({
        id: sql<string>`x.id`,
        number: sql<string>`x.number`,
        stage: sql<Stage>`x.stage`,
        urgency: sql<Urgency>`x.urgency`,
        authoredOn: sql<string | null>`x."authoredOn"`,
        receivedAt: sql<number | null>`x."receivedAt"`,
        requesterName: sql<string | null>`x."requesterName"`,
        performerName: sql<string | null>`x."performerName"`,
        lastName: member.lastName,
        firstName: member.firstName,
        memberNumber: member.memberNumber,
        memberRow: sql<number | null>`x."memberRow"`,
        row: sql<number>`x."row"`,
      }),
    )
    .from(sql`(${found(session, filters, after, most)}) x`)
    .leftJoin(member, eq(member.id, sql`x."memberRow"`))
    .orderBy(desc(sql`x."authoredOn"`), desc(sql`x."row"`))
    .limit(most)
}

/** How many referrals fit, up to one more than the cap. */
export function countedReferrals(session: SessionKey, filters: Filters) {
  const ofEach = sql`SELECT 1 FROM ${branches(filters)} CROSS JOIN referral r INDEXED BY referral_office_requester
    WHERE ${ofBranch(sql`l.source`, sql`s.value`, sql`u.value`)} AND ${spanOf(filters, null)}`
  const parts = isOfFew(filters)
    ? [sql`SELECT 1 FROM ${few(filters)} WHERE ${fits(session, filters)}`]
    : [...wholeOffice(filters, null).map((part) => sql`SELECT 1 FROM ${part}`), ofEach]
  return query
    .select({ count: sql<number>`count(*)`.as('count') })
    .from(sql`(${here(session)} ${sql.join(parts, sql` UNION ALL `)} LIMIT ${COUNT_CAP + 1})`)
}

/** What every part of a list goes by, read once: the office, and the providers of a limited grant. */
function here(session: SessionKey): SQL {
  return sql`WITH RECURSIVE here (office, limited) AS MATERIALIZED (
      SELECT ${officeOf(session)}, ${isLimited(session, 'view-referrals')}),
    mine (source) AS MATERIALIZED (${sourcesWithin(session, 'view-referrals')})`
}

/** Whether the list is of the few referrals that a number or a member has. */
function isOfFew({ number, memberNumber }: Filters): boolean {
  return number !== undefined || memberNumber !== undefined
}

function found(session: SessionKey, filters: Filters, after: Cursor | null, most: number): SQL {
  const parts = isOfFew(filters)
    ? [sql`SELECT ${cells} FROM ${few(filters)} WHERE ${fits(session, filters)} AND ${behind(after)}`]
    : [...wholeOffice(filters, after).map((part) => sql`SELECT ${cells} FROM ${part}`), ofMine(filters, after, most)]
  return sql`${here(session)} ${sql.join(parts, sql` UNION ALL `)} ORDER BY "authoredOn" DESC, "row" DESC LIMIT ${most}`
}

/** The referrals of the office as far as the grant isn't limited: a walk along the index of what it is narrowed to. */
function wholeOffice(filters: Filters, after: Cursor | null): SQL[] {
  const { status, urgency } = filters
  const rest = sql`r.office_id = (SELECT office FROM here WHERE NOT limited) AND ${shownNow(sql`r.shown_under`)}
    AND ${spanOf(filters, after)}`
  if (status)
    return (urgency ? [urgency] : urgencies).map(
      (one) =>
        sql`referral r INDEXED BY referral_office_stage WHERE r.stage = ${status} AND r.urgency = ${one} AND ${rest}`,
    )
  return [
    urgency
      ? sql`referral r INDEXED BY referral_office_urgency WHERE r.urgency = ${urgency} AND ${rest}`
      : sql`referral r INDEXED BY referral_office WHERE ${rest}`,
  ]
}

/**
 * The referrals of `mine`, by which a limited grant is kept: from the newest one of each provider, status and urgency to the
 * next of the same, always the newest of all first. A place is a day and a row, written so that places sort as text.
 */
function ofMine(filters: Filters, after: Cursor | null, most: number): SQL {
  const newest = (source: SQL, stage: SQL, urgency: SQL, than: SQL) => sql`(
    SELECT printf('%-10s%015d', r.authored_on, r.id) FROM referral r INDEXED BY referral_office_requester
    WHERE ${ofBranch(source, stage, urgency)} AND ${than} ORDER BY r.authored_on DESC, r.id DESC LIMIT 1)`
  const next = sql`${spanOf({ from: filters.from }, null)}
    AND (r.authored_on, r.id) < (rtrim(substr(w.place, 1, 10)), CAST(substr(w.place, 11) AS INTEGER))`
  return sql`SELECT * FROM (WITH RECURSIVE walk (source, stage, urgency, place) AS (
      SELECT l.source, s.value, u.value, ${newest(sql`l.source`, sql`s.value`, sql`u.value`, spanOf(filters, after))}
      FROM ${branches(filters)}
      UNION ALL SELECT w.source, w.stage, w.urgency, ${newest(sql`w.source`, sql`w.stage`, sql`w.urgency`, next)}
      FROM walk w WHERE w.place IS NOT NULL ORDER BY 4 DESC LIMIT ${most})
    SELECT ${cells} FROM walk w CROSS JOIN referral r ON r.id = CAST(substr(w.place, 11) AS INTEGER) WHERE w.place IS NOT NULL)`
}

/** Each provider, status and urgency: the beginnings of the walk. */
function branches({ status, urgency }: Filters): SQL {
  return sql`mine l CROSS JOIN json_each(${JSON.stringify(status ? [status] : stages)}) s
    CROSS JOIN json_each(${JSON.stringify(urgency ? [urgency] : urgencies)}) u`
}

function ofBranch(source: SQL, stage: SQL, urgency: SQL): SQL {
  return sql`r.office_id = (SELECT office FROM here) AND ${shownNow(sql`r.shown_under`)}
    AND r.requester_source_id = ${source} AND r.stage = ${stage} AND r.urgency = ${urgency}`
}

/** Where the few referrals of a number or member are: SQLite would walk the office's referrals by date to find them. */
function few({ number }: Filters): SQL {
  return number === undefined ? sql`referral r INDEXED BY referral_office_member` : sql`referral r`
}

/** What makes a referral one of them. */
function fits(session: SessionKey, filters: Filters): SQL {
  const { number, memberNumber, from, to, status, urgency } = filters
  const office = number === undefined ? sql`r.office_id` : sql`+r.office_id`
  const asked = [
    sql`${office} = (SELECT office FROM here)`,
    shownNow(sql`+r.shown_under`),
    withinLimit(session, 'view-referrals', sql`r.requester_source_id`),
    number ? ofNumber(number) : undefined,
    memberNumber ? sql`r.member_id IN (SELECT id FROM member WHERE ${memberNumberKey} = ${memberNumber})` : undefined,
    from ? sql`r.authored_on >= ${from}` : undefined,
    to ? sql`r.authored_on <= ${to}` : undefined,
    status ? sql`+r.stage = ${status}` : undefined,
    urgency ? sql`+r.urgency = ${urgency}` : undefined,
  ]
  return sql.join(
    asked.filter((one) => one !== undefined),
    sql` AND `,
  )
}

/** The rows that a number finds: the core system's, the one given at the submission, or the authorization's; in either case. */
function ofNumber(number: string): SQL {
  const words = sql`(${number}, ${number.toUpperCase()}, ${number.toLowerCase()})`
  const shown = shownNow(sql`n.shown_under`)
  return sql`r.id IN (SELECT n.id FROM referral n WHERE n.number IN ${words} AND ${shown}
    UNION SELECT n.id FROM referral n WHERE n.confirmation = ${number.toUpperCase()} AND ${shown}
    UNION SELECT n.id FROM referral n WHERE n.authorization_number IN ${words} AND ${shown})`
}

/** From the first day to the last, or behind the cursor: with both SQLite would walk from the last day to the cursor. */
function spanOf({ from, to }: Filters, after: Cursor | null): SQL {
  const asked = [
    from ? sql`r.authored_on >= ${from}` : undefined,
    to && !after ? sql`r.authored_on <= ${to}` : undefined,
    after ? behind(after) : undefined,
  ].filter((one) => one !== undefined)
  return asked.length > 0 ? sql.join(asked, sql` AND `) : sql`1`
}

function behind(after: Cursor | null): SQL {
  return after ? sql`(r.authored_on, r.id) < (${after.authoredOn}, ${after.row})` : sql`1`
}
