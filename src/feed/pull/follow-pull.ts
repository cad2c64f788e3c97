import { recordedIfChanged } from '../../audit/statement.ts'
import { batch } from '../../db/client.ts'
import type { BulkConfig } from '../../feed-config.ts'
import { isSafeFrom } from '../../feed-config.ts'
import type { Means as Run } from '../../runs/means.ts'
import { complete } from '../complete.ts'
import { hiddenCounted } from '../store.ts'
import { type BulkServer, jsonOf } from './connect-bulk.ts'
import type { PullRow, Trouble } from './pull.ts'
import { receiveFile } from './receive-file.ts'
import { exportAddress, isOverdue, patience, readManifest, waitSeconds } from './rules.ts'
import { filesFound, importFailed, nextFile, openPull, pullEnded, pullMoved } from './store.ts'

/** What a step came to: it went on, there was no room for more, it waits so many seconds, or nothing is under way. */
export type Step = 'went-on' | 'no-room' | 'ended' | 'nothing' | { waits: number }

type Means = Pick<Run, 'env' | 'config' | 'now'> & { server: BulkServer; hasRoom: () => boolean; largest: number }

const MOST_TRIES = 8
const SECOND = 1000
const [ACCEPTED, TOO_MANY] = [202, 429]

/** Takes the next step of the export that is under way, each bounded: asking, looking, or storing parts of one file. */
export async function followPull(means: Means, bulk: BulkConfig): Promise<Step> {
  const [pull] = (await batch(means.env.DB, [openPull])).rows[0]
  if (!pull) return 'nothing'
  const left = pull.nextAt - means.now.getTime()
  if (left > 0) return { waits: Math.ceil(left / SECOND) }
  if (pull.state === 'asking') return ask(means, bulk, pull)
  return pull.state === 'waiting' ? look(means, bulk, pull) : take(means, pull)
}

async function ask(means: Means, bulk: BulkConfig, pull: PullRow): Promise<Step> {
  const headers = { Prefer: 'respond-async' }
  const answer = await means.server.ask(exportAddress(bulk, pull.since), { headers, needsToken: true })
  if (!answer.ok) return tryAgain(means, pull, answer.refusal)
  await answer.value.body?.cancel()
  const { status } = answer.value
  const statusUrl = answer.value.headers.get('Content-Location') ?? ''
  if (status !== ACCEPTED) return tryAgain(means, pull, status === TOO_MANY ? 'busy' : 'refused', answer.value)
  if (!isSafeFrom(bulk, statusUrl)) return tryAgain(means, pull, 'wrong-answer')
  await batch(means.env.DB, [pullMoved(pull.id, { state: 'waiting', statusUrl, nextAt: means.now.getTime() })])
  return 'went-on'
}

async function look(means: Means, bulk: BulkConfig, pull: PullRow): Promise<Step> {
  const { env, now, server } = means
  const answer = await server.ask(pull.statusUrl ?? '', { headers: { Accept: 'application/json' }, needsToken: true })
  if (!answer.ok) return tryAgain(means, pull, answer.refusal)
  const { status, headers, ok } = answer.value
  if (status === ACCEPTED) {
    await answer.value.body?.cancel()
    // Else one that never ends would keep every later one from beginning.
    if (isOverdue(pull.begunAt, now.getTime())) return end(means, pull, 'expired')
    const waits = waitSeconds(headers.get('Retry-After'), now.getTime())
    await batch(env.DB, [pullMoved(pull.id, { state: 'waiting', nextAt: now.getTime() + waits * SECOND })])
    return { waits }
  }
  if (!ok) {
    await answer.value.body?.cancel()
    if ([404, 410].includes(status)) return end(means, pull, 'expired')
    return tryAgain(means, pull, status === TOO_MANY ? 'busy' : 'server-failed', answer.value)
  }
  const manifest = readManifest(await jsonOf(answer.value), bulk)
  if (!manifest) return tryAgain(means, pull, 'wrong-answer')
  const { transactionTime, needsToken, files } = manifest
  await batch(env.DB, [
    filesFound(pull.id, files),
    pullMoved(pull.id, { state: 'taking', transactionTime, needsToken, nextAt: now.getTime() }),
  ])
  return 'went-on'
}

async function take(means: Means, pull: PullRow): Promise<Step> {
  const { env, now, config, server } = means
  const [file] = (await batch(env.DB, [nextFile(pull.id)])).rows[0]
  if (!file) {
    // Everything is stored: only now does the next export begin from this one's instant.
    await complete(env.DB, pull.importId, now, config.feed.shrinksBy)
    const step = await end(means, pull, null)
    const told = await server.ask(pull.statusUrl ?? '', { method: 'DELETE', needsToken: true })
    if (told.ok) await told.value.body?.cancel()
    return step
  }
  const received = await receiveFile({ ...means, zone: config.zone }, pull, file)
  if (!received.ok) {
    const isOver = received.refusal === 'expired' || received.refusal === 'changed'
    if (isOver) return end(means, pull, received.refusal)
    // Whoever sends a little more each time is asked as often as it takes.
    const [left] = (await batch(env.DB, [nextFile(pull.id)])).rows[0]
    const tries = left && left.partsDone > file.partsDone ? 0 : pull.tries
    return tryAgain(means, { ...pull, tries }, received.refusal)
  }
  if (!received.value) return 'no-room'
  if (pull.tries > 0) await batch(env.DB, [pullMoved(pull.id, { state: 'taking', nextAt: now.getTime() })])
  return 'went-on'
}

/** Waits a little longer each time, as long as the server says where it does; after too many times the export has failed. */
async function tryAgain(means: Means, pull: PullRow, error: Trouble, answer?: Response): Promise<Step> {
  const tries = pull.tries + 1
  if (tries > MOST_TRIES) return end(means, pull, error)
  const now = means.now.getTime()
  const said = answer?.headers.get('Retry-After') ?? null
  const waits = said === null ? patience(pull.tries) : waitSeconds(said, now)
  const { state } = pull
  await batch(means.env.DB, [pullMoved(pull.id, { state, nextAt: now + waits * SECOND, tries, error })])
  return { waits }
}

async function end({ env, now }: Means, pull: PullRow, error: Trouble | null): Promise<Step> {
  const at = now.getTime()
  await batch(env.DB, [
    pullEnded(pull.id, error === null ? 'done' : 'failed', error, at),
    recordedIfChanged({ name: 'feed.pull_ended', at, detail: { importId: pull.importId, error } }),
    ...(error === null ? [] : [importFailed(pull.importId, error, at), hiddenCounted(pull.importId)]),
  ])
  return 'ended'
}
