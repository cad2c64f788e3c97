import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { counting } from '../support/counting.ts'
import { publishRows, rows, send } from '../support/feed.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { aMember } from '../support/records.ts'
import { anEntry, aProvider, begun, complete, originOf, submitted, typed } from '../support/referrals.ts'
import { signedIn } from '../support/session.ts'
import { later, MINUTE, stopTheClock } from '../support/time.ts'

stopTheClock()
type Person = { account: number; guard: string; email: string }
let office: number
let other: number
let author: Person
let colleague: Person
let browser: Browser
let parts: { member: string; requester: number; performer: string }
let nth = 0

beforeAll(async () => {
  await publishRows('birth-control,hcpcs,exact,J7300')
  office = await anOffice('Our Office')
  other = await anOffice('Other Office')
  author = await aPerson({ email: 'author@office.example', offices: [office], roles: ['submit-referrals'] })
  colleague = await aPerson({ email: 'colleague@office.example', offices: [office], roles: ['submit-referrals'] })
  parts = { member: '', requester: (await aProvider(office)).row, performer: await anEntry() }
})
beforeEach(async () => {
  browser = await signedIn(author)
  const number = `HV${(nth += 1)}`
  await aMember({ number })
  parts = { ...parts, member: number }
})
const textOf = async (path: string, by = browser) => (await by.get(path)).text()
const contentOf = async (id: string) =>
  (await rows<{ content: string }>('SELECT content FROM referral_draft WHERE public_id = ?', id))[0]?.content

describe('T15 a draft is its author’s alone, in one office', () => {
  it('T15 another account of the office, and the author in another office, find nothing there', async () => {
    const id = await complete(browser, parts)
    const both = await aPerson({ email: 'both@office.example', offices: [other], roles: ['submit-referrals'] })
    await env.DB.prepare('UPDATE referral_draft SET account_id = ? WHERE public_id = ?').bind(both.account, id).run()
    for (const who of [colleague, both, author]) {
      const by = await signedIn(who)
      const before = await contentOf(id)
      for (const step of ['member', 'providers', 'codes', 'notes', 'files', 'review']) {
        expect((await by.get(`/referrals/drafts/${id}/${step}`)).status).toBe(404)
      }
      for (const path of ['notes', 'discard', 'submission', 'files']) {
        expect((await by.post(`/referrals/drafts/${id}/${path}`, { notes: 'Mine now', do: 'go-on' })).status).toBe(404)
      }
      expect(await textOf('/referrals/new', by)).not.toContain(id)
      expect(await contentOf(id)).toEqual(before)
    }
  })

  it('T15 is its office’s when what comes back under its number names none, and nobody’s when it names another', async () => {
    await anOffice('Taker')
    const [taker] = await rows<{ source: string }>("SELECT source_id AS source FROM office WHERE name = 'Taker'")
    const answer = await submitted(browser, await complete(browser, parts))
    const number = /GH-[0-9A-Z]{10}/.exec(await textOf(answer.headers.get('Location')!))?.[0]
    const referralOf = async () =>
      rows('SELECT office_id AS office, status AS status FROM referral WHERE source_id = ?', number)
    const back = { resourceType: 'ServiceRequest', id: number!, status: 'completed', intent: 'order' }
    const [{ patient } = { patient: '' }] = await rows<{ patient: string }>(
      'SELECT member_source_id AS patient FROM referral WHERE source_id = ?',
      number,
    )
    for (const [requester, whose] of [
      [`Organization/${taker!.source}`, null],
      ['Practitioner/anybody', office],
    ] as const) {
      await send({
        ...back,
        subject: { reference: `Patient/${patient}` },
        requester: { reference: requester },
      })
      expect([requester, await referralOf()]).toEqual([requester, [{ office: whose, status: 'completed' }]])
    }
  })

  it('T13 III.B.9 without the role nothing of it is reached', async () => {
    const id = await begun(browser)
    await env.DB.prepare(
      'DELETE FROM role_grant WHERE membership_id IN (SELECT id FROM membership WHERE account_id = ?)',
    )
      .bind(author.account)
      .run()
    expect((await browser.get(`/referrals/drafts/${id}/notes`)).status).toBe(403)
    expect((await browser.post(`/referrals/drafts/${id}/notes`, { notes: 'x' })).status).toBe(403)
    await env.DB.prepare(
      "INSERT INTO role_grant (membership_id, role, granted_at) SELECT id, 'submit-referrals', 1 FROM membership WHERE account_id = ?",
    )
      .bind(author.account)
      .run()
  })

  it('T24 a search of another session is none, and each page is one call to D1', async () => {
    const id = await begun(browser)
    const found = (await typed(browser, id, 'providers', { performerName: 'Dr. Heart', do: 'find:provider' })).headers
      .get('Location')!
      .split('#')[0]!
    expect(await textOf(found)).toContain(parts.performer)
    expect(await textOf(found, await signedIn(author))).not.toContain(parts.performer)
    const counted = counting()
    browser.bindings = counted.bindings
    for (const path of [found, `/referrals/drafts/${id}/review`, '/referrals/new', '/referrals/confirmations']) {
      const before = counted.d1
      expect((await browser.get(path)).status).toBe(200)
      expect([path, counted.d1 - before]).toEqual([path, 1])
    }
  })
})

describe('section 12: a referral like one that is there', () => {
  /** A referral of the member as the feed stores it; what its rows say is set here. */
  const stored = async (member: string, more: Record<string, unknown> = {}) => {
    const row = {
      source_id: `core-${(nth += 1)}`,
      starts_on: '2040-08-01',
      ends_on: '2040-12-31',
      services: '[["hcpcs","G0283"]]',
      shown_under: (await rows<{ v: number }>('SELECT max(version) AS v FROM restricted_list'))[0]!.v,
      office_id: office,
      ...more,
    }
    const id = `ref_${String(nth).padStart(24, '0')}`
    await env.DB.prepare(
      `INSERT INTO referral (public_id, source_id, number, member_id, office_id, status, shown_under, as_of, starts_on, ends_on, services)
       SELECT ?, ?, 'R-' || ?, m.id, ?, 'active', ?, 0, ?, ?, ? FROM member m WHERE m.member_number = ?`,
    )
      .bind(id, row.source_id, nth, row.office_id, row.shown_under, row.starts_on, row.ends_on, row.services, member)
      .run()
    return id
  }

  it('section 12: is told before it is submitted, in words, with links for whoever reads referrals; and may be meant', async () => {
    const id = await complete(browser, parts)
    const { state } = await originOf(browser, id, 'review')
    const alike = await stored(parts.member)
    const unaware = await browser.post(`/referrals/drafts/${id}/submission`, { state })
    const html = await unaware.text()
    expect(unaware.status).toBe(422)
    expect(html).toContain('Submit anyway')
    expect(html).toContain('A referral of your office')
    expect(html).not.toContain(alike)
    await env.DB.prepare(
      "INSERT INTO role_grant (membership_id, role, granted_at) SELECT id, 'view-referrals', 1 FROM membership WHERE account_id = ?",
    )
      .bind(author.account)
      .run()
    expect(await (await browser.get(`/referrals/drafts/${id}/review`)).text()).toContain(`/referrals/${alike}`)
    await env.DB.prepare(
      "DELETE FROM role_grant WHERE role = 'view-referrals' AND membership_id IN (SELECT id FROM membership WHERE account_id = ?)",
    )
      .bind(author.account)
      .run()
    expect((await submitted(browser, id, { anyway: 'on' })).status).toBe(303)
  })

  it.each([
    ['III.I.1 restricted', { shown_under: null }],
    ['III.I.1 judged under an older list', { shown_under: 0 }],
    ['II.C of another office', { office_id: null }],
    ['section 12: over before', { starts_on: '2040-01-01', ends_on: '2040-05-31' }],
    ['section 12: for another service', { services: '[["hcpcs","G0284"]]' }],
  ])('%s: no warning', async (_name, more) => {
    await stored(parts.member, more)
    const id = await complete(browser, parts)
    expect(await (await browser.get(`/referrals/drafts/${id}/review`)).text()).not.toContain('looks like')
    later(1)
    expect((await submitted(browser, id)).status).toBe(303)
  })
})

describe('section 12: confirmations', () => {
  it('T15 are one’s own in this office, 25 a page, with nothing of what they say; on paper too', async () => {
    const other = await anOffice('Elsewhere')
    const busy = await aPerson({ email: 'busy@office.example', offices: [office], roles: ['submit-referrals'] })
    const insert = (account: number, of: number, n: number) =>
      env.DB.prepare(
        "INSERT INTO referral_submission (confirmation, draft_public_id, account_id, office_id, submitted_at, content, delivered_at) VALUES (?, ?, ?, ?, ?, '{}', ?)",
      )
        .bind(`GH-X${of}${account}N${n}`, `d${of}-${account}-${n}`, account, of, n, n % 2 ? 1 : null)
        .run()
    for (let n = 10; n < 40; n += 1) await insert(busy.account, office, n)
    await insert(busy.account, other, 1)
    await insert(author.account, office, 1)
    const by = await signedIn(busy)
    const first = await (await by.get('/referrals/confirmations')).text()
    const numbersIn = (html: string) => [...new Set(html.match(/GH-X\w+/g) ?? [])]
    const next = /href="([^"]+)" rel="next"/.exec(first)![1]!
    const all = [...numbersIn(first), ...numbersIn(await (await by.get(next)).text())]
    expect([numbersIn(first).length, all.length, new Set(all).size]).toEqual([25, 30, 30])
    expect(all.every((number) => number.startsWith(`GH-X${office}${busy.account}N`))).toBe(true)
    expect(numbersIn(await (await (await signedIn(author)).get(next)).text())).toEqual(expect.not.arrayContaining(all))
    expect(await (await by.get('/referrals/confirmations/print')).text()).toContain('Purpose:')
  })
})

describe('the pages of a draft', () => {
  it('section 18: the page is under one place, the nearest', async () => {
    const who = await aPerson({
      email: 'reader@office.example',
      offices: [office],
      roles: ['submit-referrals', 'view-referrals'],
    })
    const html = await textOf('/referrals/new', await signedIn(who))
    expect(html.match(/<a [^>]*aria-current="page"[^>]*>[^<]*/g)).toEqual([
      '<a href="/referrals/new" aria-current="page">New referral',
    ])
  })

  it('III.E.2 what the page keeps by itself after the session had closed leads nowhere: the form that is sent does', async () => {
    const quiet = { 'HX-Request': 'true', 'HX-Request-Type': 'partial', 'HX-Target': 'div#kept' }
    const id = await begun(browser)
    const csrf = await browser.token('/home')
    later(16 * MINUTE)
    const kept = await browser.fetch(`/referrals/drafts/${id}/notes`, {
      method: 'POST',
      headers: { ...quiet, 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' },
      body: new URLSearchParams({ csrf, notes: 'typed late' }).toString(),
    })
    expect([kept.status, kept.headers.get('HX-Redirect'), kept.headers.getSetCookie()]).toEqual([204, null, []])
    const sent = await browser.post(`/referrals/drafts/${id}/notes`, { csrf, notes: 'typed late', do: 'go-on' })
    expect(sent.headers.get('Location')).toMatch(/^\/sign-in\?closed=idle&next=%2Fkept%2Ffrm_/)
  })
})
