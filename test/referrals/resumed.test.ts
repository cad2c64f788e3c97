import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { aList, aMember, type Stored } from '../support/records.ts'
import { begun, typed } from '../support/referrals.ts'
import { membershipOf } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'
import { later, stopTheClock } from '../support/time.ts'

stopTheClock()
let office: number
let other: number
let author: { account: number; guard: string }
let browser: Browser
const members: Stored[] = []
const drafts: string[] = []

beforeAll(async () => {
  await aList()
  office = await anOffice('Our Office')
  other = await anOffice('Other Office')
  author = await aPerson({
    email: 'author@office.example',
    offices: [office, other],
    roles: ['submit-referrals', 'eligibility'],
  })
  for (let n = 0; n < 5; n += 1) members.push(await aMember({ number: `HV${n}`, firstName: `Begun${n}` }))
  browser = await signedIn(author)
  for (let n = 0; n < 4; n += 1) {
    drafts.push(await begun(browser))
    await typed(browser, drafts[n]!, 'member', { memberNumber: `HV${n}` })
    later(1000)
  }
})

beforeEach(async () => {
  browser = await signedIn(author)
})

/** The drafts that the first page offers, in its order, and whose information its audit row says was shown. */
async function home(by = browser) {
  const html = await (await by.get('/home')).text()
  const named = await env.DB.prepare(
    "SELECT members AS members FROM audit WHERE page = '/home' ORDER BY seq DESC LIMIT 1",
  ).first<string>('members')
  return {
    html,
    offered: [...html.matchAll(/href="\/referrals\/drafts\/(\w+)\/review"/g)].map(([, id]) => id),
    named: (JSON.parse(named ?? '[]') as number[]).toSorted((a, b) => a - b),
  }
}
const rows = (...places: number[]) => places.map((place) => members[place]!.row)

it('section 12: the first page offers the latest three drafts to resume, and leads to all of them', async () => {
  const { html, offered, named } = await home()
  expect(offered).toEqual([drafts[3], drafts[2], drafts[1]])
  expect(html).toMatch(/>Resume the referral for Begun3 \w+<\/a>/)
  expect(html).not.toContain('Begun0')
  expect(html).toMatch(/<a href="\/referrals\/new">All your drafts<\/a>/)
  expect(named).toEqual(rows(1, 2, 3))
  expect((await browser.get(`/referrals/drafts/${offered[0]}/review`)).status).toBe(200)
})

it('III.K.2.d.vi members that were opened and those of drafts are both named in the row of the page', async () => {
  await browser.get(`/members/${members[4]!.id}`)
  await browser.get(`/members/${members[3]!.id}`)
  expect((await home()).named).toEqual(rows(1, 2, 3, 4))
})

it('section 12: one in which nothing was typed is not offered; one changed last stands first', async () => {
  const empty = await begun(browser)
  expect((await home()).offered).not.toContain(empty)
  later(60_000)
  await typed(browser, drafts[0]!, 'notes', { notes: 'more' })
  expect((await home()).offered).toEqual([drafts[0], drafts[3], drafts[2]])
  await browser.post(`/referrals/drafts/${drafts[0]}/discard`, {})
  expect((await home()).offered).toEqual([drafts[3], drafts[2], drafts[1]])
  await typed(browser, empty, 'notes', { notes: 'for nobody yet' })
  expect((await home()).html).toContain('>Resume the referral without a member</a>')
})

it('T15 T13 not to another person, nor in another office, nor without the role, and then none is named', async () => {
  await env.DB.prepare('DELETE FROM recent_member').run()
  const nothing = { offered: [], named: [] }
  const peer = await aPerson({ email: 'peer@office.example', offices: [office], roles: ['submit-referrals'] })
  expect(await home(await signedIn(peer))).toMatchObject(nothing)
  await browser.post('/session/office', { membership: (await membershipOf(author.account, other)).id })
  expect(await home()).toMatchObject(nothing)
  await browser.post('/session/office', { membership: (await membershipOf(author.account, office)).id })
  expect((await home()).offered).toHaveLength(3)
  await env.DB.prepare("DELETE FROM role_grant WHERE role = 'submit-referrals'").run()
  expect(await home()).toMatchObject(nothing)
})
