/** What a job is run with in a test: as the hourly run would, with all the room there is. */
import { env } from 'cloudflare:workers'
import { instant } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { counted } from '../../src/db/client.ts'
import { dayOf } from '../../src/policy/calendar.ts'
import type { Job, Means } from '../../src/runs/means.ts'

/** The job's means at this instant; `room` is in statements, more than any test sends unless told. */
export function meansOf({ room = 100_000, ...more }: Partial<Omit<Means, 'room'>> & { room?: number } = {}): Means {
  const config = more.config ?? readConfig(env)
  const now = more.now ?? instant()
  const { db, sent } = counted((more.env ?? env).DB)
  return {
    config,
    now,
    today: dayOf(now, config.zone),
    doneOn: null,
    cursor: 0,
    ...more,
    env: { ...(more.env ?? env), DB: db },
    room: () => room - sent(),
  }
}

/** Runs the job; answers how many things it did. */
export const doneBy = async (job: Job, more?: Parameters<typeof meansOf>[0]): Promise<number> =>
  (await job(meansOf(more))).done
