/** DOOR 2: everything that happens without a person: each hour, and for each message of a queue. */
import { remind } from './approval/job.ts'
import { takeLists } from './audit/job.ts'
import { tallyDays } from './audit/tally/job.ts'
import { instant } from './clock.ts'
import { readConfig } from './config.ts'
import { warnOfDormancy } from './dormancy/job.ts'
import { kindOf } from './errors.ts'
import { judgeRecords } from './feed/judging/job.ts'
import { watchFeed } from './feed/alarms/job.ts'
import { pullRecords } from './feed/pull/job.ts'
import { forgetChecks } from './eligibility-checks/job.ts'
import { forgetFederation } from './federation/job.ts'
import { renewSeals } from './federation/seals/job.ts'
import { forgetExpired } from './kept-forms/job.ts'
import { deliver, putOff } from './mail/deliver.ts'
import type { MailTicket } from './mail/outbox.ts'
import { sweep } from './mail/sweep.ts'
import { warnOfEnd } from './passwords/job.ts'
import { deliverSubmission, giveUpSubmission } from './referrals/delivery/deliver-submission.ts'
import { sweepDeliveries } from './referrals/delivery/job.ts'
import type { DeliveryTicket } from './referrals/submission.ts'
import { tellOfStatus } from './referrals/told/job.ts'
import { forgetDrafts } from './referrals/drafts/job.ts'
import { forgetRegistrations } from './registration/job.ts'
import { tryDraft } from './restricted-info/dry-run/job.ts'
import { remindOfReview } from './restricted-info/reviews/job.ts'
import type { Job, JobTicket } from './runs/means.ts'
import { runJobs } from './runs/run-jobs.ts'
import { inviteFirst } from './staff/job.ts'
import { endDueAccess } from './termination/job.ts'
import { promptForTraining } from './training/job.ts'
import { verifyOffices } from './verification/job.ts'

/** Everything that is done each hour, in this order. Access never depends on it (T14). */
const jobs: readonly (readonly [name: string, job: Job])[] = [
  ['mail.sweep', sweep],
  ['referrals.sweep', sweepDeliveries],
  // What has consequences comes before what only tells.
  ['verification', verifyOffices],
  ['termination.due', endDueAccess],
  ['staff.first', inviteFirst],
  ['feed.pull', pullRecords],
  ['records.judged', judgeRecords],
  // It compares with what is hidden once everything is judged.
  ['restricted_list.dry_run', tryDraft],
  ['feed.watched', watchFeed],
  ['approval.reminders', remind],
  ['passwords.warned', warnOfEnd],
  ['training.prompts', promptForTraining],
  ['dormancy.warned', warnOfDormancy],
  ['referrals.told', tellOfStatus],
  ['restricted_list.review', remindOfReview],
  // Housekeeping: what is counted, forgotten or sealed anew an hour later is none the worse for it.
  ['audit.lists', takeLists],
  ['audit.tally', tallyDays],
  ['kept_forms.forgotten', forgetExpired],
  ['eligibility.forgotten', forgetChecks],
  ['referral_drafts.forgotten', forgetDrafts],
  ['federation.forgotten', forgetFederation],
  ['registration.forgetting', forgetRegistrations],
  ['seals.renewed', renewSeals],
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

/** A batch of a queue: jobs to go on with; mail or referrals to deliver, or those that were tried as often as the queue does. */
export async function consume(
  messages: MessageBatch<MailTicket | JobTicket | DeliveryTicket>,
  env: Env,
): Promise<void> {
  if (messages.queue.endsWith('-jobs')) {
    return goOn(messages.messages as readonly Message<JobTicket>[], env)
  }
  if (/-referrals(-dead)?$/.test(messages.queue)) {
    // One after the other: each may hold a file in memory.
    for (const message of messages.messages)
      await consumeReferral(message as Message<DeliveryTicket>, messages.queue, env)
    return
  }
  const now = instant()
  // Side by side: one provider that hangs must not make the next letter's passcode late.
  await Promise.all(
    messages.messages.map((message) => consumeOne(message as Message<MailTicket>, messages.queue, env, now)),
  )
}

/** Goes on with the jobs of the tickets, each once. They are taken in any case: what fails is tried again within the hour. */
async function goOn(tickets: readonly Message<JobTicket>[], env: Env): Promise<void> {
  for (const ticket of tickets) ticket.ack()
  const named = new Set<unknown>(
    tickets.flatMap(({ body }) => {
      const names: unknown = (body as Partial<JobTicket> | null)?.jobs
      return Array.isArray(names) ? names : []
    }),
  )
  const chosen = jobs.filter(([name]) => named.has(name))
  if (chosen.length > 0) await runAndTell(chosen, env)
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

/** A submitted referral on its way to the core system. Its number stays out of the log: it is a referral's. */
async function consumeReferral(message: Message<DeliveryTicket>, queue: string, env: Env): Promise<void> {
  const tell = (what: Record<string, string>) =>
    console.error(JSON.stringify({ level: 'error', queue, message: message.id, ...what }))
  try {
    const confirmation: unknown = (message.body as Partial<DeliveryTicket> | null)?.confirmation
    if (typeof confirmation !== 'string') {
      tell({ error: 'no-ticket' })
      return message.ack()
    }
    const means = { env, config: readConfig(env), now: instant() }
    if (queue.endsWith('-dead')) {
      await giveUpSubmission(confirmation, means)
      return message.ack()
    }
    const delivery = await deliverSubmission(confirmation, means)
    if (delivery.done) return message.ack()
    if (delivery.seen) tell({ core: delivery.seen })
    message.retry({ delaySeconds: delivery.againInSeconds })
  } catch (failure) {
    tell({ error: kindOf(failure) })
    message.retry()
  }
}
