/** DOOR 2: everything that happens without a person: each hour, and for each message of a queue. */
import { remind } from './approval/job.ts'
import { takeLists } from './audit/job.ts'
import { instant } from './clock.ts'
import { readConfig } from './config.ts'
import { kindOf } from './errors.ts'
import { forgetExpired } from './kept-forms/job.ts'
import { deliver, putOff } from './mail/deliver.ts'
import type { MailTicket } from './mail/outbox.ts'
import { sweep } from './mail/sweep.ts'
import { warnOfEnd } from './passwords/job.ts'
import { forgetRegistrations } from './registration/job.ts'
import type { Job, JobTicket, Means } from './runs/means.ts'
import { runJobs } from './runs/run-jobs.ts'
import { inviteFirst } from './staff/job.ts'
import { endDueAccess } from './termination/job.ts'
import { promptForTraining } from './training/job.ts'

/** A job that answers how many things it did, and is short. */
const short =
  (run: (means: Means) => Promise<number>): Job =>
  async (means) => ({ done: await run(means) })

/** Everything that is done each hour, in this order. Access never depends on it (T14). */
const jobs: readonly (readonly [name: string, job: Job])[] = [
  ['mail.sweep', short(({ env, now }) => sweep(env.DB, env.MAIL, now))],
  ['passwords.warned', short(({ env, config, now }) => warnOfEnd(env, config, now))],
  ['kept_forms.forgotten', short(({ env, now }) => forgetExpired(env.DB, now))],
  ['audit.lists', short(({ env }) => takeLists(env.DB))],
  ['approval.reminders', short(remind)],
  ['registration.forgetting', short(({ env, config, now }) => forgetRegistrations(env.DB, config, now))],
  ['staff.first', short(({ env, config, now }) => inviteFirst(env, config, now))],
  ['termination.due', endDueAccess],
  ['training.prompts', short(({ env, config, now }) => promptForTraining(env, config, now))],
]

/** The hourly run. Throws once everything ran, if something failed, so that the platform shows it. */
export async function hourly(env: Env): Promise<void> {
  if (await runAndTell(jobs, env)) throw new Error('job-failed')
}

/** Runs the jobs and tells the log what failed; answers whether something did. */
async function runAndTell(chosen: typeof jobs, env: Env): Promise<boolean> {
  const failures = await runJobs(chosen, env, readConfig(env), instant)
  for (const failure of failures) console.error(JSON.stringify({ level: 'error', ...failure }))
  return failures.length > 0
}

/** A batch of a queue: jobs to go on with, mail to deliver, or mail that was tried as often as the queue does. */
export async function consume(messages: MessageBatch<MailTicket | JobTicket>, env: Env): Promise<void> {
  if (messages.queue.endsWith('-jobs')) {
    for (const message of messages.messages) await goOn(message as Message<JobTicket>, env)
    return
  }
  const now = instant()
  // Side by side: one provider that hangs must not make the next letter's passcode late.
  await Promise.all(
    messages.messages.map((message) => consumeOne(message as Message<MailTicket>, messages.queue, env, now)),
  )
}

/** Goes on with the jobs of the ticket. Taken in any case: what fails is tried again within the hour. */
async function goOn(message: Message<JobTicket>, env: Env): Promise<void> {
  message.ack()
  const named: unknown = (message.body as Partial<JobTicket> | null)?.jobs
  const chosen = jobs.filter(([name]) => Array.isArray(named) && named.includes(name))
  await runAndTell(chosen, env)
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
