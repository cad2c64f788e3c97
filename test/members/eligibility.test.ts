import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../support/browser.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { aClaim, aList, aMember, type Stored } from '../support/records.ts'

const clerk = new Browser()
let member: Stored

beforeAll(async () => {
  const office = await anOffice()
  const version = await aList()
  member = await aMember({ number: 'HV-1001', lastName: 'Núñez', firstName: 'Ana' })
  for (let n = 0; n < 12; n += 1)
    await aMember({ number: `HV-2${n}`, lastName: 'Twin', firstName: `Ab${n}`, birthDate: '2000-01-01' })
  await aClaim({ office, member: member.row, number: 'CLAIM-77', shownUnder: version })
  await env.DB.prepare(
    "INSERT INTO coverage (source_id, member_source_id, member_id, plan_name, status, starts_on, ends_on, copay_cents, as_of) VALUES ('c1', 'x', ?, 'Harbor HMO', 'active', '2026-01-01', '2026-06-30', 2500, 0)",
  )
    .bind(member.row)
    .run()
  await aPerson({ email: 'clerk@office.example', offices: [office], roles: ['eligibility'] })
  await clerk.signIn('clerk@office.example')
})

async function find(fields: Record<string, string>): Promise<string> {
  const posted = await clerk.post('/members', fields)
  expect(posted.status).toBe(303)
  const address = posted.headers.get('Location')!
  // Never 9: nothing that was typed stands in the address.
  for (const typed of Object.values(fields)) expect(address).not.toContain(encodeURIComponent(typed))
  return (await clerk.get(address)).text()
}

describe('III.B.6.a a member is found', () => {
  it.each([
    { memberId: 'hv1001' },
    { memberId: 'HV-1001' },
    { lastName: 'nunez', birthDate: '1980-04-21' },
    { lastName: 'Núñez', birthDate: '1980-04-21', firstName: 'an' },
  ])('by %o', async (fields) => {
    expect(await find(fields)).toContain(`/members/${member.id}`)
  })

  it.each([
    { memberId: 'HV1' },
    { lastName: 'nune', birthDate: '1980-04-21' },
    { lastName: 'nunez', birthDate: '1980-04-22' },
  ])('not by %o', async (fields) => {
    const html = await find(fields)
    expect(html).not.toContain('/members/mem_')
    expect(html).toContain('No member fits')
    expect(html).toContain('No member found</h1>')
  })

  it('ten of many are shown, and named in the log', async () => {
    const html = await find({ lastName: 'Twin', birthDate: '2000-01-01' })
    expect(html.match(/\/members\/mem_/g)).toHaveLength(10)
    expect(html).toContain('There are more')
    const seen = await env.DB.prepare(
      "SELECT json_array_length(members) AS n FROM audit WHERE event = 'member.searched' ORDER BY seq DESC LIMIT 1",
    ).first()
    expect(seen).toEqual({ n: 10 })
  })
})

it('II.C an eligibility page shows coverage on the asked day, the copayment, and no claims', async () => {
  const now = await (await clerk.get(`/members/${member.id}?on=2026-06-30`)).text()
  expect(now).toContain('>Eligible</span> on Jun 30, 2026')
  expect(now).toContain('$25.00')
  expect(now).not.toContain('CLAIM-77')
  expect(now).toContain('Confidential.')
  expect(await (await clerk.get(`/members/${member.id}?on=2026-07-01`)).text()).toContain(
    '>Not eligible</span> on Jul 1, 2026',
  )
})

it('III.B.6.a a date that is none is told beside the field, and kept', async () => {
  const html = await (await clerk.get(`/members/${member.id}?on=tomorrow`)).text()
  expect(html).toContain('This is no date.')
  expect(html).toContain('value="tomorrow"')
})

it('III.L.2 a search that finds nobody names nobody', async () => {
  await find({ memberId: 'nobody' })
  const row = await env.DB.prepare(
    'SELECT a.event, json_array_length(a.members) AS members FROM audit a ORDER BY seq DESC LIMIT 1',
  ).first()
  expect(row).toEqual({ event: 'member.searched', members: 0 })
})
