/** Disconnects an identity provider's sign-in from an account, as its person wishes (requirements, section 13). */
import type { Guard, Origin } from '../../../account-guard/guard.ts'
import { recordedForEndedSessions, recordedIfChanged } from '../../../audit/statement.ts'
import { batch } from '../../../db/client.ts'
import { dispatch, postIfChanged } from '../../../mail/outbox.ts'
import type { SealKeys } from '../../../seal.ts'
import { identityUnlinked, sessionsThroughEnded } from './store.ts'

/** Why the sessions ended, as their rows and the log say it. */
const WHY = 'unlinked'

/**
 * Unlinks the identity (its row) from the account of whoever acts: the sessions through its provider end in the same batch
 * (T13), and the owner is told. Answers false if it is not theirs, not linked any more, or the one of a managed account.
 */
export async function unlink(
  { env, guard, sealKeys }: { env: Pick<Env, 'DB' | 'MAIL'>; guard: Guard; sealKeys: SealKeys },
  identity: number,
  by: Origin & { account: number; session: number },
): Promise<boolean> {
  const { account, at, ip, request } = by
  const told = { name: 'sign-in-changed', what: 'identity-unlinked' } as const
  const mail = await postIfChanged({ ...told, to: { account }, channel: 'email' }, at, sealKeys)
  const { rows, changes } = await batch(env.DB, [
    identityUnlinked(account, identity, at),
    recordedIfChanged({ ...by, name: 'identity.unlinked', subject: account, clause: 'III.E.1', detail: { identity } }),
    mail.statement,
    sessionsThroughEnded(account, identity, at, WHY),
    recordedForEndedSessions({ account }, at, WHY, { ip, request }),
  ])
  if (changes[0] !== 1) return false
  await Promise.all([dispatch(env.MAIL, [mail]), ...rows[3].map(({ id }) => guard.forget(id))])
  return true
}
