/** What the office says of its users on the telephone is decided on its administrators' behalf (III.H.4). */
import type { Change } from '../../../accounts/account.ts'
import type { Config } from '../../../config.ts'
import { batch, type Prepared } from '../../../db/client.ts'
import type { Day } from '../../../policy/calendar.ts'
import { revokeAccess } from '../../../termination/revoke-access.ts'
import { decisionKept } from '../../cards/store.ts'
import type { CardDecision, OpenVerification } from '../../verification.ts'

type Means = { env: Pick<Env, 'DB' | 'MAIL'>; config: Config; today: Day }

/** A user (the membership's row and the account's) who stays, or has left: `leftOn` is the last day of employment. */
export type Said = { user: { row: number; account: number }; leftOn: Day | null }

/** Keeps each decision; the access of whoever left ends with it (III.M.3). Somebody whose access ended meanwhile stays as they are. */
export async function decideForOffice(
  means: Means,
  verification: OpenVerification,
  said: readonly Said[],
  change: Change & { by: number },
): Promise<void> {
  const card = (user: Said['user'], decision: CardDecision): Prepared<never>[] =>
    decisionKept(verification, user, decision, change, 'III.H.4')
  const kept = said.filter(({ leftOn }) => leftOn === null).flatMap(({ user }) => card(user, 'kept'))
  if (kept.length > 0) await batch(means.env.DB, kept)
  for (const { user, leftOn } of said) {
    if (leftOn === null) continue
    await revokeAccess(
      means,
      { membership: user.row, account: user.account, office: verification.office },
      { kind: 'ended', changedOn: leftOn, reason: null },
      change,
      card(user, 'left'),
    )
  }
}
