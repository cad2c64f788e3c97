/** Taking an identity of a provider's off one's account. Instants in ms UTC. */
import { type Prepared, prepared } from '../../../db/client.ts'

/** Unlinks that identity of the account, and no other's (T15); never the one by which a managed account comes in. */
export function identityUnlinked(account: number, identity: number, at: number): Prepared<never> {
  return prepared(
    `UPDATE identity SET unlinked_at = ? WHERE id = ? AND account_id = ? AND unlinked_at IS NULL
       AND provider_id IS NOT (SELECT a.managed_by FROM account a WHERE a.id = account_id)`,
    at,
    identity,
    account,
  )
}

/** Ends the account's sessions through the identity's provider, if the statement before changed a row. */
export function sessionsThroughEnded(
  account: number,
  identity: number,
  at: number,
  because: string,
): Prepared<{ id: string }> {
  return prepared(
    `UPDATE session SET ended_at = ?, end_reason = ? WHERE account_id = ? AND ended_at IS NULL AND changes() > 0
       AND provider_id = (SELECT i.provider_id FROM identity i WHERE i.id = ?) RETURNING public_id AS id`,
    at,
    because,
    account,
    identity,
  )
}
