/** What the log's own jobs read and write: lists are taken into the table that answers "who saw this member". */
import { type Prepared, prepared } from '../db/client.ts'

/** How far lists are in `audit_member`, and how far the log goes. */
export const listMark = prepared<{ mark: number; newest: number }>(
  'SELECT mark.seq AS mark, (SELECT coalesce(max(seq), 0) FROM audit) AS newest FROM audit_member_mark mark',
)

/**
 * Takes the members of lists above `mark` up to `upTo` into `audit_member` and moves the mark, in one batch;
 * nothing if somebody moved it before.
 */
export function listsTaken(mark: number, upTo: number): Prepared<never>[] {
  return [
    prepared(
      `INSERT INTO audit_member (member_id, seq)
       SELECT named.value, list.seq FROM audit_member_mark mark, audit list, json_each(list.members) named
       WHERE mark.seq = ? AND list.members IS NOT NULL AND list.seq > ? AND list.seq <= ?`,
      mark,
      mark,
      upTo,
    ),
    prepared('UPDATE audit_member_mark SET seq = ? WHERE seq = ?', upTo, mark),
  ]
}
