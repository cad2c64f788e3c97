import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../support/browser.ts'
import { counting } from '../support/counting.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { aClaim, aList, aMember } from '../support/records.ts'

const clerk = new Browser()
const staff = new Browser()
const paths: Record<string, string> = {}

async function rows(): Promise<number> {
  return (await env.DB.prepare('SELECT count(*) AS n FROM audit').first<{ n: number }>())!.n
}

beforeAll(async () => {
  const office = await anOffice()
  const version = await aList()
  const member = await aMember({ number: 'HV1' })
  const claim = await aClaim({ office, member: member.row, number: 'C1', shownUnder: version })
  await aPerson({ email: 'clerk@office.example', offices: [office] })
  await aPerson({ email: 'auditor@plan.example', department: 'information-services', capabilities: ['audit.read'] })
  await clerk.signIn('clerk@office.example')
  await staff.signIn('auditor@plan.example')
  paths.home = '/home'
  paths.members = '/members'
  paths.member = `/members/${member.id}`
  paths.found = (await clerk.post('/members', { memberId: 'HV1' })).headers.get('Location')!
  paths.claims = '/claims'
  paths.filtered = (await clerk.post('/claims', { number: 'C1' })).headers.get('Location')!
  paths.claim = `/claims/${claim.id}`
  paths.print = `/claims/${claim.id}/print?purpose=payment`
})

describe('III.L.2 a page is one call to D1 and one to the guard, in parallel, and one row', () => {
  it.each(['home', 'members', 'found', 'member', 'claims', 'filtered', 'claim', 'print'])('%s', async (name) => {
    const counted = counting()
    clerk.bindings = counted.bindings
    const before = await rows()
    const answer = await clerk.get(paths[name]!)
    expect(answer.status).toBe(200)
    expect({ d1: counted.d1, guard: counted.guard, overlapped: counted.overlapped }).toEqual({
      d1: 1,
      guard: 1,
      overlapped: true,
    })
    expect(await rows()).toBe(before + 1)
  })

  it('an htmx fragment costs the same and leaves the same row', async () => {
    const counted = counting()
    clerk.bindings = counted.bindings
    const before = await rows()
    const answer = await clerk.get(paths.claims!, { 'HX-Request': 'true', 'HX-Request-Type': 'partial' })
    expect(answer.status).toBe(200)
    expect(await answer.text()).not.toContain('<html')
    expect({ d1: counted.d1, guard: counted.guard }).toEqual({ d1: 1, guard: 1 })
    expect(await rows()).toBe(before + 1)
  })

  it('the audit log itself', async () => {
    const counted = counting()
    staff.bindings = counted.bindings
    const answer = await staff.get('/staff/audit')
    expect(answer.status).toBe(200)
    expect({ d1: counted.d1, guard: counted.guard, overlapped: counted.overlapped }).toEqual({
      d1: 1,
      guard: 1,
      overlapped: true,
    })
  })
})

it('III.L.2 N pages leave N rows of the right person', async () => {
  clerk.bindings = env
  const before = await rows()
  for (const name of ['home', 'claims', 'claim', 'member', 'found'])
    expect((await clerk.get(paths[name]!)).status).toBe(200)
  const { results } = await env.DB.prepare(
    `SELECT a.event, a.page, p.email, a.member_id IS NOT NULL AS named FROM audit a JOIN account p ON p.id = a.account_id WHERE a.seq > ? ORDER BY a.seq`,
  )
    .bind(before)
    .all()
  expect(results).toEqual([
    { event: 'page.viewed', page: '/home', email: 'clerk@office.example', named: 0 },
    { event: 'claim.listed', page: '/claims', email: 'clerk@office.example', named: 0 },
    { event: 'claim.viewed', page: '/claims/:id', email: 'clerk@office.example', named: 1 },
    { event: 'member.viewed', page: '/members/:id', email: 'clerk@office.example', named: 1 },
    { event: 'member.searched', page: '/members', email: 'clerk@office.example', named: 0 },
  ])
})

it('III.L.2 a page whose row cannot be written is not shown', async () => {
  const counted = counting()
  counted.failOn = () => true
  clerk.bindings = counted.bindings
  const answer = await clerk.get(paths.claim!)
  expect(answer.status).toBe(500)
  const html = await answer.text()
  expect(html).not.toContain('C1')
  expect(html).toContain('Tell us this reference')
})

it('III.L.2 a page is not shown when the log refuses the insert', async () => {
  clerk.bindings = env
  await env.DB.prepare("CREATE TRIGGER refuse BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'refused'); END").run()
  const answer = await clerk.get(paths.claim!)
  await env.DB.prepare('DROP TRIGGER refuse').run()
  expect(answer.status).toBe(500)
  expect(await answer.text()).not.toContain('C1')
})
