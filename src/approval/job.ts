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
  let told = 0
  for (const { office, name, waiting, loas } of rows[0]) {
    const change = [
      reminded(office, waitsSince, at),
      recordedOrNothing({ name: 'request.reminded', at, office, clause: 'III.B.1', detail: { requests: waiting } }),
    ] as const
    const message = { name: 'requests-still-waiting', office: name, days: policy.APPROVER_REMINDED_AFTER } as const
    if (await tell({ env, config, now }, change, JSON.parse(loas) as number[], message)) told += waiting
  }
  for (const { waiting, staff } of rows[1]) {
    const change = [
      planAlerted(waitsLong, at),
      recordedOrNothing({ name: 'request.alerted', at, clause: 'III.B.2', detail: { requests: waiting } }),
    ] as const
    const message = { name: 'requests-waiting-long', days: policy.PLAN_ALERTED_AFTER } as const
    if (await tell({ env, config, now }, change, JSON.parse(staff) as number[], message)) told += waiting
  }
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
