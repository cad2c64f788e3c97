import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { readConfig } from '../../src/config.ts'
import type { Json, JsonObject } from '../../src/json.ts'
import { sweepDeliveries } from '../../src/referrals/delivery/job.ts'
import { Browser } from '../support/browser.ts'
import { submission } from '../support/made-referrals.ts'
import { consume } from '../support/mail-queue.ts'
import { doneBy } from '../support/means.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { signedIn } from '../support/session.ts'
import { aSubmission } from '../support/submissions.ts'
import { HOUR, later, stopTheClock } from '../support/time.ts'

stopTheClock()
const core: Env = {
  ...env,
  CORE_URL: 'https://core.test/fhir/',
  CORE_HEADERS: '{"Authorization": "Bearer core-token"}',
} as never
let office: number
let account: number
/** What the core system was sent: path, key and body. */
let sent: { path: string; key: string; body: JsonObject; init: RequestInit }[] = []
let answer: (path: string) => Promise<Response>
const takes = async () => Response.json({ resourceType: 'Bundle' })
const status =
  (code: number, headers: Record<string, string> = {}) =>
  async () =>
    new Response(null, { status: code, headers })
const logged: string[] = []

beforeAll(async () => {
  office = await anOffice('Harbor <b>Clinic')
  ;({ account } = await aPerson({ email: 'clerk@office.example', offices: [office] }))
})
beforeEach(async () => {
  sent = []
  answer = takes
  logged.length = 0
  vi.spyOn(console, 'error').mockImplementation((line: string) => void logged.push(line))
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const path = (input as string).replace('https://core.test/fhir', '')
    sent.push({
      path,
      key: new Headers(init?.headers).get('Idempotency-Key')!,
      body: JSON.parse(init?.body as string),
      init: init!,
    })
    return answer(path)
  })
  await env.DB.batch([
    env.DB.prepare('DELETE FROM referral_attachment'),
    env.DB.prepare('DELETE FROM referral_submission'),
  ])
})
afterEach(() => vi.restoreAllMocks())

const of = (files: string[] = [], content: unknown = submission) => aSubmission(office, account, { files, content })
const deliver = (confirmation: string, bindings = core) => consume([{ confirmation }], 'gatehouse-referrals', bindings)
const bury = (confirmation: string) => consume([{ confirmation }], 'gatehouse-referrals-dead', core)
const state = (confirmation: string) =>
  env.DB.prepare(
    `SELECT delivered_at AS deliveredAt, completed_at AS completedAt, given_up_at AS givenUpAt, tries AS tries, error AS error
     FROM referral_submission WHERE confirmation = ?`,
  )
    .bind(confirmation)
    .first<{
      deliveredAt: number | null
      completedAt: number | null
      givenUpAt: number | null
      tries: number
      error: string | null
    }>()
const events = async (record: string) =>
  (await env.DB.prepare('SELECT event, detail FROM audit WHERE record = ? ORDER BY seq').bind(record).all()).results

it('III.B.6.d a referral goes to the core system once, then each of its files, and each is recorded', async () => {
  const { confirmation, draft, files } = await of(['%PDF-one', '%PDF-two'])
  expect(await deliver(confirmation)).toEqual([null])
  expect(sent.map(({ path, key }) => [path, key])).toEqual([
    ['/Claim/$submit', confirmation],
    ['/DocumentReference', files[0]],
    ['/DocumentReference', files[1]],
  ])
  const [claim, document] = sent
  expect(claim!.init.redirect).toBe('manual')
  expect(new Headers(claim!.init.headers).get('Authorization')).toBe('Bearer core-token')
  expect(claim!.body).toMatchObject({
    resourceType: 'Bundle',
    entry: [{ resource: { resourceType: 'Claim', id: confirmation } }, {}, {}, {}, {}, {}],
  })
  expect(document!.body).toMatchObject({
    content: [{ attachment: { contentType: 'application/pdf', data: btoa('%PDF-one') } }],
  })
  expect(await state(confirmation)).toMatchObject({ deliveredAt: Date.now(), completedAt: Date.now(), error: null })
  expect(await events(draft)).toEqual([{ event: 'referral.delivered', detail: null }])
  expect(await events(files[1]!)).toEqual([{ event: 'referral.delivered', detail: null }])
  // Doubled and late tickets do nothing.
  expect(
    await consume([{ confirmation }, { confirmation }, { confirmation: 'GH-9999999999' }], 'gatehouse-referrals', core),
  ).toEqual([null, null, null])
  expect(sent).toHaveLength(3)
})

it('III.B.6.d the member’s coverage of that day goes along, another does not', async () => {
  await env.DB.prepare(
    `INSERT INTO coverage (source_id, member_source_id, status, starts_on, ends_on, payor, sort, as_of) VALUES
       ('cov-old', 'pat-1', 'active', '2020-01-01', '2025-12-31', 'Old', 0, 1), ('cov-off', 'pat-1', 'cancelled', '2026-01-01', NULL, 'Off', 0, 1),
       ('cov-now', 'pat-1', 'active', '2026-01-01', NULL, 'Harbor Valley', 1, 1)`,
  ).run()
  const { confirmation } = await of()
  await deliver(confirmation)
  const types = (sent[0]!.body.entry as { resource: { resourceType: string; id: string } }[]).map(
    ({ resource }) => resource.id,
  )
  expect(types).toEqual([confirmation, confirmation, 'pat-1', 'cov-now', 'org-1', 'doc-1', 'role-9'])
  await env.DB.prepare('DELETE FROM coverage').run()
})

it.each<[string, () => Promise<Response>, number, string]>([
  ['a fault of the core system', status(500), 30, '500'],
  ['nobody there', () => Promise.reject(new TypeError('fetch failed: secret')), 30, 'no-answer'],
  ['a timeout', () => Promise.reject(new DOMException('late', 'TimeoutError')), 30, 'timeout'],
  ['too many, with a time', status(429, { 'Retry-After': '120' }), 120, '429'],
  ['too many, for a day', status(429, { 'Retry-After': '86400' }), 900, '429'],
  ['a timeout of its own', status(408), 30, '408'],
  ['a redirect', status(302, { Location: 'https://elsewhere.test/' }), 30, 'redirect'],
  [
    'a page instead of an answer',
    async () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } }),
    30,
    'not-json',
  ],
])('section 12: %s: the referral waits and is tried again', async (_name, fails, seconds, error) => {
  const { confirmation } = await of(['%PDF-'])
  answer = fails
  expect(await deliver(confirmation)).toEqual([seconds])
  expect(await state(confirmation)).toEqual({ deliveredAt: null, completedAt: null, givenUpAt: null, tries: 1, error })
  expect(sent).toHaveLength(1)
  // A ticket that comes too early waits for the rest.
  later(10_000)
  expect(await deliver(confirmation)).toEqual([seconds - 10])
  expect(sent).toHaveLength(1)
  later((seconds - 10) * 1000)
  answer = takes
  expect(await deliver(confirmation)).toEqual([null])
  expect((await state(confirmation))!.completedAt).toBe(Date.now())
  // Nothing of the referral is in the log (T29).
  expect(logged).toHaveLength(1)
  expect(logged.join()).not.toMatch(/GH-|pat-1|secret|I10|core-token/)
})

it('section 12: tries wait longer each time, up to a quarter of an hour', async () => {
  const { confirmation } = await of()
  answer = status(503)
  const waits: number[] = []
  for (let tries = 0; tries < 7; tries += 1) {
    const [seconds] = await deliver(confirmation)
    waits.push(seconds!)
    later(seconds! * 1000)
  }
  expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900])
})

it('section 12: of two tickets at once one delivers; a try that a crash cut off is made again', async () => {
  const { confirmation } = await of()
  const [one, other] = await Promise.all([deliver(confirmation), deliver(confirmation)])
  expect(sent).toHaveLength(1)
  expect([one[0], other[0]]).toContain(null)
  const { confirmation: cut } = await of()
  let crash = true
  const crashing = {
    prepare: (sql: string) => env.DB.prepare(sql),
    batch: (all: D1PreparedStatement[]) =>
      crash && sent.length > 1 ? Promise.reject(new Error('D1 is down')) : env.DB.batch(all),
  }
  expect(await deliver(cut, { ...core, DB: crashing } as never)).toEqual([30])
  crash = false
  expect(await state(cut)).toMatchObject({ deliveredAt: null })
  later(300_000)
  expect(await deliver(cut)).toEqual([null])
  // The core system tells the second one by its key.
  expect(sent.map(({ key }) => key)).toEqual([confirmation, cut, cut])
})

it.each([400, 401, 404, 422])('section 12: %i is final: given up at once, listed, and recorded', async (code) => {
  const { confirmation, draft } = await of()
  answer = status(code)
  expect(await deliver(confirmation)).toEqual([null])
  expect(await state(confirmation)).toMatchObject({ givenUpAt: Date.now(), error: `${code}` })
  expect(await events(draft)).toEqual([
    { event: 'referral.delivery_failed', detail: JSON.stringify({ reason: `${code}` }) },
  ])
  expect(await deliver(confirmation)).toEqual([null])
  expect(sent).toHaveLength(1)
})

it('section 12: a file that is refused or gone gives up what is left, and the referral is not sent twice', async () => {
  const { confirmation, files } = await of(['%PDF-one', '%PDF-two'])
  answer = async (path) =>
    path === '/DocumentReference' && sent.length === 3 ? new Response(null, { status: 413 }) : takes()
  expect(await deliver(confirmation)).toEqual([null])
  expect(await state(confirmation)).toMatchObject({
    deliveredAt: Date.now(),
    completedAt: null,
    givenUpAt: Date.now(),
    error: '413',
  })
  await env.ATTACHMENTS.delete(files[1]!)
  await env.DB.prepare('UPDATE referral_submission SET given_up_at = NULL, next_at = NULL').run()
  expect(await deliver(confirmation)).toEqual([null])
  expect(await state(confirmation)).toMatchObject({ error: 'file-missing', givenUpAt: Date.now() })
  expect(sent).toHaveLength(3)
})

it('section 12: poison does no harm: no ticket, an unknown number, content that cannot be read', async () => {
  const bad = [null, 'x', {}, { confirmation: 7 }, { id: 'msg_x' }, { confirmation: '' }]
  expect(await consume(bad, 'gatehouse-referrals', core)).toEqual(bad.map(() => null))
  expect(await consume(bad, 'gatehouse-referrals-dead', core)).toEqual(bad.map(() => null))
  for (const content of ['{', '{}', 'null'] as Json[]) {
    const { confirmation } = await of([], content)
    expect(await deliver(confirmation)).toEqual([null])
    expect(await state(confirmation)).toMatchObject({ error: 'broken', givenUpAt: Date.now() })
  }
  expect(sent).toEqual([])
})

it('section 12: what the queue tried as often as it does is given up with its last answer; what was delivered is not', async () => {
  const [waits, arrived] = [await of(), await of()]
  await deliver(arrived.confirmation)
  answer = status(503)
  await deliver(waits.confirmation)
  expect([await bury(waits.confirmation), await bury(arrived.confirmation)]).toEqual([[null], [null]])
  expect(await state(waits.confirmation)).toMatchObject({ givenUpAt: Date.now(), error: '503' })
  expect(await state(arrived.confirmation)).toMatchObject({ givenUpAt: null })
})

it('section 12: given up while its last thing was taken, and sent again, it is complete', async () => {
  const { confirmation } = await of()
  await env.DB.prepare(`UPDATE referral_submission SET delivered_at = 1 WHERE confirmation = '${confirmation}'`).run()
  expect(await deliver(confirmation)).toEqual([null])
  expect([sent, (await state(confirmation))!.completedAt]).toEqual([[], Date.now()])
})

it('section 12: without a core system everything waits; set up later, the hourly run sends what waits', async () => {
  const [waits, fresh] = [await of(), await of()]
  expect(await deliver(waits.confirmation, env)).toEqual([null])
  expect(await state(waits.confirmation)).toMatchObject({ tries: 0, givenUpAt: null })
  await env.DB.prepare('UPDATE referral_submission SET submitted_at = ? WHERE confirmation = ?')
    .bind(Date.now() + 1, fresh.confirmation)
    .run()
  later(HOUR + 1)
  expect(await doneBy(sweepDeliveries)).toBe(0)
  const queued: unknown[] = []
  const REFERRALS = {
    sendBatch: async (messages: { body: unknown }[]) => void queued.push(...messages.map(({ body }) => body)),
  }
  const means = { env: { ...core, REFERRALS } as never, config: readConfig(core) }
  expect(await doneBy(sweepDeliveries, means)).toBe(1)
  expect(queued).toEqual([{ confirmation: waits.confirmation }])
  // It is not overdue again at once, and is what the ticket finds.
  expect(await doneBy(sweepDeliveries, means)).toBe(0)
  expect(await deliver(waits.confirmation)).toEqual([null])
  expect((await state(waits.confirmation))!.completedAt).toBe(Date.now())
})

it('III.I.1 staff see what waits and what was given up, without a word of what it says, and try again', async () => {
  const staff = await signedIn(await aPerson({ email: 'is@plan.example', department: 'information-services' }))
  const page = async (browser: Browser, path = '/staff/deliveries') => (await browser.get(path)).text()
  expect(await page(staff)).toMatch(/No core system is set up[\s\S]*Nothing was given up/)
  const [refused, waits] = [await of(), await of()]
  answer = status(422)
  await deliver(refused.confirmation)
  answer = status(503)
  await deliver(waits.confirmation)
  const html = await page(staff)
  expect(html).toContain(`No. ${refused.row}`)
  expect(html).toContain(`No. ${waits.row}`)
  expect(html).toContain('It refused: status 422')
  // T25: what is stored is text.
  expect(html).toContain('Harbor &lt;b&gt;Clinic')
  expect(html).not.toContain('<b>Clinic')
  expect(html).not.toMatch(/GH-|Núñez|HV-100|I10|G0422|rdr_/)
  expect(await page(staff, '/staff')).toMatch(/Referrals that the core system did not take[\s\S]{0,300}1 referral/)
  expect(await (await new Browser().get('/healthz')).json()).toMatchObject({ undelivered: 1 })
  const csrf = await staff.token('/staff/deliveries')
  const again = await staff.post(`/staff/deliveries/${refused.row}/sending`, { csrf })
  expect([again.status, again.headers.get('Location')]).toEqual([303, '/staff/deliveries?done=again'])
  expect(await page(staff, '/staff/deliveries?done=again')).toMatch(/waits to be sent[\s\S]*; to be tried again/)
  expect(await events(refused.draft)).toEqual([expect.anything(), { event: 'referral.redelivered', detail: null }])
  expect(await state(refused.confirmation)).toMatchObject({ givenUpAt: null, tries: 0 })
  for (const row of [refused.row, waits.row, 99_999, 'x']) {
    expect((await staff.post(`/staff/deliveries/${row}/sending`, { csrf })).status).toBe(409)
  }
  answer = takes
  expect(await deliver(refused.confirmation)).toEqual([null])
  const business = await signedIn(await aPerson({ email: 'eb@plan.example', department: 'e-business' }))
  expect((await business.get('/staff/deliveries')).status).toBe(403)
})
