/** Provider relations completes a verification on the administrators' behalf, after speaking with the office (III.H.4). */
import type { Change } from '../../../accounts/account.ts'
import type { Config } from '../../../config.ts'
import { batch } from '../../../db/client.ts'
import { dispatch, post } from '../../../mail/outbox.ts'
import { courseOf } from '../../../offices/verification/rules.ts'
import type { Day } from '../../../policy/calendar.ts'
import type { Result } from '../../../result.ts'
import { eBusiness } from '../../../termination/store.ts'
import { complete } from '../../complete.ts'
import type { OpenVerification, Spoken } from '../../verification.ts'

type Means = { env: Pick<Env, 'DB' | 'MAIL'>; config: Config; today: Day }

/** Completes it; who is undecided loses access. Of an office that is suspended, e-business is told: it gives the access back (III.H.5). */
export async function completeForOffice(
  { env, config, today }: Means,
  verification: OpenVerification,
  spoken: Spoken,
  change: Change & { by: number },
): Promise<Result<'completed', 'changed-meanwhile'>> {
  const { policy, zone, sealKeys } = config
  const { accessOn, dueOn: verifyDueOn, promptReceivedOn, suspendedAt } = verification
  const course = courseOf({ accessOn, verifyDueOn, promptReceivedOn }, today, policy)
  const isSuspended = suspendedAt !== null || course?.phase === 'suspended'
  const staff = isSuspended ? (await batch(env.DB, [eBusiness])).rows[0] : []
  const mails = await Promise.all(
    staff.map(({ account }) =>
      post(
        { name: 'office-to-reinstate', verification: verification.id, to: { account }, channel: 'email' },
        change.at,
        sealKeys,
      ),
    ),
  )
  const also = mails.map(({ statement }) => statement)
  const outcome = await complete(
    env.DB,
    verification,
    { byOnlyLoa: false, spoken },
    change,
    { today, zone, policy },
    also,
  )
  if (outcome.ok) await dispatch(env.MAIL, mails)
  return outcome
}
