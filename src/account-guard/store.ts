/** What the guard reads and writes of its account in D1. */
import { type Database, type Prepared, batch, prepared } from '../db/client.ts'

/** The account of the guard's name and its password as stored; null: no such account. */
export async function credentialOf(
  db: Database,
  guard: string,
): Promise<{ accountId: number; hash: string | null } | null> {
  const { rows } = await batch(db, [
    prepared<{ accountId: number; hash: string | null }>(
      'SELECT a.id AS accountId, c.hash AS hash FROM account a LEFT JOIN credential c ON c.account_id = a.id WHERE a.guard = ?',
      guard,
    ),
  ])
  return rows[0][0] ?? null
}

/** The copy of the lock for lists; the object decides. */
export function lockedCopy(account: number, lockedAt: number | null): Prepared<never> {
  return prepared('UPDATE account SET locked_at = ? WHERE id = ?', lockedAt, account)
}
