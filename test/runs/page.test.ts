import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import type { Department } from '../../src/accounts/account.ts'
import { instant } from '../../src/clock.ts'
import { time } from '../../views/format.ts'
import { jobWords } from '../../views/runs/words.ts'
import { Hours } from '../support/hourly.ts'
import { aPerson } from '../support/people.ts'
import { signedIn } from '../support/session.ts'
import { HOUR, later, stopTheClock } from '../support/time.ts'

stopTheClock()
let nth = 0
const staff = async (department: Department = 'e-business') =>
  signedIn(await aPerson({ email: `staff${(nth += 1)}@plan.example`, department }))

it.each<[Department, number]>([
  ['information-services', 200],
  ['e-business', 200],
  ['provider-relations', 200],
  ['privacy', 403],
  ['information-security', 403],
])('II.C the page of jobs for %s: %s', async (department, status) => {
  const browser = await staff(department)
  expect((await browser.get('/staff/jobs')).status).toBe(status)
  expect((await (await browser.get('/staff')).text()).includes('href="/staff/jobs"')).toBe(status === 200)
})

it('III.L.4 says what to do while nothing has run, then how each job went, in words', async () => {
  const browser = await staff()
  expect(await (await browser.get('/staff/jobs')).text()).toContain('Nothing has run yet')
  await new Hours().runWhole()
  const html = await (await browser.get('/staff/jobs')).text()
  const { results } = await env.DB.prepare('SELECT name AS name FROM job').all<{ name: string }>()
  expect(results.length).toBeGreaterThan(8)
  for (const { name } of results) expect(html).not.toContain(`>${name}<`)
  // Each job of the schedule has run, and has its words.
  expect(results.map(({ name }) => name).toSorted()).toEqual(Object.keys(jobWords).toSorted())
  expect(html).toContain(time(instant().getTime(), 'America/Los_Angeles'))
  expect(html.match(/Working/g)).toHaveLength(results.length)
})

/** The schedule in its parts, each before the next; within the second each job before the next one. */
const parts = {
  'what was lost on its way': ['mail.sweep', 'referrals.sweep'],
  'what has consequences': [
    'verification',
    'termination.due',
    'staff.first',
    'feed.pull',
    'records.judged',
    'restricted_list.dry_run',
    'feed.watched',
  ],
  'what only tells': [
    'approval.reminders',
    'passwords.warned',
    'training.prompts',
    'dormancy.warned',
    'referrals.told',
    'restricted_list.review',
  ],
  housekeeping: [
    'audit.lists',
    'audit.tally',
    'kept_forms.forgotten',
    'eligibility.forgotten',
    'referral_drafts.forgotten',
    'federation.forgotten',
    'registration.forgetting',
    'seals.renewed',
  ],
}

it('III.H, III.M what has consequences comes before what only tells, and records are pulled, judged, tried and watched in this order', async () => {
  await env.DB.prepare('DELETE FROM job').run()
  const { seq } = (await env.DB.prepare('SELECT max(seq) AS seq FROM audit').first<{ seq: number }>())!
  await new Hours().runWhole()
  const { results } = await env.DB.prepare(
    "SELECT detail ->> 'job' AS name FROM audit WHERE event = 'job.ran' AND seq > ? ORDER BY seq",
  )
    .bind(seq)
    .all<{ name: string }>()
  const ran = [...new Set(results.map(({ name }) => name))]
  const partOf = (name: string) => Object.values(parts).findIndex((jobs) => jobs.includes(name))
  // A new job is put into one of the parts.
  expect(ran.toSorted()).toEqual(Object.values(parts).flat().toSorted())
  expect(ran.map(partOf)).toEqual(ran.map(partOf).toSorted((a, b) => a - b))
  const consequences = parts['what has consequences']
  expect(ran.filter((name) => consequences.includes(name))).toEqual(consequences)
})

it('III.L.4 tells a failing job by the kind of its failure, a late one, and one that goes on', async () => {
  await new Hours().runWhole()
  await env.DB.batch([
    env.DB.prepare("UPDATE job SET failed = 1203, error = 'TypeError' WHERE name = 'audit.lists'"),
    env.DB.prepare("UPDATE job SET cursor = 5 WHERE name = 'passwords.warned'"),
    env.DB.prepare("UPDATE job SET ok_at = NULL WHERE name = 'mail.sweep'"),
  ])
  const browser = await staff()
  const html = await (await browser.get('/staff/jobs')).text()
  for (const words of ['1,203 (TypeError)', 'Failing', 'Going on', 'Late', 'never']) expect(html).toContain(words)
  later(3 * HOUR)
  const later3 = await (await (await staff()).get('/staff/jobs')).text()
  expect(later3).not.toContain('Working')
})

it('III.E.4 counts the mail that waits and that was given up, and leads to it', async () => {
  await env.DB.prepare('DELETE FROM outbox').run()
  await env.DB.batch(
    [null, null, 1].map((deadAt, row) =>
      env.DB.prepare(
        "INSERT INTO outbox (public_id, channel, message, created_at, dead_at) VALUES (?, 'email', 'passcode', 1, ?)",
      ).bind(`msg_${row}`, deadAt),
    ),
  )
  const html = await (await (await staff()).get('/staff/jobs')).text()
  expect(html).toContain('2 messages')
  expect(html).toContain('<a href="/staff/mail">1 message</a>')
})
