/**
 * For monitoring, open to anybody: whether the Worker reaches its database, and how the hourly run goes. Numbers and
 * instants alone, nothing of anybody.
 *
 * 503 when the database fails: send the traffic elsewhere. Jobs that are late leave it 200, since every page works without
 * them (T14): have the monitor look for `"jobs":"ok"`, and a person at /staff/jobs. A job is late when its last run
 * without a failure is over two hours ago; where nothing ran yet, as in the first hour, they are late too.
 */
import { Hono } from 'hono'
import { batch } from '../db/client.ts'
import type { App } from '../http/context.ts'
import { countedGivenUp } from '../referrals/delivery/store.ts'
import { isLate } from '../runs/rules.ts'
import { jobsRun } from '../runs/store.ts'

export const health = new Hono<App>()

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString())

health.get('/', async (c) => {
  const version = '0.1.0'
  const answer = await batch(c.env.DB, [jobsRun, countedGivenUp]).catch(() => null)
  if (answer === null) return c.json({ version, database: 'failing' }, 503)
  const jobs = answer.rows[0].map((job) => ({ ...job, late: isLate(job, c.var.now.getTime()) }))
  // Referrals that were given up: a person at /staff/deliveries sees to them.
  const undelivered = answer.rows[1][0]?.count ?? 0
  const runs = jobs.map(({ name, endedAt, okAt, done, failed, late }) => [
    name,
    { ended: iso(endedAt), ok: iso(okAt), done, failed, late },
  ])
  const isWell = jobs.length > 0 && jobs.every(({ late }) => !late)
  return c.json({ version, database: 'ok', jobs: isWell ? 'ok' : 'late', undelivered, runs: Object.fromEntries(runs) })
})
