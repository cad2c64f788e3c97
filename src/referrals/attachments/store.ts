/**
 * Files of drafts and referrals. An object is noted before it is stored and until a row speaks of it, and noted again
 * before the row goes: so whatever fails, the hourly run finds what lies there for nothing.
 */
import { and, eq, sql } from 'drizzle-orm'
import { columns, type Prepared, prepared, query } from '../../db/client.ts'
import { referral, referralAttachment, referralSubmission } from '../../db/schema/index.ts'
import { shownNow } from '../../restricted-info/shown.ts'
import { withinLimit } from '../../roles/store.ts'
import type { SessionKey } from '../../session-key.ts'
import { officeOf } from '../../standing/store.ts'
import { type Attachment, MOST_FILES } from './attachment.ts'

const ownDraft = `FROM session os JOIN membership om ON om.id = os.membership_id
  JOIN referral_draft d ON d.account_id = os.account_id AND d.office_id = om.office_id AND d.public_id = ?
  WHERE os.public_id = ? AND os.secret_hash = ? AND os.ended_at IS NULL`

/** The files of the session's own draft, in the order they came. */
export function filesOfDraft(session: SessionKey, draft: string): Prepared<Attachment> {
  return prepared(
    `SELECT a.public_id AS id, a.name AS name, a.media_type AS mediaType, a.bytes AS bytes, a.added_at AS addedAt
     FROM referral_attachment a WHERE a.draft_public_id = (SELECT d.public_id ${ownDraft}) ORDER BY a.id LIMIT ?`,
    draft,
    session.id,
    session.secretHash,
    MOST_FILES,
  )
}

/** A file of a referral that the session may read: of its office, of its grant's providers, and not restricted (III.I.1). */
export function fileOfReferral(session: SessionKey, id: string, file: string) {
  return query
    .select(
      columns({
        id: referralAttachment.publicId,
        name: referralAttachment.name,
        mediaType: referralAttachment.mediaType,
        memberId: referral.memberId,
      }),
    )
    .from(referral)
    .innerJoin(
      referralSubmission,
      sql`${referralSubmission.confirmation} IN (${referral.sourceId}, ${referral.confirmation})`,
    )
    .innerJoin(referralAttachment, eq(referralAttachment.draftPublicId, referralSubmission.draftPublicId))
    .where(
      and(
        eq(referral.publicId, id),
        eq(referralAttachment.publicId, file),
        eq(referral.officeId, officeOf(session)),
        shownNow(referral.shownUnder),
        withinLimit(session, 'view-referrals', referral.requesterSourceId),
      ),
    )
    .limit(1)
}

/** The member of a file's audit row, if it may be read. */
export function fileSeen(session: SessionKey, id: string, file: string): Prepared<{ memberId: number | null }> {
  return fileOfReferral(session, id, file).toSQL()
}

/** A file of the session's own draft. */
export function fileOfDraft(session: SessionKey, draft: string, file: string): Prepared<Attachment> {
  return prepared(
    `SELECT a.public_id AS id, a.name AS name, a.media_type AS mediaType, a.bytes AS bytes, a.added_at AS addedAt
     FROM referral_attachment a WHERE a.draft_public_id = (SELECT d.public_id ${ownDraft}) AND a.public_id = ?`,
    draft,
    session.id,
    session.secretHash,
    file,
  )
}

/** The member of the page of a draft's file, if it may be read. */
export function fileOfDraftSeen(
  session: SessionKey,
  draft: string,
  file: string,
): Prepared<{ memberId: number | null }> {
  return prepared(
    `SELECT (SELECT m.id FROM member m WHERE m.public_id = d.content ->> 'member') AS memberId ${ownDraft}
       AND EXISTS (SELECT 1 FROM referral_attachment a WHERE a.draft_public_id = d.public_id AND a.public_id = ?)`,
    draft,
    session.id,
    session.secretHash,
    file,
  )
}

/** Notes an object that no row will speak of unless it is taken back; due at that instant, ms UTC. */
export function objectNoted(id: string, dueAt: number): Prepared<never> {
  return prepared('INSERT OR IGNORE INTO attachment_object (public_id, due_at) VALUES (?, ?)', id, dueAt)
}

/** Forgets the notes: a row speaks of the object now, or it is gone. */
export function objectsForgotten(ids: readonly string[]): Prepared<never> {
  return prepared(
    'DELETE FROM attachment_object WHERE public_id IN (SELECT value FROM json_each(?))',
    JSON.stringify(ids),
  )
}

/** Objects that are due, so many at most. */
export function objectsDue(now: number, limit: number): Prepared<{ id: string }> {
  return prepared('SELECT public_id AS id FROM attachment_object WHERE due_at <= ? ORDER BY due_at LIMIT ?', now, limit)
}

/** A file as it is kept. */
export type Keeping = Attachment & { digest: string; isScanned: boolean }

/** Keeps the file of the session's own draft, unless it has too many, or its object was given up meanwhile. */
export function fileKept(session: SessionKey, draft: string, file: Keeping): Prepared<never> {
  return prepared(
    `INSERT INTO referral_attachment (public_id, draft_public_id, name, media_type, bytes, digest, scanned, added_at)
     SELECT n.public_id, d.public_id, ?, ?, ?, ?, ?, ?
     FROM attachment_object n CROSS JOIN session os JOIN membership om ON om.id = os.membership_id
     JOIN referral_draft d ON d.account_id = os.account_id AND d.office_id = om.office_id
     WHERE n.public_id = ? AND d.public_id = ? AND os.public_id = ? AND os.secret_hash = ? AND os.ended_at IS NULL
       AND (SELECT count(*) FROM referral_attachment a WHERE a.draft_public_id = d.public_id) < ?`,
    file.name,
    file.mediaType,
    file.bytes,
    file.digest,
    file.isScanned ? 1 : 0,
    file.addedAt,
    file.id,
    draft,
    session.id,
    session.secretHash,
    MOST_FILES,
  )
}

/** Removes the file of the session's own draft: its object is due at once. The second statement tells whether there was one. */
export function fileRemoved(session: SessionKey, draft: string, file: string, at: number): Prepared<never>[] {
  const own = `draft_public_id = (SELECT d.public_id ${ownDraft})`
  const params = [draft, session.id, session.secretHash]
  return [
    prepared(
      `INSERT OR IGNORE INTO attachment_object (public_id, due_at)
       SELECT public_id, ? FROM referral_attachment WHERE public_id = ? AND ${own}`,
      at,
      file,
      ...params,
    ),
    prepared(`DELETE FROM referral_attachment WHERE public_id = ? AND ${own}`, file, ...params),
  ]
}
