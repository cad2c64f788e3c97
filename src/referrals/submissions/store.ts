/** Submissions as kept: what was submitted, by whom, and how far it came. */
import { type Prepared, prepared } from '../../db/client.ts'
import type { SessionKey } from '../../session-key.ts'

/** Rows on a page of confirmations. */
export const PAGE_SIZE = 25

const own = `FROM session os JOIN membership om ON om.id = os.membership_id
  JOIN referral_submission b ON b.office_id = om.office_id AND b.account_id = os.account_id
  WHERE os.public_id = ? AND os.secret_hash = ? AND os.ended_at IS NULL`

/** Keeps the submission, if its draft is still as it was read; `at` in ms UTC. */
export function submissionKept(
  session: SessionKey,
  { id, changedAt }: { id: string; changedAt: number },
  { confirmation, content }: { confirmation: string; content: string },
  at: number,
): Prepared<never> {
  return prepared(
    `INSERT INTO referral_submission (confirmation, draft_public_id, account_id, office_id, submitted_at, content)
     SELECT ?, d.public_id, d.account_id, d.office_id, ?, ?
     FROM session s JOIN membership m ON m.id = s.membership_id
     JOIN referral_draft d ON d.account_id = s.account_id AND d.office_id = m.office_id
     WHERE s.public_id = ? AND s.secret_hash = ? AND s.ended_at IS NULL AND d.public_id = ? AND d.changed_at = ?`,
    confirmation,
    at,
    content,
    session.id,
    session.secretHash,
    id,
    changedAt,
  )
}

/** The draft is a submission now; its files go with it. */
export function draftSubmitted(id: string): Prepared<never> {
  return prepared('DELETE FROM referral_draft WHERE public_id = ?', id)
}

/** What became of the session's own draft, if it was submitted. */
export function submissionOf(session: SessionKey, draft: string): Prepared<{ confirmation: string }> {
  return prepared(
    `SELECT b.confirmation AS confirmation ${own} AND b.draft_public_id = ?`,
    session.id,
    session.secretHash,
    draft,
  )
}

export type Confirmation = { row: number; confirmation: string; submittedAt: number; deliveredAt: number | null }

/** The session's own submissions in its office, the newest first: number and time, and nothing of what they say (III.I.1). */
export function confirmationsOf(session: SessionKey, before: number | null): Prepared<Confirmation> {
  return prepared(
    `SELECT b.id AS row, b.confirmation AS confirmation, b.submitted_at AS submittedAt, b.delivered_at AS deliveredAt
     ${own} AND b.id < ? ORDER BY b.id DESC LIMIT ?`,
    session.id,
    session.secretHash,
    before ?? Number.MAX_SAFE_INTEGER,
    PAGE_SIZE + 1,
  )
}
