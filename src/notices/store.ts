/** Who is still to be warned of an end, and that they were. */
import { type Prepared, prepared } from '../db/client.ts'
import type { Day } from '../policy/calendar.ts'

/** What somebody is warned of: that their password, their training or their use of the portal ends. */
export type Kind = 'password' | 'training' | 'dormancy'

/** What is kept so: a warning that went out, or that somebody put off adding a passkey, on the day `about`. */
type Kept = Kind | 'passkey'

/** Asks for people whose time is counted from the day `on`, in the order of their rows after `after`. */
export type Ask = {
  kind: Kind
  on: Day
  after: number
  end: Day
  before: number
  today: Day
  /** Whoever used the portal last before it is dormant. */
  usedSince: Day
  limit: number
}

/** Somebody to warn; `place` is the row that the next page begins after. */
export type ToWarn = { account: number; place: number }

/** Tables with the account `a` among them, the day that the time is counted from, and the row that orders one day's. */
export type Source = { tables: string; day: string; row: string; only?: string }

/** People of whom the source has the day, whom the portal is open to, and whom that warning of that end has not gone out to. */
export function peopleToWarn({ tables, day, row, only = '' }: Source, ask: Ask): Prepared<ToWarn> {
  return prepared(
    // The + keeps the day of last use from being what the people are looked up by.
    `SELECT a.id AS account, ${row} AS place FROM ${tables}
     WHERE ${day} = ?1 AND ${row} > ?2 AND a.suspended_at IS NULL AND a.terminated_at IS NULL
       AND +coalesce(a.last_used_on, a.approved_on) >= ?3 ${only}
       AND (a.kind = 'staff' OR EXISTS (
         SELECT 1 FROM membership m JOIN office o ON o.id = m.office_id
         WHERE m.account_id = a.id AND (m.ended_on IS NULL OR m.ended_on > ?4) AND m.suspended_at IS NULL
           AND o.suspended_at IS NULL AND o.access_on <= ?4 AND (o.terminated_on IS NULL OR o.terminated_on > ?4)))
       AND NOT EXISTS (SELECT 1 FROM notice n
         WHERE n.account_id = a.id AND n.kind = ?5 AND n.about = ?6 AND n.days_before = ?7)
     ORDER BY ${row} LIMIT ?8`,
    ask.on,
    ask.after,
    ask.usedSince,
    ask.today,
    ask.kind,
    ask.end,
    ask.before,
    ask.limit,
  )
}

/** Keeps that the warning goes out; changes nothing if it did before. */
export function noticeKept(account: number, kind: Kept, end: Day, before: number, at: number): Prepared<never> {
  return prepared(
    'INSERT INTO notice (account_id, kind, about, days_before, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    account,
    kind,
    end,
    before,
    at,
  )
}
