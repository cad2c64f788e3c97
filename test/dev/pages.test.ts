import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { toMailbox } from '../../dev/mailbox/carry.ts'
import dev from '../../dev/index.tsx'
import { instant, shiftClock } from '../../src/clock.ts'
import { carryBy } from '../../src/mail/provider.ts'
import { ORIGIN, mailTo, Browser } from '../support/browser.ts'
import { anOffice } from '../support/people.ts'

const json = { Accept: 'application/json' }

function ask(path: string, form?: Record<string, string>, headers: Record<string, string> = json): Promise<Response> {
  const body = form && new URLSearchParams(form)
  const request = new Request(ORIGIN + path, { method: body ? 'POST' : 'GET', headers, ...(body && { body }) })
  return Promise.resolve(dev.fetch(request as never, env, createExecutionContext()))
}

const asked = { email: 'new@office.example', password: 'Brand-new-7', office: 'org-1', roles: 'eligibility,claims' }

beforeAll(async () => {
  carryBy(toMailbox)
  const office = await anOffice('The Office', { accessOn: null })
  await env.DB.prepare("UPDATE office SET source_id = 'org-1' WHERE id = ?").bind(office).run()
})
afterAll(() => shiftClock(0))

it('III.A.1.a a person made for imported data can sign in: the office has access from then on', async () => {
  const made = await ask('/dev/people', asked)
  expect(made.status).toBe(201)
  expect(await made.json()).toEqual({ email: asked.email, office: 'org-1', roles: ['eligibility', 'claims'] })
  const answer = await new Browser().password(asked.email, asked.password)
  expect(answer.headers.get('Location')).toBe('/sign-in/second-factor?next=')
  const row = await env.DB.prepare("SELECT clause FROM audit WHERE event = 'office.access_granted'").all()
  expect(row.results).toEqual([{ clause: 'III.A.1.a' }])
})

it('the same person asked for twice is made once; another one at the address is refused', async () => {
  expect((await ask('/dev/people', asked)).status).toBe(200)
  const other = await ask('/dev/people', { ...asked, roles: 'claims' })
  expect(other.status).toBe(422)
  expect(await other.json()).toMatchObject({ errors: { email: expect.any(String) } })
})

it.each([
  ['email', { email: 'nobody' }],
  ['password', { password: '' }],
  ['office', { office: 'no-such-organization' }],
  ['roles', { roles: 'claims,everything' }],
])('what cannot be made is refused with a sentence for %s', async (field, wrong) => {
  const answer = await ask('/dev/people', { ...asked, email: 'other@office.example', ...wrong })
  expect(answer.status).toBe(422)
  expect(Object.keys(((await answer.json()) as { errors: object }).errors)).toEqual([field])
})

it('III.F.3 the mailbox has the code that went out, and only the address asked for', async () => {
  await mailTo(asked.email)
  const of = async (to: string) => (await ask(`/dev/mailbox?to=${to}`)).json()
  expect(await of(asked.email)).toMatchObject([
    { to: asked.email, channel: 'email', code: expect.stringMatching(/^\d{6}$/), link: null },
  ])
  expect(await of('somebody@else.example')).toEqual([])
})

it('the mailbox shows a message as HTML too, with its styles and nothing else', async () => {
  const list = await (await ask('/dev/mailbox', undefined, {})).text()
  const [, path = ''] = /href="(\/dev\/mailbox\/\w+\/html)"/.exec(list) ?? []
  const answer = await ask(path, undefined, {})
  expect(answer.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; style-src 'unsafe-inline'/)
  expect(await answer.text()).toMatch(/^<!doctype html>.*class="code">\d{6}</s)
  expect((await ask('/dev/mailbox/none/html', undefined, {})).status).toBe(404)
})

it('the clock moves on, and stays moved', async () => {
  const before = instant().getTime()
  const answer = await ask('/dev/clock', { advance: 'P2D', run: '1' })
  expect(answer.status).toBe(200)
  await ask('/dev/clock', { advance: 'P43D' })
  expect(instant().getTime() - before).toBeGreaterThanOrEqual(45 * 86_400_000)
  const kept = await env.DB.prepare('SELECT shift_ms FROM dev_clock').first<{ shift_ms: number }>()
  expect(kept?.shift_ms).toBe(45 * 86_400_000)
  const runs = await env.DB.prepare(
    "SELECT count(*) AS n FROM audit WHERE event = 'job.ran' AND detail ->> 'job' = 'mail.sweep'",
  ).first<{ n: number }>()
  expect(runs?.n).toBe(48)
  expect((await ask('/dev/clock', { advance: 'tomorrow' })).status).toBe(422)
  expect((await ask('/dev/clock', { now: 'tomorrow' })).status).toBe(422)
})

it('T11 no other site may use the development pages', async () => {
  const foreign = { ...json, Origin: 'https://evil.example' }
  for (const path of ['/dev/people', '/dev/clock', '/dev/people/demo']) {
    expect((await ask(path, asked, foreign)).status, path).toBe(403)
  }
})
