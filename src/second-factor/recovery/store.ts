/** Recovery codes as stored: by their hash alone. */
import { type Prepared, prepared } from '../../db/client.ts'
import type { SessionKey } from '../../session-key.ts'

/** How many codes were made last, when (ms UTC; null: never), and how many of them are left. */
export type Left = { made: number; left: number; madeAt: number | null }

const counted =
  'count(r.code_hash) AS made, count(r.code_hash) FILTER (WHERE r.used_at IS NULL) AS left, max(r.made_at) AS madeAt'

/** How many recovery codes the account has left. */
export function recoveryLeft(account: number): Prepared<Left> {
  return prepared(`SELECT ${counted} FROM recovery_code r WHERE r.account_id = ?`, account)
}

/** The same of the session's person. */
export function ownRecoveryLeft(session: SessionKey): Prepared<Left> {
  return prepared(
    `SELECT ${counted} FROM session s JOIN recovery_code r ON r.account_id = s.account_id
     WHERE s.public_id = ? AND s.secret_hash = ? AND s.ended_at IS NULL`,
    session.id,
    session.secretHash,
  )
}

/**
 * Puts the codes of these hashes in the place of all that the account had, unless the session (its row) ended meanwhile.
 * `at` in ms UTC.
 */
export function recoveryCodesMade(
  { account, session }: { account: number; session: number },
  hashes: readonly string[],
  at: number,
): Prepared<never>[] {
  const isOpen = 'EXISTS (SELECT 1 FROM session s WHERE s.id = ? AND s.account_id = ? AND s.ended_at IS NULL)'
  return [
    prepared(`DELETE FROM recovery_code WHERE account_id = ? AND ${isOpen}`, account, session, account),
    prepared(
      `INSERT INTO recovery_code (account_id, code_hash, made_at) SELECT ?, value, ? FROM json_each(?) WHERE ${isOpen}`,
      account,
      at,
      JSON.stringify(hashes),
      session,
      account,
    ),
  ]
}
