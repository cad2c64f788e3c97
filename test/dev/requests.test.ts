import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { REQUESTS } from '../../demo/people.ts'
import { setUpRequests } from '../../dev/people/requests.ts'
import { instant } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { anOffice, aPerson } from '../support/people.ts'

it('III.B.1 the demo’s registrations wait for the Local Office Administrator, once', async () => {
  const office = await anOffice('Harbor Family Medicine')
  await env.DB.prepare("UPDATE office SET source_id = 'harbor-family-medicine' WHERE id = ?").bind(office).run()
  await aPerson({ email: 'lotte@harbor-family.example', offices: [office], isLoa: true })
  const runs = [
    await setUpRequests(env, readConfig(env), instant()),
    await setUpRequests(env, readConfig(env), instant()),
  ]
  expect(runs).toEqual([REQUESTS.length, 0])
  const waiting = await env.DB.prepare(
    'SELECT r.email AS email, q.job_title AS title FROM access_request q JOIN registration r ON r.id = q.registration_id WHERE q.office_id = ? AND q.decided_at IS NULL ORDER BY q.sent_at DESC',
  )
    .bind(office)
    .all()
  const expected = REQUESTS.toSorted((a, b) => a.sentDaysAgo - b.sentDaysAgo).map(({ email, jobTitle: title }) => ({
    email,
    title,
  }))
  expect(waiting.results).toEqual(expected)
})
