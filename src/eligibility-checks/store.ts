/** Checks of the session's office, as they were answered: everything is read and written through the session. */
import { and, asc, desc, eq, gt, lt, sql, type SQL } from 'drizzle-orm'
import { columns, type Prepared, query } from '../db/client.ts'
import { account, eligibilityCheck, eligibilityCheckRow, member } from '../db/schema/index.ts'
import type { SessionKey } from '../session-key.ts'
import { officeOf } from '../standing/store.ts'
import type { Filter } from './check.ts'

/** Rows on a page of a list. */
export const PAGE_SIZE = 25

const check = eligibilityCheck
const row = eligibilityCheckRow

const shownOfCheck = columns({
  id: check.publicId,
  row: check.id,
  name: check.name,
  askedOn: check.askedOn,
  madeAt: check.madeAt,
  rows: check.rows,
  answered: check.answered,
  eligible: check.eligible,
  notEligible: check.notEligible,
  unknown: check.unknown,
  problems: check.problems,
  changed: check.changed,
  accountRow: check.accountId,
  author: sql<string>`${account.firstName} || ' ' || ${account.lastName}`,
})

/** The office's checks, the newest first, and one more to know whether there is another. */
export function listedChecks(session: SessionKey, before: number | null) {
  return query
    .select(shownOfCheck)
    .from(check)
    .innerJoin(account, eq(account.id, check.accountId))
    .where(and(eq(check.officeId, officeOf(session)), before === null ? undefined : lt(check.id, before)))
    .orderBy(desc(check.id))
    .limit(PAGE_SIZE + 1)
}

/** One check of the office. */
export function checkFor(session: SessionKey, id: string) {
  return query
    .select(shownOfCheck)
    .from(check)
    .innerJoin(account, eq(account.id, check.accountId))
    .where(and(eq(check.publicId, id), eq(check.officeId, officeOf(session))))
}

/** Whether the check may be seen, for a page's audit row: it is about no single member. */
export function checkSeen(session: SessionKey, id: string): Prepared<{ memberId: number | null }> {
  return query
    .select(columns({ memberId: sql<null>`NULL` }))
    .from(check)
    .where(and(eq(check.publicId, id), eq(check.officeId, officeOf(session))))
    .toSQL()
}

const narrowed: Record<Filter, SQL | undefined> = {
  all: undefined,
  changed: sql`${row.changed} IS NOT NULL`,
  'not-eligible': sql`${row.answer} IN ('not-eligible', 'unknown')`,
  problems: sql`${row.problem} IS NOT NULL`,
}

/**
 * Rows of a check in the order of its list, behind a line, and one more than `size`: what was answered then, beside what
 * was typed. A list has few enough rows to look through for those that a filter wants.
 */
export function listedRows(session: SessionKey, id: string, filter: Filter, after: number, size: number) {
  return query
    .select(
      columns({
        line: row.line,
        askedNumber: row.askedNumber,
        askedLastName: row.askedLastName,
        askedFirstName: row.askedFirstName,
        askedBirthDate: row.askedBirthDate,
        problem: row.problem,
        sameAs: row.sameAs,
        answer: row.answer,
        planName: row.planName,
        product: row.product,
        network: row.network,
        pcpName: row.pcpName,
        startsOn: row.startsOn,
        endsOn: row.endsOn,
        copayCents: row.copayCents,
        asOf: row.asOf,
        changed: row.changed,
        checkedBeforeAt: row.checkedBeforeAt,
        memberRow: row.memberId,
        memberId: member.publicId,
        number: member.memberNumber,
        lastName: member.lastName,
        firstName: member.firstName,
        birthDate: member.birthDate,
      }),
    )
    .from(row)
    .leftJoin(member, eq(member.id, row.memberId))
    .where(
      and(
        sql`${row.checkId} = (SELECT k.id FROM eligibility_check k WHERE k.public_id = ${id} AND k.office_id = ${officeOf(session)})`,
        narrowed[filter],
        gt(row.line, after),
      ),
    )
    .orderBy(asc(row.line))
    .limit(size + 1)
}
