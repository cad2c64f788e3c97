/** The mail queue of a test: tickets with the instant from which on the platform hands them out. */
import { env } from 'cloudflare:workers'
import worker from '../../src/index.ts'

/**
 * Hands tickets to the consumer of a queue; answers for each after how many seconds it comes again, null: taken.
 * The platform's own test batch keeps those seconds to itself, so this one is made by hand.
 */
export async function consume(
  tickets: readonly unknown[],
  queue = 'gatehouse-mail',
  bindings: Env = env,
): Promise<(number | null)[]> {
  const again: (number | null)[] = tickets.map(() => NaN)
  const messages = tickets.map((body, nth) => ({
    id: `${nth}`,
    body,
    ack: () => (again[nth] = null),
    retry: (options?: { delaySeconds: number }) => (again[nth] = options?.delaySeconds ?? RETRY_DELAY),
  }))
  await worker.queue({ queue, messages } as never, bindings)
  if (again.some(Number.isNaN)) throw new Error('a ticket was neither taken nor put back')
  return again
}

/** Seconds, as wrangler.toml has it. */
const RETRY_DELAY = 30

export class MailQueue {
  private tickets: { id: string; from: number }[] = []

  /** What the program itself sends to. */
  readonly binding = {
    sendBatch: async (messages: { body: { id: string } }[]) => this.put(...messages.map(({ body }) => body.id)),
  } as unknown as Queue

  put(...ids: string[]): void {
    this.tickets.push(...ids.map((id) => ({ id, from: Date.now() })))
  }

  /** Hands out what is due by now, ten at a time, in the order that `sort` makes of it. */
  async run(sort = (ids: string[]) => ids): Promise<void> {
    const due = this.tickets.filter(({ from }) => from <= Date.now()).map(({ id }) => id)
    this.tickets = this.tickets.filter(({ from }) => from > Date.now())
    const left = sort(due)
    while (left.length > 0) {
      const ids = left.splice(0, 10)
      const again = await consume(ids.map((id) => ({ id })))
      for (const [nth, seconds] of again.entries()) {
        if (seconds !== null) this.tickets.push({ id: ids[nth]!, from: Date.now() + seconds * 1000 })
      }
    }
  }
}
