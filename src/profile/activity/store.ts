/** One's own rows of the audit log (requirements, section 11). */
import { type Prepared, prepared } from '../../db/client.ts'
import type { SessionKey } from '../../session-key.ts'
import { type OwnActivity, ownEvents } from '../profile.ts'

/** Rows on a page. */
export const PAGE_SIZE = 25

const kinds = ownEvents.map((name) => `'${name}'`).join(', ')

/**
 * What the session's person did, and what others changed of theirs, since the instant `since` (ms), the newest first; one row more
 * than a page. Where somebody else did it was is theirs alone. Pages stand in neither index (`page IS NULL`), however many there are.
 */
export function ownActivity(session: SessionKey, since: number, before: number | null): Prepared<OwnActivity> {
  // Without the unary plus SQLite goes by days, and sorts all of them.
  const within = `page IS NULL AND +event IN (${kinds}) AND +at >= ?3 AND seq < ?4`
  const me = '(SELECT s.account_id FROM session s WHERE s.public_id = ?1 AND s.secret_hash = ?2 AND s.ended_at IS NULL)'
  return prepared(
    `SELECT a.seq AS seq, a.at AS at, a.event AS event, o.name AS office, CASE WHEN found.byOther THEN NULL ELSE a.ip END AS ip,
       CASE WHEN found.byOther THEN NULL ELSE a.device END AS device, a.detail AS detail, found.byOther AS byOther
     FROM (
       SELECT seq, 0 AS byOther FROM audit WHERE account_id = ${me} AND (subject_id IS NULL OR subject_id = account_id) AND ${within}
       UNION ALL
       SELECT seq, 1 AS byOther FROM audit WHERE subject_id = ${me} AND account_id IS NOT subject_id AND ${within}
       ORDER BY seq DESC LIMIT ${PAGE_SIZE + 1}
     ) found JOIN audit a ON a.seq = found.seq LEFT JOIN office o ON o.id = a.office_id
     ORDER BY a.seq DESC`,
    session.id,
    session.secretHash,
    since,
    before ?? Number.MAX_SAFE_INTEGER,
  )
}
