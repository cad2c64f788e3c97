import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { readContent, stateOf } from '../../src/referrals/drafts/rules.ts'
import { stopTheClock } from '../support/time.ts'
import type { Browser } from '../support/browser.ts'
import { batching, counting, failingAt } from '../support/counting.ts'
import { publishRows, rows } from '../support/feed.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { aMember } from '../support/records.ts'
import {
  aFile,
  anEntry,
  aProvider,
  complete,
  count,
  draftRows,
  originOf,
  submitted,
  typed,
} from '../support/referrals.ts'
import { counts, grown } from '../support/tables.ts'
import { signedIn } from '../support/session.ts'

stopTheClock()
type Person = { account: number; guard: string; email: string }
let office: number
let author: Person
let browser: Browser
let parts: { member: string; requester: number; performer: string }
let nth = 0

beforeAll(async () => {
  await publishRows(
    'abortion,icd-10-cm,exact,Z33.2',
    'birth-control,hcpcs,exact,J7300',
    'birth-control,cpt,exact,58300',
  )
  office = await anOffice('Our Office')
  author = await aPerson({ email: 'author@office.example', offices: [office], roles: ['submit-referrals'] })
  const requester = await aProvider(office, 'Dr. Ours')
  parts = { member: '', requester: requester.row, performer: await anEntry() }
})
beforeEach(async () => {
  browser = await signedIn(author)
  // A member of each test's own: no other test's referral looks like its.
  const number = `HV${(nth += 1)}`
  await aMember({ number })
  parts = { ...parts, member: number }
})
afterEach(() => {
  vi.restoreAllMocks()
})

const confirmationsIn = async (answer: Response, by = browser) => {
  const html = await (await by.get(answer.headers.get('Location')!)).text()
  return { html, number: /GH-[0-9A-HJKMNP-TV-Z]{10}/.exec(html)?.[0] }
}
const referralOf = async (number: string | undefined) =>
  (
    await rows<{ publicId: string; office: number; member: string; shown: number | null; status: string }>(
      `SELECT r.public_id AS publicId, r.office_id AS office, m.member_number AS member, r.status AS status,
         r.shown_under = (SELECT max(version) FROM restricted_list) AS shown
       FROM referral r JOIN member m ON m.id = r.member_id WHERE r.source_id = ?`,
      number,
    )
  )[0]

describe('III.B.6.d submitting a referral', () => {
  it('III.B.6.d is accepted with a confirmation number, kept whole, and becomes a record like the core system’s', async () => {
    const id = await complete(browser, parts)
    const answer = await submitted(browser, id)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).not.toContain('GH-')
    const { html, number } = await confirmationsIn(answer)
    expect(html).toContain(`The confirmation number is ${number}`)
    expect(html).toContain('Waiting to be taken')
    expect(await referralOf(number)).toMatchObject({ office, member: parts.member, shown: 1, status: 'active' })
    const [kept] = await rows<{ content: string; draft: string }>(
      'SELECT content, draft_public_id AS draft FROM referral_submission WHERE confirmation = ?',
      number,
    )
    expect(kept!.draft).toBe(id)
    expect(JSON.parse(kept!.content)).toMatchObject({
      member: { number: parts.member }, office: { name: 'Our Office' }, requester: { name: 'Dr. Ours' }, performer: { name: 'Dr. Heart' },
      diagnoses: [{ system: 'icd-10-cm', code: 'M5450' }], services: [{ system: 'hcpcs', code: 'G0283' }], units: 6, startsOn: '2040-06-01',
      endsOn: '2040-08-31', urgency: 'routine', notes: 'Pain for six weeks.',
    }) // prettier-ignore
    const [row] = await rows<{ member: number; office: number; detail: string | null }>(
      "SELECT member_id AS member, office_id AS office, detail FROM audit WHERE event = 'referral.submitted' AND record = ?",
      id,
    )
    expect(row).toEqual({ member: expect.any(Number), office, detail: null })
    expect(await rows('SELECT id FROM feed_work')).toEqual([])
  })

  it('III.B.6.d asked for by twenty at once, and again later, it is one referral with one number', async () => {
    const id = await complete(browser, parts)
    const before = await count('referral_submission')
    const { state } = await originOf(browser, id, 'review')
    const csrf = await browser.token('/home')
    const send = () => browser.post(`/referrals/drafts/${id}/submission`, { csrf, state })
    const answers = await Promise.all(Array.from({ length: 20 }, send))
    answers.push(await send())
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]))
    const numbers = new Set<string | undefined>()
    for (const answer of answers)
      numbers.add((/confirmation number is (GH-\w+)/.exec((await confirmationsIn(answer)).html) ?? [])[1])
    expect(numbers.size).toBe(1)
    expect([...numbers][0]).toMatch(/^GH-/)
    expect(await count('referral_submission')).toBe(before + 1)
    expect(await rows("SELECT count(*) AS n FROM audit WHERE event = 'referral.submitted' AND record = ?", id)).toEqual(
      [{ n: 1 }],
    )
    // Its pages lead to the confirmation, with what another window still had open.
    expect((await browser.get(`/referrals/drafts/${id}/review`)).headers.get('Location')).toBe(
      '/referrals/confirmations',
    )
    expect((await browser.post(`/referrals/drafts/${id}/notes`, { notes: 'late' })).headers.get('Location')).toBe(
      '/referrals/confirmations',
    )
  })

  it('III.B.6.d tells the queue to the core system its number alone, and is accepted while that queue is down', async () => {
    const sent: unknown[] = []
    const queues = [async (ticket: unknown) => sent.push(ticket), () => Promise.reject(new Error('down'))]
    const numbers = []
    for (const send of queues) {
      const id = await complete(browser, parts)
      browser.bindings = { ...env, REFERRALS: { send } } as unknown as Env
      const { number } = await confirmationsIn(await submitted(browser, id, { anyway: 'on' }))
      expect(await referralOf(number)).toBeDefined()
      numbers.push(number)
    }
    expect(sent).toEqual([{ confirmation: numbers[0] }])
  })

  it('III.B.6.d is not submitted while something is open, or was changed since it was looked at', async () => {
    const id = await complete(browser, { ...parts, codes: { units: '' } })
    const before = await count('referral_submission')
    const [row] = await rows<{ content: string }>('SELECT content FROM referral_draft WHERE public_id = ?', id)
    const asItIs = stateOf(readContent(row!.content), 'review')
    const open = await browser.post(`/referrals/drafts/${id}/submission`, { state: asItIs })
    expect([open.status, await open.text()]).toEqual([422, expect.stringContaining('Some parts are still open')])
    await typed(browser, id, 'codes', {
      diagnoses: 'M54.50',
      services: 'G0283',
      units: '2',
      startsOn: '2040-06-01',
      endsOn: '2040-06-02',
      urgency: 'urgent',
    })
    const { state } = await originOf(browser, id, 'review')
    await typed(browser, id, 'notes', { notes: 'Changed elsewhere' })
    const changed = await browser.post(`/referrals/drafts/${id}/submission`, { state })
    expect([changed.status, await changed.text()]).toEqual([409, expect.stringContaining('Changed elsewhere')])
    const { state: seen } = await originOf(browser, id, 'review')
    await aFile(id)
    expect((await browser.post(`/referrals/drafts/${id}/submission`, { state: seen })).status).toBe(409)
    expect(await count('referral_submission')).toBe(before)
    expect((await submitted(browser, id)).status).toBe(303)
  })

  it('section 18: D1 failing at any call leaves all of it or nothing', async () => {
    for (let k = 1; k <= 4; k += 1) {
      const number = `HF${k}`
      await aMember({ number })
      const id = await complete(browser, { ...parts, member: number })
      const { state } = await originOf(browser, id, 'review')
      const csrf = await browser.token('/home')
      const before = [await count('referral_submission'), await count('referral')]
      vi.spyOn(console, 'error').mockImplementation(() => undefined)
      const counted = counting()
      counted.failOn = (n) => n === k
      browser.bindings = counted.bindings
      const answer = await browser.post(`/referrals/drafts/${id}/submission`, { csrf, state })
      browser.bindings = env
      const after = [await count('referral_submission'), await count('referral')]
      const isThere = after[0]! > before[0]!
      expect([k, after]).toEqual([k, isThere ? before.map((n) => n + 1) : before])
      expect([k, answer.status]).toEqual([k, isThere ? 303 : 500])
      if (!isThere) expect((await browser.post(`/referrals/drafts/${id}/submission`, { csrf, state })).status).toBe(303)
    }
  })

  it('section 18: whichever statement fails, nothing is left of it, the draft is as it was, and the next try succeeds', async () => {
    const id = await complete(browser, parts)
    await aFile(id)
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const { state } = await originOf(browser, id, 'review')
    const csrf = await browser.token('/home')
    const submit = () => browser.post(`/referrals/drafts/${id}/submission`, { csrf, state })
    const [before, kept] = [await counts(), await draftRows(id)]
    let answer: Response
    for (let k = 0; ; k += 1) {
      const failing = failingAt(k)
      browser.bindings = failing.bindings
      answer = await submit()
      browser.bindings = env
      // The try after the last one has nothing in its way.
      if (!failing.failed) break
      expect([k, answer.status]).toEqual([k, 500])
      expect(await answer.text()).toContain('Nothing was changed or lost by it.')
      expect([k, await grown(before), await draftRows(id)]).toEqual([k, {}, kept])
      if (k % 10 > 0) continue
      const review = await (await browser.get(`/referrals/drafts/${id}/review`)).text()
      for (const own of ['Pain for six weeks.', 'unseen.pdf', 'G0283', state]) expect(review).toContain(own)
      before.audit! += 1
    }
    const { number } = await confirmationsIn(answer)
    expect(await referralOf(number)).toMatchObject({ member: parts.member, shown: 1 })
    const made = await grown(before)
    expect(made).toMatchObject({ referral: 1, referral_submission: 1, feed_record: 1, referral_draft: -1 })
    expect(made).not.toHaveProperty('referral_attachment')
  })

  it('section 18: an answer of D1 that is lost on its way is no failure: the number is told, and it is the only one', async () => {
    const id = await complete(browser, parts)
    const { state } = await originOf(browser, id, 'review')
    const csrf = await browser.token('/home')
    const before = await count('referral')
    browser.bindings = batching(async (statements) => {
      await env.DB.batch(statements)
      throw new Error('the connection was lost')
    })
    const answer = await browser.post(`/referrals/drafts/${id}/submission`, { csrf, state })
    browser.bindings = env
    expect(answer.status).toBe(303)
    const { number } = await confirmationsIn(answer)
    expect(await referralOf(number)).toBeDefined()
    const again = await confirmationsIn(await browser.post(`/referrals/drafts/${id}/submission`, { csrf, state }))
    expect([again.number, await count('referral')]).toEqual([number, before + 1])
  })
})

/** The page without what is anybody's own: number, time, seals and tokens. */
const plain = (html: string) =>
  html
    .replaceAll(/GH-[0-9A-Z]{10}/g, 'GH')
    .replaceAll(/value="[^"]{20,}"/g, 'value')
    .replaceAll(/\d+:\d\d [AP]M/g, 'time')
    .replaceAll(/data-seconds-left="\d+"/g, 'left')

describe('III.I.1 a restricted referral', () => {
  it.each([
    ['its diagnosis', { diagnoses: 'M54.50 Z33.2' }],
    ['its service', { services: 'J7300' }],
    ['a second service', { services: 'G0283, 58300' }],
  ])('III.I.1 by %s is accepted byte for byte like any other, and then isn’t there', async (_by, codes) => {
    const ordinary = await aPerson({
      email: `o${(nth += 1)}@office.example`,
      offices: [office],
      roles: ['submit-referrals', 'view-referrals'],
    })
    const hidden = await aPerson({
      email: `h${(nth += 1)}@office.example`,
      offices: [office],
      roles: ['submit-referrals', 'view-referrals'],
    })
    const answers = []
    for (const [who, more] of [
      [ordinary, {}],
      [hidden, codes],
    ] as const) {
      const number = `HR${(nth += 1)}`
      await aMember({ number })
      const by = await signedIn(who)
      const answer = await submitted(by, await complete(by, { ...parts, member: number, codes: more }))
      const page = await by.get(answer.headers.get('Location')!)
      const html = await page.text()
      const list = await (await by.get('/referrals/confirmations')).text()
      answers.push({
        head: [answer.status, [...answer.headers].filter(([name]) => name !== 'location')],
        length: answer.headers.get('Location')!.length,
        page: [page.status, plain(html).replaceAll(who.email, ''), plain(list).replaceAll(who.email, '')],
        confirmation: /GH-[0-9A-Z]{10}/.exec(html)![0],
      })
    }
    const [open, restricted] = answers
    expect({ ...restricted, confirmation: '' }).toEqual({ ...open, confirmation: '' })
    expect(await referralOf(open!.confirmation)).toMatchObject({ shown: 1 })
    expect(await referralOf(restricted!.confirmation)).toMatchObject({ shown: null })
  })

  it('III.I.2 a later version of the list judges it again, both ways', async () => {
    const { number } = await confirmationsIn(
      await submitted(browser, await complete(browser, { ...parts, codes: { services: 'J1950' } })),
    )
    expect(await referralOf(number)).toMatchObject({ shown: 1 })
    await publishRows('birth-control,hcpcs,exact,J1950')
    expect(await referralOf(number)).toMatchObject({ shown: null })
  })
})
