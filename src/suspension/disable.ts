/** Disables an account until somebody opens it again (III.M.2). */
import type { Change } from '../accounts/account.ts'
import { transition } from '../accounts/transition.ts'
import type { Config } from '../config.ts'
import { dispatch, postIfChanged } from '../mail/outbox.ts'

/** Closes the account from the instant of the change on, and tells the owner. Answers false if it was not active. */
export async function disable(
  { env, config }: { env: Pick<Env, 'DB' | 'MAIL'>; config: Config },
  account: number,
  change: Change,
): Promise<boolean> {
  const told = { name: 'account-closed', how: 'disabled' } as const
  const mail = await postIfChanged({ ...told, to: { account }, channel: 'email' }, change.at, config.sealKeys)
  const changed = await transition(env.DB, account, { to: 'disabled', clause: 'III.M.2' }, change, [mail.statement])
  if (changed) await dispatch(env.MAIL, [mail])
  return changed
}
