/** Ends, disables or limits a person's access through one office, whoever asks for it (III.M.2, III.M.3). */
import type { Change } from '../accounts/account.ts'
import { sessionsEnded } from '../accounts/store.ts'
import { recordedForEndedSessions, recordedIfChanged, recordedOrNothing, tookBack } from '../audit/statement.ts'
import type { Config } from '../config.ts'
import { batch, type Prepared } from '../db/client.ts'
import { newId } from '../ids.ts'
import { dispatch, post } from '../mail/outbox.ts'
import type { Day } from '../policy/calendar.ts'
import { done, refused, type Result } from '../result.ts'
import { decideBy, isLate, revokedOn } from './rules.ts'
import { eBusiness, membershipChangeKept, membershipDisabled, membershipEnded, revocationKept } from './store.ts'
import type { Revocation, Revoked } from './termination.ts'

type Means = { env: Pick<Env, 'DB' | 'MAIL'>; config: Config; today: Day }

/**
 * Revokes the access on `today`, with whatever `also` belongs to it: for 'limited' the statements that replace the roles, of
 * which the first has to change a row. What is later than the policy allows becomes a report, and e-business is told.
 * Refused as 'changed-meanwhile' if it was revoked before, or whoever does it may not any more.
 */
export async function revokeAccess(
  { env, config, today }: Means,
  whose: Revoked,
  revocation: Revocation,
  change: Change,
  also: readonly Prepared<never>[] = [],
): Promise<Result<{ id: string; revokedOn: Day; late: boolean }, 'changed-meanwhile'>> {
  const { policy, holidays, sealKeys } = config
  const { at, by, reason: _reason, ...from } = change
  const { kind, changedOn, reason } = revocation
  const on = kind === 'ended' ? revokedOn(changedOn, today) : today
  const late = isLate(changedOn, on, policy, holidays)
  const id = newId('revocation')
  const staff = late ? (await batch(env.DB, [eBusiness])).rows[0] : []
  const mails = await Promise.all(
    staff.map(({ account }) =>
      post({ name: 'late-revocation', report: id, to: { account }, channel: 'email' }, at, sealKeys),
    ),
  )
  const event = { at, account: by, office: whose.office, subject: whose.account, ...from }
  const changed =
    kind === 'ended'
      ? [membershipEnded(whose.membership, on, by, today)]
      : kind === 'disabled'
        ? [membershipDisabled(whose.membership, at, by, today)]
        : also
  try {
    await batch(env.DB, [
      ...changed.slice(0, 1),
      recordedOrNothing({
        ...event,
        name: 'membership.changed',
        clause: kind === 'limited' ? 'III.M.3' : 'III.M.2',
        record: id,
        detail: { to: kind, changedOn, revokedOn: on },
      }),
      ...changed.slice(1),
      ...(kind === 'limited' ? [] : also),
      revocationKept(whose, revocation, {
        id,
        revokedOn: on,
        decideBy: late ? decideBy(today, policy, holidays) : null,
        at,
        by,
      }),
      membershipChangeKept(whose, { before: kind === 'disabled' ? 'active' : null, after: kind, reason }, at, by),
      ...(late ? [recordedIfChanged({ ...event, name: 'revocation.reported', clause: 'III.M.3', record: id })] : []),
      // Fewer roles are obeyed at the next page; no access at all ends what is open.
      ...(kind !== 'limited' && on <= today
        ? [
            sessionsEnded({ membership: whose.membership }, at, 'revoked'),
            recordedForEndedSessions({ membership: whose.membership }, at, 'revoked', from),
          ]
        : []),
      ...mails.map(({ statement }) => statement),
    ])
  } catch (failure) {
    if (!tookBack(failure)) throw failure
    return refused('changed-meanwhile')
  }
  await dispatch(env.MAIL, mails)
  return done({ id, revokedOn: on, late })
}
