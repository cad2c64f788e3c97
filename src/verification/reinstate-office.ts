/** e-business gives a suspended office its access back, once its users were verified for it (III.H.5). */
import type { Change } from '../accounts/account.ts'
import { recordedForSubjects, recordedOrNothing, tookBack } from '../audit/statement.ts'
import type { Config } from '../config.ts'
import { batch } from '../db/client.ts'
import { dispatch, post } from '../mail/outbox.ts'
import { nextDueOn } from '../offices/verification/rules.ts'
import { nextVerification } from '../offices/verification/store.ts'
import type { Day } from '../policy/calendar.ts'
import { done, refused, type Result } from '../result.ts'
import { recipientsOf } from './course/rules.ts'
import {
  officeMail,
  officeOpened,
  reinstatedAfter,
  verifiedAccounts,
  verifiedChangesKept,
  verifiedOpened,
} from './plan/one/store.ts'

type Means = { env: Pick<Env, 'DB' | 'MAIL'>; config: Config; today: Day }

/**
 * Opens the office and whoever was verified, for the reason given; whoever was not stays out. Its users are verified next on
 * the next 45th day. Refused as 'changed-meanwhile' if the verification isn't complete, the office is open, or it has ended.
 */
export async function reinstateOffice(
  { env, config, today }: Means,
  verification: { row: number; id: string; office: number; accessOn: Day; dueOn: Day },
  change: Change & { by: number; reason: string },
): Promise<Result<'reinstated', 'changed-meanwhile'>> {
  const { row, id, office, accessOn, dueOn } = verification
  const { at, by, reason, ...from } = change
  const [facts] = (await batch(env.DB, [officeMail(office, today)])).rows[0]
  const { name, ...reached } = facts!
  const mails = await Promise.all(
    recipientsOf(reached).map((to) =>
      post(
        { name: 'office-reinstated', office: name, toManager: !('account' in to), to, channel: 'email' },
        at,
        config.sealKeys,
      ),
    ),
  )
  const event = { at, account: by, office, clause: 'III.H.5', record: id, ...from }
  try {
    await batch(env.DB, [
      reinstatedAfter(row, at, by, reason, today),
      recordedOrNothing({ ...event, name: 'office.reinstated', detail: { dueOn } }),
      officeOpened(office),
      recordedForSubjects({ ...event, name: 'membership.changed', detail: { to: 'active' } }, verifiedAccounts(row)),
      verifiedChangesKept(row, at, by, reason),
      verifiedOpened(row),
      nextVerification(office, nextDueOn(accessOn, today, config.policy)),
      ...mails.map(({ statement }) => statement),
    ])
  } catch (failure) {
    if (!tookBack(failure)) throw failure
    return refused('changed-meanwhile')
  }
  await dispatch(env.MAIL, mails)
  return done('reinstated')
}
