import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { aMember, type Stored } from '../support/records.ts'
import { membershipOf, rowsOf } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'

let office: number
let other: number
let clerk: { account: number; guard: string }
let browser: Browser
const members: Stored[] = []

beforeAll(async () => {
  office = await anOffice()
  other = await anOffice('The other office')
  clerk = await aPerson({ email: 'clerk@office.example', offices: [office, other], roles: ['eligibility'] })
  for (let n = 0; n < 12; n += 1) members.push(await aMember({ number: `HV${n}`, lastName: `Recent${n}` }))
  browser = await signedIn(clerk)
})

const open = (member: Stored, by = browser) => by.get(`/members/${member.id}`)
/** The members that a page names as opened last, in its order. */
const recent = async (path: string, by = browser) =>
  [...(await (await by.get(path)).text()).matchAll(/>Recent(\d+), Robin<\/a>/g)].map(([, n]) => Number(n))
const switchTo = async (to: number) =>
  browser.post('/session/office', { membership: (await membershipOf(clerk.account, to)).id })
const named = async () => {
  const [row] = await rowsOf('SELECT json_array_length(members) AS n FROM audit ORDER BY seq DESC LIMIT 1')
  return row?.n
}

it('section 12: the last ten that were opened, the newest first, on both pages, each named in the log', async () => {
  expect(await recent('/home')).toEqual([])
  expect(await named()).toBe(0)
  for (const member of members) await open(member)
  await open(members[5]!)
  for (const path of ['/home', '/members']) {
    expect(await recent(path)).toEqual([5, 11, 10, 9, 8, 7, 6, 4, 3, 2])
    expect(await named()).toBe(10)
  }
  expect(await rowsOf('SELECT count(*) AS n FROM recent_member')).toEqual([{ n: 10 }])
})

it('section 12: not of another person, nor in another office', async () => {
  const colleague = await aPerson({ email: 'peer@office.example', offices: [office], roles: ['eligibility'] })
  expect(await recent('/members', await signedIn(colleague))).toEqual([])
  const before = await recent('/home')
  expect((await switchTo(other)).status).toBe(303)
  expect(await recent('/home')).toEqual([])
  await open(members[0]!)
  expect(await recent('/home')).toEqual([0])
  await switchTo(office)
  expect(await recent('/home')).toEqual(before)
})

it('T13 without the role: none, none named in the log, and what is asked for meanwhile is never remembered', async () => {
  const before = await recent('/home')
  await env.DB.prepare('DELETE FROM role_grant').run()
  expect(await recent('/home')).toEqual([])
  expect(await named()).toBe(0)
  expect((await browser.get('/members')).status).toBe(403)
  expect((await open(members[0]!)).status).toBe(403)
  await env.DB.prepare("INSERT INTO role_grant (membership_id, role, granted_at) SELECT id, 'eligibility', 1 FROM membership").run()
  expect(await recent('/home')).toEqual(before.slice(0, 9))
}) // prettier-ignore

it('T15 who isn’t there is remembered by nobody', async () => {
  const rows = await rowsOf('SELECT count(*) AS n FROM recent_member')
  expect((await browser.get(`/members/mem_${'0'.repeat(24)}`)).status).toBe(404)
  browser.cookies.set('__Host-session', `${browser.cookies.get('__Host-session')!.slice(0, -1)}x`)
  await open(members[0]!)
  expect(await rowsOf('SELECT count(*) AS n FROM recent_member')).toEqual(rows)
  browser = await signedIn(clerk)
})

it('II.D II.E a member’s page on paper: its purpose first, recorded, and on the sheet', async () => {
  const path = `/members/${members[3]!.id}`
  const asked = await browser.get(`${path}/print`)
  expect([asked.status, asked.headers.get('Location')]).toEqual([303, `${path}?purpose=`])
  expect(await (await browser.get(`${path}?purpose=`)).text()).toContain('Choose the purpose')
  const sheet = await (await browser.get(`${path}/print?purpose=payment&on=2026-05-05`)).text()
  for (const word of ['Purpose: Payment', 'Terry Tester (clerk@office.example)', 'on May 5, 2026', 'Recent3'])
    expect(sheet).toContain(word)
  expect(sheet).not.toContain('Check this date')
  const [row] = await rowsOf("SELECT member_id AS member, detail FROM audit WHERE event = 'member.printed'")
  expect(row).toEqual({ member: members[3]!.row, detail: '{"purpose":"payment"}' })
})
