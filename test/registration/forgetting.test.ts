import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { instant } from '../../src/clock.ts'
import { batch } from '../../src/db/client.ts'
import { forgetRegistrations } from '../../src/registration/job.ts'
import { registrationEnded } from '../../src/registration/store.ts'
import { doneBy } from '../support/means.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { Registrant, stored } from '../support/registrant.ts'
import { DAY, later, stopTheClock } from '../support/time.ts'

stopTheClock()
let office: number
let decider: number
const run = () => doneBy(forgetRegistrations)
const row = (id: unknown) =>
  env.DB.prepare('SELECT * FROM registration WHERE id = ?').bind(id).first<Record<string, unknown>>()

beforeAll(async () => {
  decider = (await aPerson({ email: 'decider@plan.example', department: 'e-business' })).account
})

beforeEach(async () => {
  office = await anOffice('Harbor')
  await env.DB.prepare('UPDATE registration SET email = NULL').run()
})

/** Denied at this instant. */
async function aDeniedOne() {
  const nell = await new Registrant().upTo('end', office)
  const { id } = (await stored(nell.email))!
  await env.DB.prepare(
    "UPDATE access_request SET decided_at = 1, decision = 'denied', reason = 'No.', decided_by = ? WHERE registration_id = ?",
  )
    .bind(decider, id)
    .run()
  await batch(env.DB, [registrationEnded(id as number, instant().getTime())])
  return id
}

describe('III.L.5 denied and abandoned registrations are forgotten', () => {
  it.each([
    ['the day before', 89, 0],
    ['the 90th day', 90, 1],
    ['the day after', 91, 1],
  ])('III.L.5 a denied one on %s', async (_name, days, count) => {
    const id = await aDeniedOne()
    later(days * DAY)
    expect(await run()).toBe(count)
    const kept = (await row(id))!
    if (count === 0) return expect(kept.person).toContain('Newcomb')
    expect(JSON.stringify(kept)).not.toMatch(/Newcomb|example|Biscuit|198\.51|scrypt/)
    expect(kept.public_id).toMatch(/^reg_/)
    const request = await env.DB.prepare(
      'SELECT job_title, job_description, decision, reason FROM access_request WHERE registration_id = ?',
    )
      .bind(id)
      .first()
    expect(request).toEqual({ job_title: '', job_description: '', decision: 'denied', reason: 'No.' })
  })

  it.each([
    ['the day before', 89, 0],
    ['the 90th day', 90, 1],
    ['the day after', 91, 1],
  ])('III.L.5 an abandoned one on %s after it began; its link opens nothing then', async (_name, days, count) => {
    const nell = await new Registrant().upTo('agreement', office)
    const { id, public_id: record } = (await stored(nell.email))!
    later(days * DAY)
    expect([await run(), await run()]).toEqual([count, 0])
    expect((await row(id))!.email).toBe(count === 0 ? nell.email : null)
    const events = await env.DB.prepare(
      "SELECT count(*) AS n FROM audit WHERE event = 'registration.forgotten' AND record = ?",
    )
      .bind(record)
      .first()
    expect(events).toEqual({ n: count })
    expect((await nell.browser.get('/register/agreement')).headers.get('Location')).toBe('/register')
  })

  it('III.L.5 one that waits, and one that became an account, are kept', async () => {
    const waiting = await new Registrant().upTo('end', office)
    const admitted = await new Registrant().upTo('end', office)
    await env.DB.prepare('UPDATE registration SET ended_at = 1, account_id = ? WHERE email = ?')
      .bind(decider, admitted.email)
      .run()
    later(400 * DAY)
    expect(await run()).toBe(0)
    expect(await stored(waiting.email)).not.toBeNull()
  })
})

describe('III.A.1.c the link', () => {
  it.each([
    ['the day before', 13, '/register/agreement'],
    ['on the 14th day', 14, null],
    ['the day after', 15, null],
  ])('III.A.1.c leads back for 14 days: %s', async (_name, days, place) => {
    const nell = await new Registrant().upTo('agreement', office)
    const value = nell.browser.cookies.get('__Host-flow')!
    later(days * DAY)
    const answer = await nell.browser.get(`/register/resume?link=${value}`)
    expect([answer.status, answer.headers.get('Location')]).toEqual([place ? 303 : 404, place])
    expect((await nell.browser.get('/register/person')).status).toBe(place ? 200 : 303)
  })

  it('III.A.1.c.iii a code can be asked anew when the flow is over', async () => {
    const nell = new Registrant()
    await nell.begin()
    later(31 * 60_000)
    expect(await nell.prove()).toBe(422)
    expect(await nell.post('/register/code/passcode')).toBe('/register/code?sent=email')
    expect(await nell.prove()).toBe('/register/person')
  })
})
