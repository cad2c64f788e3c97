/** Gives a person's access through an office back that was disabled, or not verified in time (III.M.2, III.H.5). */
import type { Change } from '../accounts/account.ts'
import { recordedOrNothing, tookBack } from '../audit/statement.ts'
import type { Config } from '../config.ts'
import { batch } from '../db/client.ts'
import { dispatch, post } from '../mail/outbox.ts'
import type { Day } from '../policy/calendar.ts'
import { membershipChangeKept } from '../termination/store.ts'
import { membershipReinstated } from './store.ts'

/** A membership that is closed (rows of D1), and for what. */
export type ClosedMembership = {
  membership: number
  account: number
  office: number
  officeName: string
  was: 'unverified' | 'disabled'
}

/** Brings it back from the state that the decider saw, and tells the owner. Answers false if it is in another one by now. */
export async function reinstateMembership(
  { env, config, today }: { env: Pick<Env, 'DB' | 'MAIL'>; config: Config; today: Day },
  { membership, account, office, officeName, was }: ClosedMembership,
  { at, by, reason = null, ...from }: Change,
): Promise<boolean> {
  const told = { name: 'access-reinstated', office: officeName } as const
  const mail = await post({ ...told, to: { account }, channel: 'email' }, at, config.sealKeys)
  const clause = was === 'unverified' ? 'III.H.5' : 'III.M.2'
  try {
    await batch(env.DB, [
      membershipReinstated(membership, was, today),
      recordedOrNothing({
        name: 'membership.changed',
        at,
        account: by,
        office,
        subject: account,
        clause,
        detail: { to: 'active' },
        ...from,
      }),
      membershipChangeKept({ membership, account, office }, { before: was, after: 'active', reason }, at, by),
      mail.statement,
    ])
  } catch (failure) {
    if (!tookBack(failure)) throw failure
    return false
  }
  await dispatch(env.MAIL, [mail])
  return true
}
