import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { instant } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { batch, prepared } from '../../src/db/client.ts'
import type { Job, JobTicket, Means, Ran } from '../../src/runs/means.ts'
import { runJobs } from '../../src/runs/run-jobs.ts'
import { jobRow } from '../support/hourly.ts'
import { today } from '../support/people.ts'
import { DAY, HOUR, later, stopTheClock } from '../support/time.ts'

stopTheClock()
let tickets: JobTicket[] = []
const JOBS = { send: async (ticket: JobTicket) => tickets.push(ticket) } as unknown as Queue
const run = (...jobs: [name: string, job: Job][]) => runJobs(jobs, { ...env, JOBS }, readConfig(env), instant)
beforeEach(async () => {
  tickets = []
  await env.DB.prepare('DELETE FROM job').run()
})

/** A job that answers this, and what it was given. */
function answering(...answers: (Ran | Error)[]) {
  const given: Means[] = []
  const job: Job = async (means) => {
    given.push(means)
    const answer = answers[Math.min(given.length, answers.length) - 1]!
    if (answer instanceof Error) throw answer
    return answer
  }
  return { job, given }
}
const asking =
  (statements: number): Job =>
  async ({ env: { DB } }) => {
    for (let sent = 0; sent < statements; sent += 50) {
      await batch(
        DB,
        Array.from({ length: 50 }, () => prepared('SELECT 1 AS one')),
      )
    }
    return { done: 1 }
  }

describe('III.L.1 each job', () => {
  it('that fails keeps no other from running, and is told by its kind alone', async () => {
    const secret = new TypeError('robin@office.example')
    expect(await run(['one', answering(secret).job], ['two', answering({ done: 3 }).job])).toEqual([{ job: 'one', error: 'TypeError' }]) // prettier-ignore
    expect(await jobRow('one')).toMatchObject({ done: 0, failed: 1, error: 'TypeError', okAt: null })
    expect(await jobRow('two')).toMatchObject({ done: 3, failed: 0, error: null, okAt: instant().getTime() })
    const { results } = await env.DB.prepare(
      "SELECT detail FROM audit WHERE event = 'job.ran' ORDER BY seq DESC LIMIT 2",
    ).all()
    expect(results.map(({ detail }) => detail)).toEqual([
      '{"job":"two","done":3,"failed":0,"more":0}',
      '{"job":"one","done":0,"failed":1,"more":0}',
    ])
  })

  it('keeps the end of its last run without a failure', async () => {
    const { job } = answering({ done: 1 }, new Error('no'))
    await run(['one', job])
    const okAt = instant().getTime()
    later(HOUR)
    await run(['one', job])
    expect(await jobRow('one')).toMatchObject({ okAt, startedAt: okAt + HOUR, failed: 1 })
  })

  it('begins only while there is room, and is continued by the queue with those that were cut off', async () => {
    const last = answering({ done: 1 })
    await run(['long', asking(750)], ['cut', answering({ done: 1, more: true }).job], ['last', last.job])
    expect(last.given).toHaveLength(0)
    expect(tickets).toEqual([{ jobs: ['cut', 'last'] }])
  })

  it('that got nowhere is not continued: it would go round and round', async () => {
    await run(['stuck', answering({ done: 0, failed: 3, more: true, cursor: 7 }).job])
    expect(tickets).toEqual([])
    expect((await jobRow('stuck'))?.cursor).toBe(7)
  })
})

describe('III.D.5 the watermark', () => {
  const seen = ({ given }: { given: Means[] }) => given.map(({ doneOn, cursor }) => [doneOn, cursor])

  it('moves once a run ended without failure, and is handed to the next', async () => {
    const one = answering({ done: 1, doneOn: today() }, { done: 0 })
    for (let times = 0; times < 3; times += 1) await run(['one', one.job])
    expect(seen(one)).toEqual([[null, 0], [today(), 0], [today(), 0]]) // prettier-ignore
  })

  it('stays while something failed, also in a part of the run that was before', async () => {
    const one = answering(
      { done: 1, failed: 1, more: true, cursor: 5 },
      { done: 1, doneOn: today() },
      { done: 0, doneOn: today() },
    )
    await run(['one', one.job])
    await run(['one', one.job])
    expect(await jobRow('one')).toMatchObject({ done: 2, failed: 1, error: 'some', doneOn: null, cursor: 0, okAt: null }) // prettier-ignore
    await run(['one', one.job])
    expect(await jobRow('one')).toMatchObject({ done: 0, failed: 0, error: null, doneOn: today() })
    expect(seen(one)).toEqual([[null, 0], [null, 5], [null, 0]]) // prettier-ignore
  })

  it('a place holds on its own day alone', async () => {
    const one = answering({ done: 1, more: true, cursor: 5 })
    await run(['one', one.job])
    later(HOUR)
    await run(['one', one.job])
    later(DAY)
    await run(['one', one.job])
    expect(seen(one)).toEqual([[null, 0], [null, 5], [null, 0]]) // prettier-ignore
  })

  it('neither holds under other numbers, and a day to come never does', async () => {
    const one = answering({ done: 1, doneOn: today(), more: true, cursor: 5 })
    await run(['one', one.job])
    const other = readConfig({ ...env, POLICY_OVERRIDES: '{"PASSWORD_WARNED":[9]}', POLICY_DEVIATIONS: '{}' } as never)
    await runJobs([['one', one.job]], { ...env, JOBS }, other, instant)
    later(-DAY)
    await runJobs([['one', one.job]], { ...env, JOBS }, other, instant)
    expect(seen(one)).toEqual([[null, 0], [null, 0], [null, 0]]) // prettier-ignore
    later(DAY)
    await runJobs([['one', one.job]], { ...env, JOBS }, other, instant)
    expect(seen(one)[3]).toEqual([today(), 0])
  })

  it('a job that threw goes on where it was', async () => {
    const one = answering({ done: 1, more: true, cursor: 5 }, new Error('no'), { done: 1 })
    for (let times = 0; times < 3; times += 1) await run(['one', one.job])
    expect(seen(one)).toEqual([[null, 0], [null, 5], [null, 5]]) // prettier-ignore
  })
})
