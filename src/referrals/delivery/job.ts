/** Queue messages may be lost, and a core system may be set up late: what should have gone an hour ago is queued again. */
import { batch } from '../../db/client.ts'
import type { Job } from '../../runs/means.ts'
import type { DeliveryTicket } from '../submission.ts'
import { overdue, queuedAgain } from './store.ts'

/** No ticket that lives waits so long. */
const WAITS_FOR_MS = 3_600_000
const AT_ONCE = 1000
/** The platform's limit of messages in one call. */
const QUEUE_TAKES = 100

/** Queues overdue submissions again; nothing while there is no core system. The cursor is as the mail's: the instant before which they were overdue. */
export const sweepDeliveries: Job = async ({ env, config, now, cursor }) => {
  if (!config.core) return { done: 0 }
  const at = now.getTime()
  const before = cursor || at - WAITS_FOR_MS
  const { rows } = await batch(env.DB, [overdue(before, AT_ONCE)])
  const confirmations = rows[0].map(({ confirmation }) => confirmation)
  const tickets = confirmations.map((confirmation) => ({ body: { confirmation } satisfies DeliveryTicket }))
  for (let nth = 0; nth < tickets.length; nth += QUEUE_TAKES) {
    await env.REFERRALS.sendBatch(tickets.slice(nth, nth + QUEUE_TAKES))
  }
  await batch(env.DB, [queuedAgain(confirmations, before, at)])
  const more = confirmations.length === AT_ONCE
  return { done: confirmations.length, ...(more && { more, cursor: before }) }
}
