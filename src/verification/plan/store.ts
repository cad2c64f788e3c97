/** Verifications of all offices, as the plan sees them: what falls due, and who has to do something (III.H). */
import { type Prepared, prepared } from '../../db/client.ts'
import { isLoa, loas } from '../../offices/loas/store.ts'
import { addDays, type Day } from '../../policy/calendar.ts'
import type { Policy } from '../../policy/profiles.ts'
import { isToVerify } from '../store.ts'
import type { OfficeInCalendar, Selection } from './calendar.ts'

/** Offices on a page. */
export const PAGE_SIZE = 25

/** SQL for: the offices that are suspended or whose verification may be due, by their indexes; parameter 1 is today. */
const atHand = `SELECT h.id FROM office h INDEXED BY office_suspended WHERE h.suspended_at IS NOT NULL
  UNION SELECT h.id FROM office h INDEXED BY office_due WHERE coalesce(h.verify_due_on, '') <= ?1`

/** SQL for: the offices that somebody verified who is their only administrator. */
const selfVerified = `SELECT s.office_id FROM verification s INDEXED BY verification_by_only_loa WHERE s.by_only_loa = 1`

/** Whoever is admitted later is no matter: an instant after all others. */
const EVER = String(Number.MAX_SAFE_INTEGER)

const lastOne = `LEFT JOIN verification v ON v.id = (SELECT max(x.id) FROM verification x WHERE x.office_id = o.id AND x.dropped_at IS NULL)`
const hasAccess = (today: string) =>
  `o.access_on IS NOT NULL AND (o.terminated_on IS NULL OR o.terminated_on > ${today})`
/** A page of the selection by due day, and one office more to know whether there is another; `after` is the last one before it. */
export function calendarOf(
  selection: Selection,
  after: { dueOn: string; row: number } | null,
  today: Day,
  policy: Policy,
): Prepared<OfficeInCalendar> {
  const params: unknown[] = [today, after?.dueOn ?? '', after?.row ?? 0, PAGE_SIZE + 1]
  const { condition, where } = chosen(selection, today, policy, (value) => `?${params.push(value)}`)
  return prepared(
    `SELECT o.id AS row, o.public_id AS id, o.name AS name, o.access_on AS accessOn, o.verify_due_on AS verifyDueOn,
       o.prompt_received_on AS promptReceivedOn, o.suspended_at AS suspendedAt, v.public_id AS verification,
       v.completed_at AS completedAt, v.completed_on AS completedOn, v.by_only_loa AS byOnlyLoa, v.reinstated_at AS reinstatedAt,
       (SELECT count(*) FROM verification_card c WHERE c.verification_id = v.id) AS decided,
       (SELECT count(*) FROM membership m JOIN account a ON a.id = m.account_id WHERE m.office_id = o.id AND ${isToVerify('?1', EVER)}) AS people,
       (SELECT count(*) FROM ${loas} WHERE l.office_id = o.id AND ${isLoa('?1')}) AS loas
     FROM (
       SELECT o.id AS row FROM office o ${where} ${lastOne}
       WHERE ${hasAccess('?1')} AND coalesce(o.verify_due_on, '') >= ?2
         AND (coalesce(o.verify_due_on, ''), o.id) > (?2, ?3) AND ${condition}
       ORDER BY coalesce(o.verify_due_on, ''), o.id LIMIT ?4
     ) found CROSS JOIN office o ON o.id = found.row ${lastOne} ORDER BY coalesce(o.verify_due_on, ''), o.id`,
    ...params,
  )
}

/** How many offices the selection is of, capped, and since when the first of them is: the day it fell due, or the instant (ms UTC) of its completion. */
export function countedChosen(
  selection: Selection,
  today: Day,
  policy: Policy,
  most: number,
): Prepared<{ count: number; since: Day | number | null }> {
  const params: unknown[] = [today, most + 1]
  const { condition, due, where } = chosen(selection, today, policy, (value) => `?${params.push(value)}`)
  const since = selection === 'to-reinstate' ? 'v.completed_at' : due
  return prepared(
    `SELECT count(*) AS count, min(since) AS since FROM (
       SELECT ${since} AS since FROM office o ${where} ${lastOne} WHERE ${hasAccess('?1')} AND ${condition} ORDER BY since LIMIT ?2)`,
    ...params,
  )
}

/**
 * SQL for the selection, of the office `o` and its last verification `v`, and for the day it is due: of many offices the
 * same as `courseOf` of one. A value becomes a parameter by `bound`; parameter 1 is today.
 */
function chosen(
  selection: Selection,
  today: Day,
  policy: Policy,
  bound: (value: unknown) => string,
): { condition: string; due: string; where: string } {
  const due = `coalesce(o.verify_due_on, date(o.access_on, '+${policy.VERIFY_EVERY} days'))`
  // P is the receipt, at the latest 7 days after it fell due; a receipt before that day is none of this prompt's.
  const promptedDaysAgo = (days: number) => {
    const latest = days + policy.VERIFY_PROMPT_REACHES_WITHIN
    return `((coalesce(o.prompt_received_on, '') >= ${due} AND o.prompt_received_on <= ${bound(addDays(today, -days))})
      OR ${due} <= ${bound(addDays(today, -latest))})`
  }
  const isSuspended = () => `(o.suspended_at IS NOT NULL OR ${promptedDaysAgo(policy.VERIFY_SUSPENDS_AFTER + 1)})`
  const waitsForAccess = '(o.suspended_at IS NOT NULL AND v.completed_at IS NOT NULL AND v.reinstated_at IS NULL)'
  const conditions: Record<Selection, () => string> = {
    'under-way': () => `(o.suspended_at IS NOT NULL OR ${due} <= ?1)`,
    unreceived: () => `o.suspended_at IS NULL AND ${due} < ?1 AND NOT ${promptedDaysAgo(0)}`,
    restricted: () => `${promptedDaysAgo(policy.VERIFY_RESTRICTS_AFTER + 1)} AND NOT ${isSuspended()}`,
    suspended: () => `${isSuspended()} AND NOT ${waitsForAccess}`,
    'to-reinstate': () => waitsForAccess,
    'self-verified': () => 'v.by_only_loa = 1',
    upcoming: () => `o.suspended_at IS NULL AND ${due} > ?1`,
    all: () => 'true',
  }
  const isAnyDay = selection === 'all' || selection === 'upcoming'
  const among = selection === 'self-verified' ? selfVerified : atHand
  return {
    condition: isAnyDay ? conditions[selection]() : `o.id IN (${among}) AND ${conditions[selection]()}`,
    due,
    where: isAnyDay ? 'INDEXED BY office_due' : '',
  }
}

/** An office whose verification can be opened by hand: what its course hangs on. */
export function officeWithDates(
  id: string,
  today: Day,
): Prepared<{ row: number; accessOn: Day; verifyDueOn: Day | null; promptReceivedOn: Day | null }> {
  return prepared(
    `SELECT o.id AS row, o.access_on AS accessOn, o.verify_due_on AS verifyDueOn, o.prompt_received_on AS promptReceivedOn
     FROM office o WHERE o.public_id = ?2 AND ${hasAccess('?1')}`,
    today,
    id,
  )
}
