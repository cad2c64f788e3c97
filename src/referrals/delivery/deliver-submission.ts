/** From the queue to the core system: a submission becomes a request for prior authorization, then its files go after it. */
import { recordedIfChanged } from '../../audit/statement.ts'
import type { Config, CoreSystem } from '../../config.ts'
import { batch } from '../../db/client.ts'
import type { Submission } from '../submission.ts'
import { postResource } from './core-system.ts'
import type { CoverageFacts, Delivery, File, Outcome, Telling } from './delivery.ts'
import { bundleOf, documentOf, outcomeOf, waitSeconds } from './rules.ts'
import {
  completedIfWhole, coverageFor, fileTaken, filesLeft, givenUp, held, postponed, referralTaken, type Waiting, waitingOf,
} from './store.ts' // prettier-ignore

/** What a delivery works with. */
export type DeliveryMeans = { env: Pick<Env, 'DB' | 'ATTACHMENTS'>; config: Pick<Config, 'core'>; now: Date }

const done: Delivery = { done: true }
const taken: Outcome = { is: 'taken' }

/**
 * Tries to deliver the submission of that confirmation number. A doubled or late ticket does nothing; without a core
 * system the submission waits for the sweep. Throws if the database fails, so that the queue asks again.
 */
export async function deliverSubmission(confirmation: string, means: DeliveryMeans): Promise<Delivery> {
  const { env, now } = means
  const { core } = means.config
  if (!core) return done
  const at = now.getTime()
  const { rows, changes } = await batch(env.DB, [
    held(confirmation, at),
    waitingOf(confirmation),
    filesLeft(confirmation),
    coverageFor(confirmation),
  ])
  const [, [waiting], files, [coverage]] = rows
  if (!waiting) return done
  if (changes[0] !== 1)
    return { done: false, againInSeconds: Math.max(1, Math.ceil(((waiting.nextAt ?? at) - at) / 1000)) }
  const outcome = await attempt(waiting, files, coverage ?? null, core, means)
  switch (outcome.is) {
    case 'taken':
      return done
    case 'refused':
      return giveUp(waiting, outcome.seen, means)
    case 'later': {
      const wait = waitSeconds(waiting.tries, outcome.afterSeconds ?? null)
      await batch(env.DB, [postponed(confirmation, at + wait * 1000, outcome.seen)])
      return { done: false, againInSeconds: wait, seen: outcome.seen }
    }
    default:
      return outcome satisfies never
  }
}

/** The referral where it is still to be sent, then its files, one at a time: they are held in memory whole. */
async function attempt(
  waiting: Waiting,
  files: readonly File[],
  coverage: CoverageFacts | null,
  core: CoreSystem,
  means: DeliveryMeans,
): Promise<Outcome> {
  const { confirmation, draft, office } = waiting
  const telling = tellingOf(waiting, coverage, core)
  if (!telling) return { is: 'refused', seen: 'broken' }
  const at = means.now.getTime()
  const answered = async (
    path: string,
    key: string,
    resource: Parameters<typeof postResource>[3],
  ): Promise<Outcome> => {
    const answer = await postResource(core, path, key, resource)
    if ('failed' in answer) return { is: 'later', seen: answer.failed }
    return outcomeOf(answer.status, answer.type, answer.retryAfter, at)
  }
  const { DB, ATTACHMENTS } = means.env
  if (waiting.deliveredAt === null) {
    const outcome = await answered('/Claim/$submit', confirmation, bundleOf(telling))
    if (outcome.is !== 'taken') return outcome
    await batch(DB, [
      referralTaken(confirmation, at),
      recordedIfChanged({ name: 'referral.delivered', at, office, record: draft }),
      completedIfWhole(confirmation, at),
    ])
  }
  for (const file of files) {
    const kept = await ATTACHMENTS.get(file.id)
    if (!kept) return { is: 'refused', seen: 'file-missing' }
    const data = Buffer.from(await kept.arrayBuffer()).toString('base64')
    const outcome = await answered('/DocumentReference', file.id, documentOf(telling, file, data))
    if (outcome.is !== 'taken') return outcome
    await batch(DB, [
      fileTaken(file.id, at),
      recordedIfChanged({ name: 'referral.delivered', at, office, record: file.id }),
      completedIfWhole(confirmation, at),
    ])
  }
  // Given up by another ticket in the middle of its last thing, and sent again: nothing is left that would end it.
  await batch(DB, [completedIfWhole(confirmation, at)])
  return taken
}

/** What there is to tell; null when what was kept cannot be read, which no other try would change. */
function tellingOf({ content, ...rest }: Waiting, coverage: CoverageFacts | null, { url }: CoreSystem): Telling | null {
  const { confirmation, submittedAt } = rest
  try {
    const telling = { base: url, confirmation, submittedAt, submission: JSON.parse(content) as Submission, coverage }
    bundleOf(telling)
    return telling
  } catch (failure) {
    if (!(failure instanceof SyntaxError || failure instanceof TypeError)) throw failure
    return null
  }
}

/** The queue has tried as often as it does: staff see to it. */
export async function giveUpSubmission(confirmation: string, means: DeliveryMeans): Promise<void> {
  const { rows } = await batch(means.env.DB, [waitingOf(confirmation)])
  if (rows[0][0]) await giveUp(rows[0][0], null, means)
}

async function giveUp(
  { confirmation, draft, office }: Waiting,
  reason: string | null,
  { env, now }: DeliveryMeans,
): Promise<Delivery> {
  const at = now.getTime()
  await batch(env.DB, [
    givenUp(confirmation, at, reason),
    recordedIfChanged({
      name: 'referral.delivery_failed',
      at,
      office,
      record: draft,
      detail: { reason: reason ?? 'tried-out' },
    }),
  ])
  return { done: true }
}
