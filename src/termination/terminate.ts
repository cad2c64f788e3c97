/** Ends an account with its access to every office (III.M.2, III.M.3). */
import type { Change } from '../accounts/account.ts'
import { transition } from '../accounts/transition.ts'
import type { Config } from '../config.ts'
import { dispatch, postIfChanged } from '../mail/outbox.ts'
import type { Day } from '../policy/calendar.ts'
import { revokeAccess } from './revoke-access.ts'
import type { Revoked } from './termination.ts'

/**
 * Ends the account today, the employment having ended on `changedOn`, and tells the owner. The memberships that are left
 * are revoked first, each with its dates and, where it is late, its report: whoever ends the account again after a fault
 * in between finds it open still. Answers false if it was ended before.
 */
export async function terminate(
  means: { env: Pick<Env, 'DB' | 'MAIL'>; config: Config; today: Day },
  { account, memberships }: { account: number; memberships: readonly Revoked[] },
  changedOn: Day,
  change: Change,
): Promise<boolean> {
  const revocation = { kind: 'ended', changedOn, reason: change.reason ?? null } as const
  // One that somebody else ended meanwhile is ended all the same.
  for (const membership of memberships) await revokeAccess(means, membership, revocation, change)
  const { env, config } = means
  const told = { name: 'account-closed', how: 'terminated' } as const
  const mail = await postIfChanged({ ...told, to: { account }, channel: 'email' }, change.at, config.sealKeys)
  const changed = await transition(env.DB, account, { to: 'terminated', clause: 'III.M.2' }, change, [mail.statement])
  if (changed) await dispatch(env.MAIL, [mail])
  return changed
}
