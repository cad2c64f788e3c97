/** For staff: how the hourly run goes, and what mail it could not bring out. */
import { Hono } from 'hono'
import type { App } from '../http/context.ts'
import { page } from '../http/gate.ts'
import { show } from '../http/respond.tsx'
import { waitingMail } from '../mail/store.ts'
import { COUNT_CAP, countedDeadMail } from '../staff/store.ts'
import { countUpTo } from '../../views/format.ts'
import { JobsPage } from '../../views/runs/jobs-page.tsx'
import { isLate } from './rules.ts'
import { jobsRun } from './store.ts'

export const jobRuns = new Hono<App>()

jobRuns.get('/', async (c) => {
  const { rows } = await page(c, {
    right: 'jobs.read',
    name: 'page.viewed',
    read: (key) => [jobsRun, waitingMail(key), countedDeadMail(0)],
  })
  const [jobs, [waiting], [dead]] = rows
  const now = c.var.now.getTime()
  return show(
    c,
    { title: 'Jobs' },
    <JobsPage
      jobs={jobs.map((job) => ({ ...job, isLate: isLate(job, now), goesOn: job.cursor > 0 }))}
      waiting={countUpTo(COUNT_CAP, waiting?.waiting ?? 0, 'message')}
      givenUp={countUpTo(COUNT_CAP, dead?.count ?? 0, 'message')}
      zone={c.var.config.zone}
    />,
  )
})
