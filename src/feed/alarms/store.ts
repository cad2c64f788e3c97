/** How the feed stands, and who was told of it. */
import { prepared, type Prepared } from '../../db/client.ts'

/** When an import was last completed, or the first one begun where none ever was; and the last whole one, if it shrank. */
export type FeedState = { lastAt: number | null; shrunkImport: string | null; shrunk: string | null }

export const feedState: Prepared<FeedState> = prepared(
  `SELECT coalesce((SELECT max(completed_at) FROM feed_import), (SELECT min(started_at) FROM feed_import)) AS lastAt,
     CASE WHEN w.shrunk IS NOT NULL THEN w.id END AS shrunkImport, w.shrunk AS shrunk
   FROM (SELECT 1) LEFT JOIN (SELECT id, shrunk FROM feed_import WHERE is_whole = 1 AND completed_at IS NOT NULL
     ORDER BY completed_at DESC LIMIT 1) w`,
)

/** The alarms that staff were told of. */
export const alarmsRaised: Prepared<{ name: string }> = prepared('SELECT name AS name FROM feed_alarm')

/** The alarm is told of now, if it wasn't before. */
export function alarmRaised(name: string, at: number): Prepared<never> {
  return prepared('INSERT INTO feed_alarm (name, raised_at) VALUES (?, ?) ON CONFLICT DO NOTHING', name, at)
}

/** Alarms that are over are forgotten, so that the next one of the name is told of again. */
export function alarmsOver(stillOn: readonly string[]): Prepared<never> {
  return prepared('DELETE FROM feed_alarm WHERE name NOT IN (SELECT value FROM json_each(?))', JSON.stringify(stillOn))
}

/** Who sees to the feed. */
export const feedStaff: Prepared<{ account: number }> = prepared(
  `SELECT id AS account FROM account WHERE department = 'information-services' AND suspended_at IS NULL
     AND terminated_at IS NULL`,
)
