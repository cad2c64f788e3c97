/** Lets time pass, hour by hour, as it would have passed by itself. */
import { clockShift, instant, shiftClock } from '../../src/clock.ts'
import { batch, prepared } from '../../src/db/client.ts'
import { deliver } from '../../src/mail/deliver.ts'
import { overdue } from '../../src/mail/outbox.ts'
import { hourly } from '../../src/schedule.ts'
import type { DevAccountGuard } from '../object.ts'
import { keepClock } from '../ready.ts'
import { steps } from './rules.ts'

/**
 * Moves the clock on by so many milliseconds. After each hour the guards of open sessions do what is due,
 * then with `run` the hourly job runs. Hours in which nothing can happen are passed at once.
 */
export async function advance(env: Env, ms: number, run: boolean): Promise<void> {
  let left = ms
  try {
    let open = await guardsOfOpenSessions(env.DB)
    for (const step of steps(ms)) {
      if (open.length === 0 && !run) break
      shiftClock(clockShift() + step)
      left -= step
      for (const name of open) await guard(env, name).timePassed(clockShift())
      if (open.length > 0) open = await guardsOfOpenSessions(env.DB)
      if (run) await anHourPassed(env)
    }
    shiftClock(clockShift() + left)
    if (run && ms === 0) await anHourPassed(env)
  } finally {
    await keepClock(env.DB)
  }
}

/** Longer than a message is held by whoever carries it. */
const HELD_MS = 61_000
const ROUNDS = 40

/**
 * What the hour brings, and the mail of it: the platform's queue would have carried it before the next hour came. What the
 * queue has in hand at this moment is waited for, or the clock would jump past its hold and it went out twice.
 */
async function anHourPassed(env: Env): Promise<void> {
  await hourly(env)
  const now = instant()
  for (let round = 0; round < ROUNDS; round += 1) {
    const ids = await overdue(env.DB, now.getTime() + HELD_MS, 200)
    if (ids.length === 0) break
    for (const id of ids) await deliver(id, env, now)
    await scheduler.wait(25)
  }
}

async function guardsOfOpenSessions(db: D1Database): Promise<string[]> {
  const { rows } = await batch(db, [
    prepared<{ guard: string }>(
      'SELECT DISTINCT a.guard AS guard FROM session s JOIN account a ON a.id = s.account_id WHERE s.ended_at IS NULL',
    ),
  ])
  return rows[0].map((row) => row.guard)
}

function guard(env: Env, name: string): DurableObjectStub<DevAccountGuard> {
  return env.ACCOUNT_GUARD.getByName(name) as unknown as DurableObjectStub<DevAccountGuard>
}
