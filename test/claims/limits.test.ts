import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { seen } from '../support/alike.ts'
import type { Browser } from '../support/browser.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { aClaim, aList, aMember, type Stored } from '../support/records.ts'
import { signedIn } from '../support/session.ts'

const UNKNOWN = `clm_${'0'.repeat(24)}`
let limited: Browser
let unlimited: Browser
let office: number
let membership: number
/** Of a provider that is named, of one named by a role, of another, and of nobody. */
let direct: Stored
let byRole: Stored
let others: Stored
let nobodys: Stored

async function aProvider(sourceId: string): Promise<number> {
  const row = await env.DB.prepare('INSERT INTO provider (source_id, name) VALUES (?, ?) RETURNING id')
    .bind(sourceId, `Dr. ${sourceId}`)
    .first<{ id: number }>()
  return row!.id
}

const limitTo = (role: string, provider: number) =>
  env.DB.prepare('INSERT INTO grant_limit (membership_id, role, provider_id) VALUES (?, ?, ?)')
    .bind(membership, role, provider)
    .run()

beforeAll(async () => {
  office = await anOffice('Our Office')
  const version = await aList()
  const member = await aMember({ number: 'HV1', lastName: 'Seen' })
  const claimOf = async (provider: string | null, number: string) => {
    const claim = await aClaim({ office, member: member.row, number, shownUnder: version })
    await env.DB.prepare('UPDATE claim SET provider_source_id = ? WHERE id = ?').bind(provider, claim.row).run()
    return claim
  }
  direct = await claimOf('ada', 'DIRECT')
  byRole = await claimOf('ada-here', 'BY-ROLE')
  others = await claimOf('bea', 'OTHERS')
  nobodys = await claimOf(null, 'NOBODYS')
  await env.DB.batch([
    env.DB.prepare("INSERT INTO feed_import (id, started_at) VALUES ('i', 0)"),
    env.DB.prepare(
      `INSERT INTO feed_record (type, source_id, import_id, digest, received_at, facts, codes, own_version)
       VALUES ('PractitionerRole', 'ada-here', 'i', 'd', 0, '{"practitioner":"ada"}', '[]', 1)`,
    ),
  ])
  const person = await aPerson({ email: 'limited@office.example', offices: [office], roles: ['claims'] })
  const other = await aPerson({ email: 'all@office.example', offices: [office], roles: ['claims'] })
  const row = await env.DB.prepare('SELECT id FROM membership WHERE account_id = ?').bind(person.account).first<{ id: number }>()
  membership = row!.id
  limited = await signedIn(person)
  unlimited = await signedIn(other)
  await aProvider('bea')
  await limitTo('claims', await aProvider('ada'))
}) // prettier-ignore

const numbers = (html: string) => [...html.matchAll(/\/claims\/clm_[0-9a-z]+">([^<]+)</g)].map(([, number]) => number)

describe('III.B.8 a grant that is limited to some providers of the office', () => {
  it('III.B.8 lists and counts their claims alone, named directly or by their role in an office', async () => {
    const html = await (await limited.get('/claims')).text()
    expect(new Set(numbers(html))).toEqual(new Set(['BY-ROLE', 'DIRECT']))
    expect(numbers(html)).toHaveLength(2)
    expect(html).toContain('1 to 2 of 2 claims')
    expect(await (await unlimited.get('/claims')).text()).toContain('1 to 4 of 4 claims')
  })

  it.each(['DIRECT', 'BY-ROLE', 'OTHERS', 'NOBODYS'])('III.B.8 finds %s by its number only within the limit', async (number) => {
    const posted = await limited.post('/claims', { number }, '/claims')
    const html = await (await limited.get(posted.headers.get('Location')!)).text()
    expect(numbers(html)).toEqual(['DIRECT', 'BY-ROLE'].includes(number) ? [number] : [])
  }) // prettier-ignore

  it('T15 III.B.8 any other claim is not there: page and print answer as for an id that nothing bears', async () => {
    for (const { id } of [direct, byRole]) expect((await limited.get(`/claims/${id}`)).status).toBe(200)
    for (const tail of ['', '/print?purpose=payment']) {
      const none = await seen(await limited.get(`/claims/${UNKNOWN}${tail}`))
      expect(none).toMatchObject({ status: 404 })
      for (const { id } of [others, nobodys]) {
        expect(await seen(await limited.get(`/claims/${id}${tail}`))).toEqual(none)
        expect((await unlimited.get(`/claims/${id}${tail}`)).status).toBe(200)
      }
    }
  })

  it('T24 III.B.8 the address of a search is as long for a provider beyond the limit as for nobody', async () => {
    const bea = await env.DB.prepare("SELECT id FROM provider WHERE source_id = 'bea'").first<number>('id')
    const length = async (by: Browser, provider: string) =>
      (await by.post('/claims', { provider }, '/claims')).headers.get('Location')!.length
    const nobody = '9'.repeat(String(bea).length)
    expect(await length(limited, String(bea))).toBe(await length(limited, nobody))
    expect(await length(unlimited, String(bea))).toBeGreaterThan(await length(unlimited, nobody))
  })

  it('III.L.2 what the limit withheld counts as seen by nobody', async () => {
    await limited.get(`/claims/${others.id}`)
    const row = await env.DB.prepare('SELECT event, member_id AS member FROM audit ORDER BY seq DESC LIMIT 1').first()
    expect(row).toEqual({ event: 'record.not_found', member: null })
  })

  it('III.B.8 a limit of another role, or of another person, limits no claims', async () => {
    await env.DB.prepare("UPDATE grant_limit SET role = 'view-referrals' WHERE membership_id = ?")
      .bind(membership)
      .run()
    expect(await (await limited.get('/claims')).text()).toContain('1 to 4 of 4 claims')
    await env.DB.prepare("UPDATE grant_limit SET role = 'claims' WHERE membership_id = ?").bind(membership).run()
    expect(await (await limited.get('/claims')).text()).toContain('1 to 2 of 2 claims')
  })

  it('III.B.8 an id that a role of theirs and somebody else bear tells of neither', async () => {
    await env.DB.prepare("UPDATE claim SET provider_source_id = '7' WHERE id = ?").bind(nobodys.row).run()
    await env.DB.prepare(
      `INSERT INTO feed_record (type, source_id, import_id, digest, received_at, facts, codes, own_version)
       VALUES ('PractitionerRole', '7', 'i', 'd', 0, '{"practitioner":"ada"}', '[]', 1)`,
    ).run()
    expect(await (await limited.get('/claims')).text()).toContain('1 to 3 of 3 claims')
    const somebody = await aProvider('7')
    expect(await (await limited.get('/claims')).text()).toContain('1 to 2 of 2 claims')
    await env.DB.prepare('UPDATE grant_limit SET provider_id = ?').bind(somebody).run()
    expect(await (await limited.get('/claims')).text()).toContain('No claims yet')
  })
})
