/** Gives an account back that a person suspended, disabled or ended (III.K.8, III.M.2). */
import type { Change, Status } from '../accounts/account.ts'
import { transition } from '../accounts/transition.ts'
import type { Config } from '../config.ts'
import { dispatch, postIfChanged } from '../mail/outbox.ts'

type Reinstated = { account: number; asksAnew: boolean } & (
  | { was: Exclude<Status, 'active'>; to: 'active' }
  | { was: 'terminated'; to: 'suspended' | 'disabled' }
)

/**
 * Brings the account back from the state that the decider saw, and from no other: to `active`, or, if it was suspended or
 * disabled when it ended, to that. The owner of an open one is told, `asksAnew` being whether its access to offices has
 * ended meanwhile. Answers false if the account is in another state by now.
 */
export async function reinstate(
  { env, config }: { env: Pick<Env, 'DB' | 'MAIL'>; config: Config },
  { account, asksAnew, ...way }: Reinstated,
  change: Change,
): Promise<boolean> {
  if (way.to !== 'active') return transition(env.DB, account, { ...way, clause: 'III.M.2' }, change)
  const told = { name: 'account-reinstated', asksAnew } as const
  const mail = await postIfChanged({ ...told, to: { account }, channel: 'email' }, change.at, config.sealKeys)
  const clause = way.was === 'suspended' ? 'III.K.8' : 'III.M.2'
  const changed = await transition(env.DB, account, { ...way, clause }, change, [mail.statement])
  if (changed) await dispatch(env.MAIL, [mail])
  return changed
}
