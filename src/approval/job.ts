/** Requests that wait: the office's administrators are reminded, then the plan is alerted; each once (III.B.1, III.B.2). */
import { recordedOrNothing, tookBack } from '../audit/statement.ts'
import { batch, type Prepared } from '../db/client.ts'
import { kindOf } from '../errors.ts'
import type { Told } from '../mail/messages.ts'
import { dispatch, post } from '../mail/outbox.ts'
import type { Job, Means, Ran } from '../runs/means.ts'
import { officesToRemind, planAlerted, planToAlert, reminded } from './reminders/store.ts'
import { sentBefore } from './rules.ts'

/** Offices in one look. */
const AT_ONCE = 200

/** Tells of what waits too long; what it does is counted in requests. Run twice or days late, it tells each of them once. */
export const remind: Job = async (means) => {
  const { env, config, now, today } = means
  const { policy, zone } = config
  const at = now.getTime()
  const waitsSince = sentBefore(today, policy.APPROVER_REMINDED_AFTER, zone)
  const waitsLong = sentBefore(today, policy.PLAN_ALERTED_AFTER, zone)
  const { rows } = await batch(env.DB, [
    officesToRemind(waitsSince, today, means.cursor, AT_ONCE),
    planToAlert(waitsLong),
  ])
  const reminders = rows[0].map(({ office, name, waiting, loas }) => ({
    office,
    waiting,
    accounts: JSON.parse(loas) as number[],
    message: { name: 'requests-still-waiting', office: name, days: policy.APPROVER_REMINDED_AFTER } as const,
    change: [
      reminded(office, waitsSince, at),
      recordedOrNothing({ name: 'request.reminded', at, office, clause: 'III.B.1', detail: { requests: waiting } }),
    ],
  }))
  const alerts = rows[1].map(({ waiting, staff }) => ({
    office: null,
    waiting,
    accounts: JSON.parse(staff) as number[],
    message: { name: 'requests-waiting-long', days: policy.PLAN_ALERTED_AFTER } as const,
    change: [
      planAlerted(waitsLong, at),
      recordedOrNothing({ name: 'request.alerted', at, clause: 'III.B.2', detail: { requests: waiting } }),
    ],
  }))
  const ran: Ran & { failed: number } = { done: 0, failed: 0 }
  let cursor = means.cursor
  for (const { office, waiting, change, accounts, message } of [...reminders, ...alerts]) {
    if (means.room() < change.length + accounts.length) return { ...ran, more: true, cursor }
    try {
      if (await tell(means, change, accounts, message)) ran.done += waiting
    } catch (failure) {
      // One office's failure keeps no other from being reminded; the next hour's run tries it again.
      ran.failed += 1
      ran.error = kindOf(failure)
    }
    cursor = office ?? cursor
  }
  return reminders.length === AT_ONCE ? { ...ran, more: true, cursor } : ran
}

/** Marks and mails in one batch; false if another run did it meanwhile. */
async function tell(
  { env, config, now }: Pick<Means, 'env' | 'config' | 'now'>,
  change: readonly Prepared<never>[],
  accounts: readonly number[],
  message: Told,
): Promise<boolean> {
  const mails = await Promise.all(
    accounts.map((account) => post({ ...message, to: { account }, channel: 'email' }, now.getTime(), config.sealKeys)),
  )
  try {
    await batch(env.DB, [...change, ...mails.map(({ statement }) => statement)])
  } catch (failure) {
    if (!tookBack(failure)) throw failure
    return false
  }
  await dispatch(env.MAIL, mails)
  return true
}
