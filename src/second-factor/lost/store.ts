/** Second factors of an account whose owner lost them all. Instants in ms UTC. */
import { type Prepared, prepared } from '../../db/client.ts'

const counted = {
  passkey: 'passkey x WHERE x.account_id = ?1 AND x.removed_at IS NULL',
  app: 'authenticator_app x WHERE x.account_id = ?1 AND x.removed_at IS NULL',
  code: 'recovery_code x WHERE x.account_id = ?1 AND x.used_at IS NULL',
}

/** III.L.3: how many there were before they are taken away, with why; nothing if there are none. */
export function factorsKept(
  account: number,
  { at, by, reason }: { at: number; by: number | null; reason: string | null },
): Prepared<never> {
  const count = (of: keyof typeof counted) => `(SELECT count(*) FROM ${counted[of]})`
  return prepared(
    `INSERT INTO account_change (account_id, at, by_account, field, before, after, reason)
     SELECT ?1, ?2, ?3, 'second factors', 'passkeys ' || n.passkeys || ', apps ' || n.apps || ', codes ' || n.codes, 'none', ?4
     FROM (SELECT ${count('passkey')} AS passkeys, ${count('app')} AS apps, ${count('code')} AS codes) n
     WHERE n.passkeys + n.apps + n.codes > 0`,
    account,
    at,
    by,
    reason,
  )
}

/** Takes all passkeys away. */
export function passkeysRemoved(account: number, at: number): Prepared<never> {
  return prepared('UPDATE passkey SET removed_at = ? WHERE account_id = ? AND removed_at IS NULL', at, account)
}

/** Takes all authenticator apps away. */
export function appsRemoved(account: number, at: number): Prepared<never> {
  return prepared(
    'UPDATE authenticator_app SET removed_at = ? WHERE account_id = ? AND removed_at IS NULL',
    at,
    account,
  )
}

/** Voids the recovery codes that are left. */
export function codesRemoved(account: number): Prepared<never> {
  return prepared('DELETE FROM recovery_code WHERE account_id = ? AND used_at IS NULL', account)
}
