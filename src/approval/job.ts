/** Requests that wait: the office's administrators are reminded, then the plan is alerted; each once (III.B.1, III.B.2). */
import { recordedOrNothing, tookBack } from '../audit/statement.ts'
import type { Config } from '../config.ts'
import { batch, type Prepared } from '../db/client.ts'
import type { Told } from '../mail/messages.ts'
import { dispatch, post } from '../mail/outbox.ts'
import { dayOf } from '../policy/calendar.ts'
import { officesToRemind, planAlerted, planToAlert, reminded } from './reminders/store.ts'
import { sentBefore } from './rules.ts'

type Means = { env: Pick<Env, 'DB' | 'MAIL'>; config: Config; now: Date }

/** Tells of what waits too long; answers how many requests. Run twice or days late, it tells each of them once. */
export async function remind({ env, config, now }: Means): Promise<number> {
  const { policy, zone } = config
  const today = dayOf(now, zone)
  const at = now.getTime()
  const waitsSince = sentBefore(today, policy.APPROVER_REMINDED_AFTER, zone)
  const waitsLong = sentBefore(today, policy.PLAN_ALERTED_AFTER, zone)
  const { rows } = await batch(env.DB, [officesToRemind(waitsSince, today), planToAlert(waitsLong)])
  const reminders = rows[0].map(({ office, name, waiting, loas }) => ({
    waiting,
    accounts: JSON.parse(loas) as number[],
    message: { name: 'requests-still-waiting', office: name, days: policy.APPROVER_REMINDED_AFTER } as const,
    change: [
      reminded(office, waitsSince, at),
      recordedOrNothing({ name: 'request.reminded', at, office, clause: 'III.B.1', detail: { requests: waiting } }),
    ],
  }))
  const alerts = rows[1].map(({ waiting, staff }) => ({
    waiting,
    accounts: JSON.parse(staff) as number[],
    message: { name: 'requests-waiting-long', days: policy.PLAN_ALERTED_AFTER } as const,
    change: [
      planAlerted(waitsLong, at),
      recordedOrNothing({ name: 'request.alerted', at, clause: 'III.B.2', detail: { requests: waiting } }),
    ],
  }))
  let told = 0
  const failures: unknown[] = []
  for (const { waiting, change, accounts, message } of [...reminders, ...alerts]) {
    try {
      if (await tell({ env, config, now }, change, accounts, message)) told += waiting
    } catch (failure) {
      // One office's failure keeps no other from being reminded; the run fails with it, and is made again within the hour.
      failures.push(failure)
    }
  }
  if (failures.length > 0) throw failures[0]
  return told
}

/** Marks and mails in one batch; false if another run did it meanwhile. */
async function tell(
  { env, config, now }: Means,
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
