/** Verifications of all offices, as the plan sees them: what falls due, and who has to do something (III.H). */
import { type Prepared, prepared } from '../../db/client.ts'
import { isLoa, loas } from '../../offices/loas/store.ts'
import { addDays, type Day } from '../../policy/calendar.ts'
import type { Policy } from '../../policy/profiles.ts'
import { isToVerify } from '../store.ts'
import type { OfficeInCalendar, Selection } from './calendar.ts'
import { promptDaysOf, type PromptDays } from './rules.ts'

/** Offices on a page. */
export const PAGE_SIZE = 25

/** Whoever is admitted later is no matter: an instant after all others. */
const EVER = String(Number.MAX_SAFE_INTEGER)

const lastOne = `LEFT JOIN verification v ON v.id = (SELECT max(x.id) FROM verification x WHERE x.office_id = o.id AND x.dropped_at IS NULL)`
const hasAccess = (today: string) =>
  `o.access_on IS NOT NULL AND (o.terminated_on IS NULL OR o.terminated_on > ${today})`
const waitsForReinstatement = 'o.suspended_at IS NOT NULL AND v.completed_at IS NOT NULL AND v.reinstated_at IS NULL'
const isSuspended = 'o.suspended_at IS NOT NULL'

/** A page of the selection by due day, and one office more to know whether there is another; `after` is the last one before it. */
export function calendarOf(
  selection: Selection,
  after: { dueOn: string; row: number } | null,
  today: Day,
  policy: Policy,
): Prepared<OfficeInCalendar> {
  const params: unknown[] = [today, after?.dueOn ?? '', after?.row ?? 0, PAGE_SIZE + 1]
  const chosen = whereOf(selection, promptDaysOf(selection, today, policy), (value) => `?${params.push(value)}`)
  return prepared(
    `SELECT o.id AS row, o.public_id AS id, o.name AS name, o.access_on AS accessOn, o.verify_due_on AS verifyDueOn,
       o.prompt_received_on AS promptReceivedOn, o.suspended_at AS suspendedAt, v.public_id AS verification,
       v.completed_at AS completedAt, v.completed_on AS completedOn, v.by_only_loa AS byOnlyLoa, v.reinstated_at AS reinstatedAt,
       (SELECT count(*) FROM verification_card c WHERE c.verification_id = v.id) AS decided,
       (SELECT count(*) FROM membership m JOIN account a ON a.id = m.account_id WHERE m.office_id = o.id AND ${isToVerify('?1', EVER)}) AS people,
       (SELECT count(*) FROM ${loas} WHERE l.office_id = o.id AND ${isLoa('?1')}) AS loas
     FROM office o ${lastOne} WHERE ${hasAccess('?1')} AND (coalesce(o.verify_due_on, ''), o.id) > (?2, ?3) AND ${chosen}
     ORDER BY coalesce(o.verify_due_on, ''), o.id LIMIT ?4`,
    ...params,
  )
}

/** SQL for the selection; a value becomes a parameter by `bound`. Parameter 1 is today. */
function whereOf(selection: Selection, prompted: PromptDays | null, bound: (value: unknown) => string): string {
  const isDue = '(o.verify_due_on IS NULL OR o.verify_due_on <= ?1)'
  switch (selection) {
    case 'under-way':
      return `(${isSuspended} OR ${isDue})`
    case 'unreceived':
      return `o.suspended_at IS NULL AND o.prompt_received_on IS NULL AND o.verify_due_on BETWEEN ${bound(prompted!.from)} AND ${bound(prompted!.to)}`
    case 'restricted':
      return `o.suspended_at IS NULL AND ${promptedWithin(prompted!, bound)}`
    case 'suspended':
      return `(${isSuspended} OR ${promptedWithin(prompted!, bound)})`
    case 'to-reinstate':
      return waitsForReinstatement
    case 'self-verified':
      return 'v.by_only_loa = 1'
    case 'upcoming':
      return `o.suspended_at IS NULL AND o.verify_due_on > ?1`
    case 'all':
      return 'true'
    default:
      return selection satisfies never
  }
}

function promptedWithin({ from, to, dueBefore }: PromptDays, bound: (value: unknown) => string): string {
  return `(o.prompt_received_on BETWEEN ${bound(from)} AND ${bound(to)} OR (o.prompt_received_on IS NULL
    AND o.verify_due_on BETWEEN ${bound(addDays(from, -dueBefore))} AND ${bound(addDays(to, -dueBefore))}))`
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
