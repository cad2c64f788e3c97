import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { forgetDrafts } from '../../src/referrals/drafts/job.ts'
import { doneBy } from '../support/means.ts'
import type { Browser } from '../support/browser.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { aList, aMember } from '../support/records.ts'
import { anEntry, aProvider, begun, complete, count, originOf, service, typed } from '../support/referrals.ts'
import { signedIn } from '../support/session.ts'
import { DAY, later, stopTheClock } from '../support/time.ts'

stopTheClock()
type Person = { account: number; guard: string; email: string }
let office: number
let other: number
let author: Person
let browser: Browser
let requester: { row: number; sourceId: string }
let performer: string

beforeAll(async () => {
  await aList()
  office = await anOffice('Our Office')
  other = await anOffice('Other Office')
  author = await aPerson({ email: 'author@office.example', offices: [office], roles: ['submit-referrals'] })
  requester = await aProvider(office, 'Dr. Ours')
  await aProvider(other, 'Dr. Theirs')
  performer = await anEntry()
  await aMember({ number: 'HV100', firstName: 'Robin', lastName: 'Example' })
  await aMember({ number: 'HV101', firstName: 'Kim', lastName: 'Double' })
  await aMember({ number: 'HV102', firstName: 'Kai', lastName: 'Double' })
})
beforeEach(async () => {
  browser = await signedIn(author)
})
const textOf = async (path: string, by = browser) => (await by.get(path)).text()
const contentOf = async (id: string) =>
  JSON.parse(
    (await env.DB.prepare('SELECT content FROM referral_draft WHERE public_id = ?').bind(id).first<string>('content'))!,
  )
const quiet = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }
const keptAs = async (id: string, step: string, fields: Record<string, string>, by = browser) =>
  by.fetch(`/referrals/drafts/${id}/${step}`, {
    method: 'POST',
    headers: { ...quiet, 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' },
    body: new URLSearchParams({ csrf: await by.token('/home'), ...fields }).toString(),
  })

describe('III.B.6.d writing a referral', () => {
  it('III.B.6.d goes from page to page, and each keeps what was typed', async () => {
    const id = await begun(browser)
    expect((await typed(browser, id, 'member', { memberNumber: 'hv-100' })).headers.get('Location')).toBe(
      `/referrals/drafts/${id}/providers`,
    )
    const providers = await textOf(`/referrals/drafts/${id}/providers`)
    expect(providers).toContain('<strong>Robin Example</strong>')
    expect(providers).toContain('Dr. Ours')
    expect(providers).not.toContain('Dr. Theirs')
    const found = (
      await typed(browser, id, 'providers', {
        requester: String(requester.row),
        performerName: 'dr heart',
        do: 'find:provider',
      })
    ).headers.get('Location')!
    expect(found).toMatch(/\?s=.*#field-performerName$/)
    expect(found).not.toContain('heart')
    expect(await textOf(found.split('#')[0]!)).toContain(`value="${performer}"`)
    const chosen = await typed(browser, id, 'providers', { requester: String(requester.row), performer })
    expect(chosen.headers.get('Location')).toBe(`/referrals/drafts/${id}/codes`)
    expect((await typed(browser, id, 'codes', service)).headers.get('Location')).toBe(`/referrals/drafts/${id}/notes`)
    expect((await typed(browser, id, 'notes', { notes: 'a\r\nb' })).headers.get('Location')).toBe(
      `/referrals/drafts/${id}/files`,
    )
    const review = await textOf(`/referrals/drafts/${id}/review`)
    for (const word of ['Robin Example', 'Dr. Ours', 'Dr. Heart', 'M54.50', 'G0283', 'Submit the referral'])
      expect(review).toContain(word)
    expect((await contentOf(id)).fields.notes).toBe('a\nb')
  })

  it('II.C the match tells the name alone, and without one says so', async () => {
    const id = await begun(browser)
    const none = await typed(browser, id, 'member', { memberNumber: 'HV999' })
    expect([none.status, await none.text()]).toEqual([422, expect.stringContaining('No member fits.')])
    const several = await typed(browser, id, 'member', { lastName: 'Double', birthDate: '1980-04-21' })
    const text = await several.text()
    expect([several.status, text]).toEqual([422, expect.stringContaining('Several members fit.')])
    expect(text).not.toMatch(/Kim|Kai|HV101/)
    await typed(browser, id, 'member', { lastName: 'Double', birthDate: '1980-04-21', firstName: 'Kai' })
    const page = await textOf(`/referrals/drafts/${id}/providers`)
    expect(page).toContain('Kai Double')
    expect(page).not.toMatch(/HV102|1980|coverage|eligible/i)
  })

  it('III.B.6.d what is wrong is told beside its field, and kept all the same', async () => {
    const id = await begun(browser)
    const wrong = { ...service, diagnoses: 'M54.50, nonsense!', units: '0', endsOn: '2040-05-01', urgency: 'soon' }
    const answer = await typed(browser, id, 'codes', wrong)
    const html = await answer.text()
    expect(answer.status).toBe(422)
    for (const name of ['diagnoses', 'units', 'endsOn', 'urgency']) expect(html).toContain(`id="field-${name}-error"`)
    expect(await textOf(`/referrals/drafts/${id}/codes`)).toContain('value="M54.50, nonsense!"')
    expect((await typed(browser, id, 'notes', { notes: 'x'.repeat(2001) })).status).toBe(422)
    expect((await contentOf(id)).fields.notes).toHaveLength(2001)
  })

  it('III.L.2 an answer to a form that shows the draft again names its member in the log', async () => {
    const id = await begun(browser)
    const codes = await originOf(browser, id, 'codes')
    await typed(browser, id, 'member', { memberNumber: 'HV100' })
    const seen = async () =>
      (
        await env.DB.prepare(
          `SELECT a.page AS page, m.member_number AS member FROM audit a JOIN member m ON m.id = a.member_id
           WHERE a.record = ? ORDER BY a.seq`,
        )
          .bind(id)
          .all()
      ).results
    expect(await seen()).toEqual([])
    const expected = []
    for (const [path, status, fields] of [
      ['codes', 422, codes],
      ['notes', 409, { notes: 'x', state: 'old' }],
      ['submission', 409, { state: 'old' }],
    ] as const) {
      const answer = await browser.post(`/referrals/drafts/${id}/${path}`, { ...fields, do: 'go-on' })
      expect([path, answer.status, (await answer.text()).includes('Robin Example')]).toEqual([path, status, true])
      expected.push({ page: `/referrals/drafts/:id/${path}`, member: 'HV100' })
      expect(await seen()).toEqual(expected)
    }
  })

  it('III.B.6.d codes are held against what the plan has loaded, and found by words', async () => {
    await env.DB.prepare(
      "INSERT INTO service_code (system, code, words, file) VALUES ('hcpcs', 'G0283', 'Electrical stimulation', '')",
    ).run()
    await env.DB.prepare(
      "INSERT INTO service_code_word (system, word, code) VALUES ('hcpcs', 'stimulation', 'G0283')",
    ).run()
    const id = await begun(browser)
    const unknown = await typed(browser, id, 'codes', { ...service, services: 'G0284' })
    expect(await unknown.text()).toContain('The plan doesn’t know “G0284”')
    const found = await typed(browser, id, 'codes', {
      ...service,
      services: '',
      findService: 'stimulation',
      do: 'find:service',
    })
    const page = await (await browser.get(found.headers.get('Location')!.split('#')[0]!)).text()
    expect(page).toContain('value="add:service:G0283"')
    await typed(browser, id, 'codes', { ...service, services: '', findService: 'stimulation', do: 'add:service:G0283' })
    expect((await contentOf(id)).fields.services).toBe('G0283')
    await typed(browser, id, 'codes', { ...service, do: 'remove:diagnosis:M5450' })
    expect((await contentOf(id)).fields.diagnoses).toBe('')
    await env.DB.prepare('DELETE FROM service_code').run()
  })

  it('III.B.8 who refers is of the office, and within the limit of the grant', async () => {
    const limited = await aPerson({ email: 'limited@office.example', offices: [office], roles: ['submit-referrals'] })
    const second = await aProvider(office, 'Dr. Limited')
    await env.DB.prepare(
      "INSERT INTO grant_limit (membership_id, role, provider_id) SELECT id, 'submit-referrals', ? FROM membership WHERE account_id = ?",
    )
      .bind(second.row, limited.account)
      .run()
    const by = await signedIn(limited)
    const id = await begun(by)
    const page = await textOf(`/referrals/drafts/${id}/providers`, by)
    expect([page.includes('Dr. Limited'), page.includes('Dr. Ours')]).toEqual([true, false])
    const answer = await typed(by, id, 'providers', { requester: String(requester.row), performer })
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('Choose who refers.')])
  })
})

describe('section 12: a draft is kept on the server', () => {
  it('section 12: with scripts each change is kept at once, and says so quietly', async () => {
    const id = await begun(browser)
    const origin = await originOf(browser, id, 'notes')
    const answer = await keptAs(id, 'notes', { ...origin, notes: 'So far' })
    const text = await answer.text()
    expect(text).toMatch(/role="status">Kept at /)
    expect(text).not.toContain('<html')
    // The page goes on with its own token, whichever answer it heard of.
    expect((await keptAs(id, 'notes', { ...origin, notes: 'So far, so good' })).status).toBe(200)
    expect(await textOf(`/referrals/drafts/${id}/notes`)).toContain('So far, so good')
  })

  it('section 12: what a page kept on the way never comes after what it was sent with', async () => {
    const id = await begun(browser)
    const origin = await originOf(browser, id, 'notes')
    await browser.post(`/referrals/drafts/${id}/notes`, { ...origin, notes: 'Sent', do: 'go-on' })
    expect((await keptAs(id, 'notes', { ...origin, notes: 'Late' })).status).toBe(409)
    expect((await contentOf(id)).fields.notes).toBe('Sent')
  })

  it('section 12: of two windows the older is told what was kept, and loses nothing', async () => {
    const id = await begun(browser)
    const [one, two] = [await originOf(browser, id, 'notes'), await originOf(browser, id, 'notes')]
    const send = (origin: object, notes: string) =>
      browser.post(`/referrals/drafts/${id}/notes`, { ...origin, notes, do: 'go-on' })
    expect((await send(one, 'First window')).status).toBe(303)
    const late = await send(two, 'Second window')
    const html = await late.text()
    expect(late.status).toBe(409)
    expect(html).toContain('Notes: First window')
    expect(html).toContain('Second window</textarea>')
    expect((await contentOf(id)).fields.notes).toBe('First window')
    const state = /name="state" value="([^"]*)"/.exec(html)![1]!
    expect((await send({ state, tab: '' }, 'Second window')).status).toBe(303)
    expect((await contentOf(id)).fields.notes).toBe('Second window')
  })

  it('section 12: two windows at different pages don’t disturb each other; many at once lose nothing', async () => {
    const id = await begun(browser)
    const [notes, codes] = [await originOf(browser, id, 'notes'), await originOf(browser, id, 'codes')]
    const csrf = await browser.token('/home')
    const answers = await Promise.all([
      browser.post(`/referrals/drafts/${id}/notes`, { csrf, ...notes, notes: 'Both', do: 'go-on' }),
      browser.post(`/referrals/drafts/${id}/codes`, { csrf, ...codes, ...service, do: 'go-on' }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect((await contentOf(id)).fields).toMatchObject({ notes: 'Both', units: '6' })
  })

  it('III.E.2 at every page a form that came after the session had closed is offered again, and then kept', async () => {
    const id = await complete(browser, { member: 'HV100', requester: requester.row, performer })
    const changes: Record<string, Record<string, string>> = {
      member: { memberNumber: 'HV101' },
      providers: { requester: String(requester.row), performer, performerName: 'Late name' },
      codes: { ...service, units: '9' },
      notes: { notes: 'Late notes' },
    }
    for (const [step, fields] of Object.entries(changes)) {
      const origin = await originOf(browser, id, step)
      const csrf = await browser.token('/home')
      await env.DB.prepare('UPDATE session SET ended_at = 1 WHERE ended_at IS NULL').run()
      const late = await browser.post(`/referrals/drafts/${id}/${step}`, { csrf, ...origin, ...fields, do: 'go-on' })
      const kept = /kept\/frm_[0-9a-z]+/.exec(decodeURIComponent(late.headers.get('Location')!))![0]
      browser = await signedIn(author)
      const offered = await textOf(`/${kept}`)
      const hidden = Object.fromEntries(
        [...offered.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
          name!,
          value!,
        ]),
      )
      expect((await browser.post(`/referrals/drafts/${id}/${step}`, hidden)).status).toBe(303)
    }
    expect((await contentOf(id)).fields).toMatchObject({
      memberNumber: 'HV101',
      performerName: 'Late name',
      units: '9',
      notes: 'Late notes',
    })
  })

  it('section 12: pressed twice it is one draft; it is listed with its member, discarded, and then gone', async () => {
    await env.DB.prepare('DELETE FROM referral_draft').run()
    const id = await begun(browser)
    expect(await begun(browser)).toBe(id)
    await typed(browser, id, 'member', { memberNumber: 'HV100' })
    expect(await textOf('/referrals/new')).toContain('Robin Example')
    const members = await env.DB.prepare(
      "SELECT members FROM audit WHERE page = '/referrals/new' ORDER BY seq DESC LIMIT 1",
    ).first<string>('members')
    expect(JSON.parse(members!)).toHaveLength(1)
    expect((await browser.post(`/referrals/drafts/${id}/discard`, {})).headers.get('Location')).toBe(
      '/referrals/new?done=discarded',
    )
    expect((await browser.get(`/referrals/drafts/${id}/member`)).status).toBe(404)
    expect((await browser.post(`/referrals/drafts/${id}/discard`, {})).status).toBe(404)
  })

  it('section 12: forgotten 30 days after its last change, with its files, and not before', async () => {
    await env.DB.prepare('DELETE FROM referral_draft').run()
    const [old, kept] = [
      await complete(browser, { member: 'HV100', requester: requester.row, performer }),
      await begun(browser),
    ]
    await env.ATTACHMENTS.put('att_1', '%PDF-')
    await env.DB.prepare(
      "INSERT INTO referral_attachment (public_id, draft_public_id, name, media_type, bytes, digest, scanned, added_at) VALUES ('att_1', ?, 'a.pdf', 'application/pdf', 5, '', 0, 0)",
    )
      .bind(old)
      .run()
    later(30 * DAY)
    expect(await doneBy(forgetDrafts)).toBe(0)
    await (browser = await signedIn(author)).get('/home')
    await typed(browser, kept, 'notes', { notes: 'Still here' })
    later(1000)
    expect(await doneBy(forgetDrafts)).toBe(2)
    expect([
      await count('referral_draft'),
      await count('referral_attachment'),
      await count('attachment_object'),
    ]).toEqual([1, 0, 0])
    expect(await env.ATTACHMENTS.head('att_1')).toBeNull()
  })
})
