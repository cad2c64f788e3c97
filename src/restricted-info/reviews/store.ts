/** Reviews of the list, only added to. */
import { prepared, type Prepared } from '../../db/client.ts'
import type { Day } from '../../policy/calendar.ts'
import type { Place } from '../versions/rules.ts'
import { changesBetween } from '../versions/store.ts'
import type { ReviewMark } from './rules.ts'

export const PAGE_SIZE = 25

/** How the review stands: since which version, and which is in force. */
export const reviewMark: Prepared<ReviewMark & { since: number; version: number }> = prepared(
  `SELECT (SELECT max(reviewed_on) FROM restricted_review) AS lastOn, (SELECT made_at FROM restricted_list ORDER BY version LIMIT 1) AS firstAt,
     coalesce((SELECT version FROM restricted_review ORDER BY id DESC LIMIT 1), 0) AS since,
     (SELECT coalesce(max(version), 0) FROM restricted_list) AS version`,
)

/** What came and went since the last review. */
export function changesSinceReview(after: Place) {
  const since = 'coalesce((SELECT version FROM restricted_review ORDER BY id DESC LIMIT 1), 0)'
  return changesBetween(since, '(SELECT coalesce(max(version), 0) FROM restricted_list)', after)
}

export type Review = { id: number; reviewedOn: Day; by: string; since: number; version: number; note: string }

/** One page of the reviews before that one (0: all), the newest first, and one more. */
export function reviewsBefore(before: number): Prepared<Review> {
  return prepared(
    `SELECT r.id AS id, r.reviewed_on AS reviewedOn, a.first_name || ' ' || a.last_name AS "by", r.since_version AS since,
       r.version AS version, r.note AS note FROM restricted_review r JOIN account a ON a.id = r.reviewed_by
     WHERE r.id < ? ORDER BY r.id DESC LIMIT ${PAGE_SIZE + 1}`,
    before === 0 ? Number.MAX_SAFE_INTEGER : before,
  )
}

/** Keeps the review, if what was seen is still all there is: from that version to the one in force. */
export function reviewKept(on: Day, by: number, since: number, version: number, note: string): Prepared<never> {
  return prepared(
    `INSERT INTO restricted_review (reviewed_on, reviewed_by, since_version, version, note)
     SELECT ?, ?, ?3, ?4, ?5 WHERE ?4 = (SELECT max(version) FROM restricted_list)
       AND ?3 = coalesce((SELECT version FROM restricted_review ORDER BY id DESC LIMIT 1), 0)`,
    on,
    by,
    since,
    version,
    note,
  )
}

/** Notes that the month's reminder goes out; nothing if it did. */
export function reminderNoted(overdueOn: Day, at: number): Prepared<never> {
  return prepared(
    'INSERT OR IGNORE INTO restricted_review_reminder (overdue_on, reminded_at) VALUES (?, ?)',
    overdueOn,
    at,
  )
}
