import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { takeLists } from '../../src/audit/job.ts'
import { Browser } from '../support/browser.ts'
import { doneBy } from '../support/means.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { aClaim, aList, aMember, type Stored } from '../support/records.ts'

const clerk = new Browser()
const viewer = new Browser()
const auditor = new Browser()
let member: Stored
let claim: Stored

beforeAll(async () => {
  const office = await anOffice('Harbor Office')
  const version = await aList()
  member = await aMember({ number: 'HV1' })
  claim = await aClaim({ office, member: member.row, number: 'C1', shownUnder: version })
  await aPerson({ email: 'clerk@office.example', offices: [office], roles: ['claims'] })
  await aPerson({ email: 'viewer@office.example', offices: [office], roles: ['eligibility'] })
  await aPerson({ email: 'auditor@plan.example', department: 'information-services', capabilities: ['audit.read'] })
  await aPerson({ email: 'colleague@plan.example', department: 'e-business' })
  await clerk.signIn('clerk@office.example')
  await viewer.signIn('viewer@office.example')
  await auditor.signIn('auditor@plan.example')
  await clerk.get(`/claims/${claim.id}`)
  await clerk.get('/claims')
  // Asked for without the right: withheld, so not seen.
  expect((await viewer.get(`/claims/${claim.id}`)).status).toBe(403)
  expect((await clerk.get(`/members/${member.id}`)).status).toBe(403)
})

async function search(fields: Record<string, string>): Promise<string> {
  const posted = await auditor.post('/staff/audit', fields, '/staff/audit')
  expect(posted.status).toBe(303)
  return (await auditor.get(posted.headers.get('Location')!)).text()
}

const rowsOf = (html: string) => html.match(/<tr>/g)?.length ?? 1

it('III.K.2.d.vi who saw a member: pages and lists, nothing that was withheld', async () => {
  const html = await search({ memberNumber: 'hv1' })
  expect(html).toContain('claim viewed')
  expect(html).toContain('claim listed')
  expect(html).not.toContain('viewer@office.example')
  expect(rowsOf(html) - 1).toBe(2)
})

it('III.K.2.d.vi the answer is the same once the hourly run has taken the lists, twice at once, and goes on after it', async () => {
  const before = await search({ memberNumber: 'HV1' })
  await Promise.all([doneBy(takeLists), doneBy(takeLists)])
  expect(await doneBy(takeLists)).toBe(0)
  expect(rowsOf(await search({ memberNumber: 'HV1' }))).toBe(rowsOf(before))
  const { results } = await env.DB.prepare('SELECT member_id FROM audit_member').all()
  expect(results).toEqual([{ member_id: member.row }])
  await clerk.get('/claims')
  expect(rowsOf(await search({ memberNumber: 'HV1' }))).toBe(rowsOf(before) + 1)
})

it('III.L.2 a page that was withheld says so on a row of its own, with the clause', async () => {
  const { results } = await env.DB.prepare(
    `SELECT back.event, back.clause, seen.event AS of FROM audit back JOIN audit seen ON seen.seq = back.of_seq ORDER BY back.seq`,
  ).all()
  expect(results).toEqual([
    { event: 'page.withheld', clause: 'II.C', of: 'claim.viewed' },
    { event: 'page.withheld', clause: 'II.C', of: 'member.viewed' },
  ])
})

it('III.L.4 searched by person, office and kind', async () => {
  expect(await search({ person: 'Viewer@office.example' })).toContain('page withheld')
  const office = await search({ office: 'harbor office', event: 'claim.viewed' })
  expect(office).toContain('clerk@office.example')
  expect(await search({ office: 'Elsewhere' })).toContain('No row fits')
  expect(await search({ from: '2001-01-01', to: '2001-01-01' })).toContain('No row fits')
})

it('III.L.4 looking is itself logged', async () => {
  await search({ memberNumber: 'HV1' })
  const row = await env.DB.prepare(
    'SELECT a.event, p.email, a.detail FROM audit a JOIN account p ON p.id = a.account_id ORDER BY seq DESC LIMIT 1',
  ).first()
  expect(row).toEqual({ event: 'audit.searched', email: 'auditor@plan.example', detail: '{"by":"memberNumber"}' })
})

it('III.L.4 nobody reads the log who was not given it by name', async () => {
  const colleague = new Browser()
  await colleague.signIn('colleague@plan.example')
  expect((await colleague.get('/staff/audit')).status).toBe(403)
  expect((await clerk.get('/staff/audit')).status).toBe(403)
})

it('III.L.4 a wrong search is told beside the field and keeps what was typed', async () => {
  const answer = await auditor.post('/staff/audit', { person: 'nobody', from: 'yesterday' }, '/staff/audit')
  expect(answer.status).toBe(422)
  const html = await answer.text()
  expect(html).toContain('This is no e-mail address.')
  expect(html).toContain('value="yesterday"')
})
