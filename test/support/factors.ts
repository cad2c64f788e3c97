/** Second factors that are rows: as an account has them once they were added, with no device behind them. */
import { env } from 'cloudflare:workers'
import { newId } from '../../src/ids.ts'

/** Gives the account (its row) so many passkeys, authenticator apps and recovery codes. Instants in ms UTC. */
export async function withFactors(
  account: number,
  {
    passkeys = 0,
    apps = 0,
    codes = 0,
    addedAt = 1,
  }: { passkeys?: number; apps?: number; codes?: number; addedAt?: number },
): Promise<void> {
  const some = (count: number, make: (nth: number) => D1PreparedStatement) =>
    Array.from({ length: count }, (_one, place) => make(place + 1))
  const rows = [
    ...some(passkeys, (nth) =>
      env.DB.prepare(
        `INSERT INTO passkey (public_id, account_id, name, credential_id, public_key, counter, transports, is_synced, added_at)
         VALUES (?, ?, ?, ?, 'key', 0, '[]', ?, ?)`,
      ).bind(newId('passkey'), account, `Passkey ${nth}`, crypto.randomUUID(), nth % 2, addedAt),
    ),
    ...some(apps, (nth) =>
      env.DB.prepare(
        `INSERT INTO authenticator_app (public_id, account_id, name, sealed, sealed_by, last_step, added_at)
         VALUES (?, ?, ?, 'sealed', 'test', 0, ?)`,
      ).bind(newId('authenticator-app'), account, `App ${nth}`, addedAt),
    ),
    ...some(codes, () =>
      env.DB.prepare('INSERT INTO recovery_code (account_id, code_hash, made_at) VALUES (?, ?, ?)').bind(
        account,
        crypto.randomUUID(),
        addedAt,
      ),
    ),
  ]
  if (rows.length > 0) await env.DB.batch(rows)
}
