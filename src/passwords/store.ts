/** Passwords that end soon, and who was told (III.D.5). The passwords themselves are the account guard's. */
import { type Prepared, prepared } from '../db/client.ts'
import type { Day } from '../policy/calendar.ts'

/** Somebody whose password was set on that day, and the warnings that went out, as a JSON list of [end, days before]. */
export type Ending = { account: number; setOn: Day; warnings: string }

/**
 * People who may use the portal, did so since `usedSince`, and whose password was set from `since` until `until`,
 * by account from `after` on, so many at a time.
 */
export function passwordsSetBetween(
  { since, until, today, usedSince }: { since: Day; until: Day; today: Day; usedSince: Day },
  after: number,
  limit: number,
): Prepared<Ending> {
  return prepared(
    `SELECT a.id AS account, c.set_on AS setOn,
       (SELECT json_group_array(json_array(n.about, n.days_before)) FROM notice n
        WHERE n.account_id = a.id AND n.kind = 'password' AND n.about >= ?) AS warnings
     FROM credential c JOIN account a ON a.id = c.account_id
     WHERE a.id > ? AND c.set_on BETWEEN ? AND ? AND coalesce(a.last_used_on, a.approved_on) >= ?
       AND a.suspended_at IS NULL AND a.terminated_at IS NULL
       AND (a.kind = 'staff' OR EXISTS (
         SELECT 1 FROM membership m JOIN office o ON o.id = m.office_id
         WHERE m.account_id = a.id AND (m.ended_on IS NULL OR m.ended_on > ?) AND m.suspended_at IS NULL
           AND o.suspended_at IS NULL AND o.access_on <= ? AND (o.terminated_on IS NULL OR o.terminated_on > ?)))
     ORDER BY a.id LIMIT ?`,
    today,
    after,
    since,
    until,
    usedSince,
    today,
    today,
    today,
    limit,
  )
}

/** Keeps that the warning goes out; fails if it did before, and with it the mail of the same batch. */
export function warningKept(account: number, on: Day, daysBefore: number, at: number): Prepared<never> {
  return prepared(
    "INSERT INTO notice (account_id, kind, about, days_before, at) VALUES (?, 'password', ?, ?, ?)",
    account,
    on,
    daysBefore,
    at,
  )
}
