/** Taking passkeys and authenticator apps away. */
import { isLocalAdministrator } from '../../accounts/store.ts'
import { type Prepared, prepared } from '../../db/client.ts'
import type { Policy } from '../../policy/profiles.ts'
import type { SessionKey } from '../../session-key.ts'
import type { Removable, Strong } from './factor.ts'

const tables: Record<Strong, string> = { passkey: 'passkey', app: 'authenticator_app' }

/** Whether nothing counts beside the factor `x`: ?1 and ?2 tell which kinds count. */
const isLast = (kind: Strong) => `NOT (
  ?1 AND EXISTS (SELECT 1 FROM passkey k WHERE k.account_id = x.account_id AND k.removed_at IS NULL ${kind === 'passkey' ? 'AND k.id <> x.id' : ''})
  OR ?2 AND EXISTS (SELECT 1 FROM authenticator_app p WHERE p.account_id = x.account_id AND p.removed_at IS NULL ${kind === 'app' ? 'AND p.id <> x.id' : ''}))`

/** Whether the factor `x` is the last passkey of those administrators while the plan's provider is switched on. */
const isBreakGlass = (kind: Strong) =>
  kind === 'app'
    ? '0'
    : `(EXISTS (SELECT 1 FROM identity_provider i WHERE i.kind = 'plan' AND i.disabled_at IS NULL)
  AND EXISTS (SELECT 1 FROM account a WHERE a.id = x.account_id AND ${isLocalAdministrator('a')})
  AND NOT EXISTS (SELECT 1 FROM passkey k JOIN account a ON a.id = k.account_id
    WHERE k.removed_at IS NULL AND k.id <> x.id AND ${isLocalAdministrator('a')}))`

function counting(kind: Strong, policy: Policy) {
  const counts: Record<Strong, boolean> = { passkey: policy.PASSKEYS, app: policy.AUTHENTICATOR_APPS }
  return { params: [counts.passkey ? 1 : 0, counts.app ? 1 : 0], counts: counts[kind] }
}

/** The session's person's own factor of that public id, and what stands in the way of taking it away. */
export function removable(kind: Strong, session: SessionKey, id: string, policy: Policy): Prepared<Removable> {
  const { params, counts } = counting(kind, policy)
  return prepared(
    `SELECT x.name AS name, ?3 AND ${isLast(kind)} AS isLast, ${isBreakGlass(kind)} AS isBreakGlass
     FROM ${tables[kind]} x WHERE x.public_id = ?4 AND x.removed_at IS NULL AND x.account_id = (
       SELECT s.account_id FROM session s WHERE s.public_id = ?5 AND s.secret_hash = ?6 AND s.ended_at IS NULL)`,
    ...params,
    counts ? 1 : 0,
    id,
    session.id,
    session.secretHash,
  )
}

/**
 * Takes the account's own factor away, and no other's (T15); the last one only if its person said so (`isSure`), and
 * never the last way in that does not hang on the plan's provider. An app's secret goes with it. `at` in ms UTC.
 */
export function factorRemoved(
  kind: Strong,
  whose: { account: number; id: string; isSure: boolean },
  at: number,
  policy: Policy,
): Prepared<never> {
  const { params, counts } = counting(kind, policy)
  return prepared(
    `UPDATE ${tables[kind]} AS x SET removed_at = ?3${kind === 'app' ? ", sealed = '', sealed_by = ''" : ''}
     WHERE x.public_id = ?4 AND x.account_id = ?5 AND x.removed_at IS NULL
       AND (?6 OR NOT ${isLast(kind)}) AND NOT ${isBreakGlass(kind)}`,
    ...params,
    at,
    whose.id,
    whose.account,
    whose.isSure || !counts ? 1 : 0,
  )
}
