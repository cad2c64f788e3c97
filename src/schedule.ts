/** DOOR 2: everything that happens without a person: each hour, and for each message of a queue. */
import { remind } from './approval/job.ts'
import { recorded } from './audit/statement.ts'
import { takeLists } from './audit/job.ts'
import { instant } from './clock.ts'
import { readConfig } from './config.ts'
import { batch } from './db/client.ts'
import { kindOf } from './errors.ts'
import { forgetExpired } from './kept-forms/job.ts'
import { deliver, putOff } from './mail/deliver.ts'
import type { MailTicket } from './mail/outbox.ts'
import { sweep } from './mail/sweep.ts'
import { warnOfEnd } from './passwords/job.ts'
import { forgetRegistrations } from './registration/job.ts'
import { inviteFirst } from './staff/job.ts'
import { promptForTraining } from './training/job.ts'

/** The hourly run. Access never depends on it (T14). */
export async function hourly(env: Env): Promise<void> {
  const now = instant()
  const jobs: [job: string, run: () => Promise<number>][] = [
    ['mail.sweep', () => sweep(env.DB, env.MAIL, now)],
    ['passwords.warned', () => warnOfEnd(env, readConfig(env), now)],
    ['kept_forms.forgotten', () => forgetExpired(env.DB, now)],
    ['audit.lists', () => takeLists(env.DB)],
    ['approval.reminders', () => remind({ env, config: readConfig(env), now })],
    ['registration.forgetting', () => forgetRegistrations(env.DB, readConfig(env), now)],
    ['staff.first', () => inviteFirst(env, readConfig(env), now)],
    ['training.prompts', () => promptForTraining(env, readConfig(env), now)],
  ]
  // One job's failure keeps no other from running; it is told and tried again within the hour.
  const runs = await Promise.allSettled(jobs.map(([, run]) => run()))
  await batch(
    env.DB,
    runs.map((run, place) => {
      const done = run.status === 'fulfilled' ? run.value : 0
      const failed = run.status === 'fulfilled' ? 0 : 1
      return recorded({ name: 'job.ran', at: now.getTime(), detail: { job: jobs[place]?.[0] ?? '', done, failed } })
    }),
  )
  for (const run of runs) if (run.status === 'rejected') throw run.reason
}

/** A batch of a queue: mail to deliver, or mail that was tried as often as the queue does. */
export async function consume(messages: MessageBatch<MailTicket>, env: Env): Promise<void> {
  const now = instant()
  // Side by side: one provider that hangs must not make the next letter's passcode late.
  await Promise.all(messages.messages.map((message) => consumeOne(message, messages.queue, env, now)))
}

async function consumeOne(message: Message<MailTicket>, queue: string, env: Env, now: Date): Promise<void> {
  // A provider's own words may hold the address or the code: only the kind of failure is logged (T29).
  const tell = (what: Record<string, string>) =>
    console.error(JSON.stringify({ level: 'error', queue, message: message.id, ...what }))
  try {
    const id: unknown = (message.body as Partial<MailTicket> | null)?.id
    if (typeof id !== 'string') {
      // No ticket of ours: it would never be one.
      tell({ error: 'no-ticket' })
      return message.ack()
    }
    if (queue.endsWith('-dead')) {
      await putOff(id, env, now)
      return message.ack()
    }
    const delivery = await deliver(id, env, now)
    if (delivery.done) return message.ack()
    if (delivery.seen) tell({ mail: id, provider: delivery.seen })
    message.retry({ delaySeconds: delivery.againInSeconds })
  } catch (failure) {
    tell({ error: kindOf(failure) })
    message.retry()
  }
}
