/** Gives an account back that a person suspended, disabled or ended (III.K.8, III.M.2). */
import type { Change, Status } from '../accounts/account.ts'
import { transition } from '../accounts/transition.ts'
import type { Config } from '../config.ts'
import { dispatch, postIfChanged } from '../mail/outbox.ts'

/**
 * Brings the account back from the state that the decider saw, and from no other; the owner is told, `asksAnew` being
 * whether its access to offices has ended meanwhile. Answers false if the account is in another state by now.
 */
export async function reinstate(
  { env, config }: { env: Pick<Env, 'DB' | 'MAIL'>; config: Config },
  { account, was, asksAnew }: { account: number; was: Exclude<Status, 'active'>; asksAnew: boolean },
  change: Change,
): Promise<boolean> {
  const told = { name: 'account-reinstated', asksAnew } as const
  const mail = await postIfChanged({ ...told, to: { account }, channel: 'email' }, change.at, config.sealKeys)
  const clause = was === 'suspended' ? 'III.K.8' : 'III.M.2'
  const changed = await transition(env.DB, account, { to: 'active', was, clause }, change, [mail.statement])
  if (changed) await dispatch(env.MAIL, [mail])
  return changed
}
