/** Links of mails as stored. */
import { and, eq } from 'drizzle-orm'
import { columns, type Prepared, prepared, query } from '../db/client.ts'
import { link } from '../db/schema/index.ts'
import type { SessionKey } from '../session-key.ts'
import type { NewLink, Purpose } from './link.ts'

/** What a link leads to, by the public id of a row that may be written in the same batch, or an account's row. */
export type Target = {
  registration?: string | undefined
  invitation?: string | undefined
  account?: number | undefined
}

/** Keeps a new link; `at` and `expiresAt` in ms UTC. */
export function linkMade(
  { id, guard, secretHash }: NewLink,
  purpose: Purpose,
  { registration, invitation, account }: Target,
  at: number,
  expiresAt: number,
): Prepared<never> {
  return prepared(
    `INSERT INTO link (public_id, purpose, guard, secret_hash, account_id, registration_id, invitation_id, created_at, expires_at)
     VALUES (?, ?, ?, ?, ?, (SELECT r.id FROM registration r WHERE r.public_id = ?), (SELECT i.id FROM invitation i WHERE i.public_id = ?), ?, ?)`,
    id,
    purpose,
    guard,
    secretHash,
    account ?? null,
    registration ?? null,
    invitation ?? null,
    at,
    expiresAt,
  )
}

/** The link of that id and secret, whatever became of it: `linkState` says whether it may be followed. */
export function linkOf({ id, secretHash }: SessionKey, purpose: Purpose) {
  return query
    .select(
      columns({
        row: link.id,
        id: link.publicId,
        purpose: link.purpose,
        guard: link.guard,
        account: link.accountId,
        registration: link.registrationId,
        invitation: link.invitationId,
        expiresAt: link.expiresAt,
        usedAt: link.usedAt,
        revokedAt: link.revokedAt,
      }),
    )
    .from(link)
    .where(and(eq(link.publicId, id), eq(link.secretHash, secretHash), eq(link.purpose, purpose)))
}

/** Revokes every open link to that row. */
export function linksRevoked(to: 'registration' | 'invitation' | 'account', row: number, at: number): Prepared<never> {
  return prepared(
    `UPDATE link SET revoked_at = ? WHERE ${to}_id = ? AND used_at IS NULL AND revoked_at IS NULL`,
    at,
    row,
  )
}
