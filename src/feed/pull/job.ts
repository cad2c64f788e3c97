/** Fetches what changed from the core system's FHIR server, when it is due or somebody asked. */
import { batch } from '../../db/client.ts'
import type { Means, Ran } from '../../runs/means.ts'
import { LARGEST } from '../parts/size.ts'
import { connectBulk } from './connect-bulk.ts'
import { followPull } from './follow-pull.ts'
import { requestPull } from './request-pull.ts'
import { isDue } from './rules.ts'
import { lastPull } from './store.ts'

/** More statements than a part takes, with the step around it. */
const ROOM = 250

/** Takes steps while there is room; the queue goes on with the rest, at once or when the server wants to be asked again. */
export async function pullRecords(means: Means): Promise<Ran> {
  const { env, config, now, room } = means
  const { bulk } = config.feed
  if (!bulk) return { done: 0 }
  const [last] = (await batch(env.DB, [lastPull])).rows[0]
  if (last?.endedAt !== null && isDue(last, bulk.everyHours, now.getTime())) await requestPull(env, bulk, null, now)
  const hasRoom = () => room() >= ROOM
  const server = connectBulk(bulk, now)
  for (let done = 0; ; done += 1) {
    if (!hasRoom()) return { done, more: true }
    const step = await followPull({ env, config, now, server, hasRoom, largest: LARGEST }, bulk)
    if (step === 'no-room') return { done: done + 1, more: true }
    if (step === 'nothing' || step === 'ended') return { done }
    if (step !== 'went-on') return { done, againInSeconds: step.waits }
  }
}
