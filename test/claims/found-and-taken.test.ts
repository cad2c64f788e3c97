import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { PAGE_SIZE } from '../../src/claims/list/store.ts'
import { seen } from '../support/alike.ts'
import type { Browser } from '../support/browser.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { aClaim, aList, aMember, type Stored } from '../support/records.ts'
import { freshlyIn } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'

let clerk: Browser
let person: { account: number; guard: string; email: string }
let office: number
let version: number
let denied: Stored
let mistake: Stored

const numbers = (html: string) => [...html.matchAll(/\/claims\/clm_[0-9a-z]+">([^<]+)</g)].map(([, number]) => number!)

const set = (claim: Stored, columns: string, ...values: unknown[]) =>
  env.DB.prepare(`UPDATE claim SET ${columns} WHERE id = ?`)
    .bind(...values, claim.row)
    .run()

async function aProvider(sourceId: string, name: string): Promise<number> {
  const row = await env.DB.prepare('INSERT INTO provider (source_id, name) VALUES (?, ?) RETURNING id')
    .bind(sourceId, name)
    .first<{ id: number }>()
  return row!.id
}

/** Every claim number that the filters find, page after page. */
async function find(browser: Browser, fields: Record<string, string>): Promise<string[]> {
  const posted = await browser.post('/claims', fields, '/claims')
  expect(posted.status).toBe(303)
  const found: string[] = []
  for (let next = posted.headers.get('Location') ?? undefined; next;) {
    const answer = await browser.get(next)
    expect(answer.status).toBe(200)
    const html = await answer.text()
    found.push(...numbers(html))
    next = /href="([^"]+)" rel="next"/.exec(html)?.[1]
  }
  return found
}

beforeAll(async () => {
  office = await anOffice('Our Office')
  const other = await anOffice('Their Office')
  version = await aList()
  const member = await aMember({ number: 'HV1', lastName: '=cmd()', firstName: 'Robin' })
  const others = await aMember({ number: 'HV2', lastName: 'Second' })
  const hidden = await aMember({ number: 'HV3', lastName: 'Hidden' })
  const make = async (claim: { number: string; of?: number; member?: Stored; provider?: string; status?: string; on?: string; shown?: boolean }) => {
    const { number, of = office, on = '2026-03-03', shown = true } = claim
    const made = await aClaim({ office: of, member: (claim.member ?? member).row, number, shownUnder: shown ? version : null, servicedFrom: on })
    await set(made, 'provider_source_id = ?, status = ?', claim.provider ?? null, claim.status ?? 'paid')
    return made
  } // prettier-ignore
  await aProvider('ada', 'Ada Abbott')
  await aProvider('bea', 'Bea Byrd')
  await aProvider('cleo', 'Cleo Hidden')
  await aProvider('dana', 'Dana Elsewhere')
  await env.DB.batch([
    env.DB.prepare("INSERT INTO feed_import (id, started_at) VALUES ('i', 0)"),
    env.DB.prepare(
      `INSERT INTO feed_record (type, source_id, import_id, digest, received_at, facts, codes, own_version)
       VALUES ('PractitionerRole', 'ada-here', 'i', 'd', 0, '{"practitioner":"ada"}', '[]', 1)`,
    ),
  ])
  const statuses = ['paid', 'denied', 'received', 'partly-paid', 'cancelled']
  for (let n = 0; n < 2 * PAGE_SIZE + 3; n += 1) {
    const on = `2026-01-${String((n % 28) + 1).padStart(2, '0')}`
    await make({ number: `ADA-${n}`, provider: n % 3 === 0 ? 'ada-here' : 'ada', status: statuses[n % 5]!, on })
  }
  await make({ number: 'BEA-1', provider: 'bea', member: others })
  await make({ number: 'CLEO-1', provider: 'cleo', member: hidden, shown: false })
  await make({ number: 'DANA-1', provider: 'dana', of: other })
  await make({ number: 'ADA-HIDDEN', provider: 'ada', member: hidden, shown: false })
  await make({ number: 'ADA-THEIRS', provider: 'ada', of: other })
  mistake = await make({ number: 'MISTAKE', provider: 'ada', status: 'entered-in-error', member: hidden })
  denied = await make({ number: 'DENIED', status: 'denied' })
  await env.DB.batch([
    env.DB.prepare("UPDATE claim_line SET denial_code = 'CO-29' WHERE claim_id = ?").bind(denied.row),
    env.DB.prepare("INSERT INTO claim_line (claim_id, line, denial_code) VALUES (?, 2, '999')").bind(denied.row),
  ])
  person = await aPerson({ email: 'clerk@office.example', offices: [office], roles: ['claims'] })
  clerk = await signedIn(person)
})

const idOf = async (name: string) => {
  const html = await (await clerk.get('/claims')).text()
  return new RegExp(`<option value="(\\d+)"[^>]*>${name}`).exec(html)?.[1]
}

describe('section 12: claims by provider', () => {
  it('section 12: offers the providers whose claims may be shown here, and finds theirs by every id they go by', async () => {
    expect([await idOf('Cleo Hidden'), await idOf('Dana Elsewhere')]).toEqual([undefined, undefined])
    const found = await find(clerk, { provider: (await idOf('Ada Abbott'))! })
    expect(found).toHaveLength(2 * PAGE_SIZE + 3)
    expect(new Set(found).size).toBe(found.length)
    expect(found.every((number) => /^ADA-\d+$/.test(number))).toBe(true)
    expect(await find(clerk, { provider: (await idOf('Bea Byrd'))! })).toEqual(['BEA-1'])
  })

  it('section 12: with a status, days, or a number, only what fits all of them', async () => {
    const provider = (await idOf('Ada Abbott'))!
    expect(await find(clerk, { provider, status: 'denied' })).toHaveLength(11)
    expect(await find(clerk, { provider, status: 'denied', from: '2026-01-02', to: '2026-01-02' })).toEqual(['ADA-1'])
    expect(await find(clerk, { provider, number: 'ADA-4' })).toEqual(['ADA-4'])
    expect(await find(clerk, { provider, number: 'BEA-1' })).toEqual([])
    expect(await find(clerk, { provider, memberNumber: 'HV2' })).toEqual([])
  })

  it('T15 a provider that is nobody here, or no number at all, finds nothing and tells nothing', async () => {
    expect(await find(clerk, { provider: '999999' })).toEqual([])
    expect((await clerk.post('/claims', { provider: "1' OR 1" }, '/claims')).status).toBe(422)
  })

  it('III.B.8 of a limited grant only its providers’ claims are listed, counted, offered and exported, newest first', async () => {
    const limited = await aPerson({ email: 'limited@office.example', offices: [office], roles: ['claims'] })
    await env.DB.prepare(
      `INSERT INTO grant_limit (membership_id, role, provider_id)
       SELECT m.id, 'claims', p.id FROM membership m, provider p WHERE m.account_id = ? AND p.source_id = 'ada'`,
    )
      .bind(limited.account)
      .run()
    const browser = await freshlyIn(limited)
    const html = await (await browser.get('/claims')).text()
    expect(html).toContain('1 to 25 of 53 claims')
    expect(html).not.toContain('Bea Byrd')
    const all = await find(browser, {})
    expect(all).toEqual((await find(clerk, {})).filter((number) => number.startsWith('ADA-')))
    expect(await find(browser, { status: 'denied', from: '2026-01-02' })).toEqual(
      (await find(clerk, { status: 'denied', from: '2026-01-02' })).filter((number) => number.startsWith('ADA-')),
    )
    expect(await find(browser, { provider: (await idOf('Bea Byrd'))! })).toEqual([])
    expect(await (await exportOf(browser)).text()).not.toMatch(/BEA-1|DENIED/)
  })
})

it('III.I.1 T15 a claim that was entered in error is not there, for list, count, page, print, export and status alike', async () => {
  const html = await (await clerk.get('/claims')).text()
  expect(html).toContain('of 55 claims')
  expect(await find(clerk, { number: 'MISTAKE' })).toEqual([])
  expect(await find(clerk, { memberNumber: 'HV3' })).toEqual([])
  expect(await find(clerk, { from: '2026-03-03' })).not.toContain('MISTAKE')
  const none = await seen(await clerk.get(`/claims/clm_${'0'.repeat(24)}`))
  expect(none).toMatchObject({ status: 404 })
  expect(await seen(await clerk.get(`/claims/${mistake.id}`))).toEqual(none)
})

it('section 12: a denial is told in a short sentence of ours, else by its number with whom to call', async () => {
  const html = await (await clerk.get(`/claims/${denied.id}`)).text()
  expect(html).toContain('Why it was denied')
  expect(html).toContain('The claim came after the time limit. (29)')
  expect(html).toMatch(/Reason 999\. Call us at \(\d{3}\) \d{3}-\d{4}\./)
  expect(html).toContain('As of ')
})

async function exportOf(browser: Browser, fields: Record<string, string> = {}, purpose = 'payment'): Promise<Response> {
  const posted = await browser.post('/claims', fields, '/claims')
  const html = await (await browser.get(posted.headers.get('Location')!)).text()
  const sealed = /name="s" value="([^"]+)"/.exec(html)![1]!
  return browser.get(`/claims/export?s=${sealed}&purpose=${purpose}`)
}

describe('II.D, II.E the list as a file', () => {
  it('II.E bears user, time and purpose, has the claims of the filters and no more, and defuses formulas', async () => {
    const answer = await exportOf(await freshlyIn(person), { status: 'denied' }, 'health-care-operations')
    expect(answer.headers.get('Content-Type')).toContain('text/csv')
    expect(answer.headers.get('Content-Disposition')).toBe('attachment; filename="claims.csv"')
    const text = await answer.text()
    expect(text).toContain('Exported by,Terry Tester (clerk@office.example)')
    expect(text).toContain('Purpose,Health care operations')
    expect(text).toMatch(/^Exported at,"?\w/m)
    const rows = text.split('\r\n').filter((line) => /^(ADA|DENIED|BEA)/.test(line))
    expect(rows).toHaveLength(12)
    expect(rows[0]).toMatch(/^DENIED,Denied,HV1,'=cmd\(\),Robin,/)
    expect(text).not.toContain('Not all')
  })

  it('III.L.2 leaves its row with the purpose, and names each member in it', async () => {
    await exportOf(await freshlyIn(person))
    const row = await env.DB.prepare(
      `SELECT event, detail, (SELECT group_concat(m.member_number) FROM json_each(audit.members) s JOIN member m ON m.id = s.value) AS members
       FROM audit ORDER BY seq DESC LIMIT 1`,
    ).first<{ members: string }>()
    expect(row).toMatchObject({ event: 'claim.exported', detail: '{"purpose":"payment"}' })
    expect(row!.members.split(',').toSorted()).toEqual(['HV1', 'HV2'])
  })

  it('II.D without a purpose there is none; it wants a second factor of just now, and nobody else’s address opens it', async () => {
    const fresh = await freshlyIn(person)
    const asked = await exportOf(fresh, { number: 'BEA-1' }, 'curiosity')
    expect(asked.status).toBe(303)
    const back = await (await fresh.get(asked.headers.get('Location')!)).text()
    expect(back).toContain('Choose the purpose')
    expect(back, 'said at the top too, far above the field').toContain('Choose what you need the list for.')
    expect(numbers(back)).toEqual(['BEA-1'])
    expect((await exportOf(await signedIn(person))).headers.get('Location')).toMatch(/^\/confirm\?/)
    // T24: criteria of another session are none: the file is of the whole list, which is the session's own.
    const sealed = /name="s" value="([^"]+)"/.exec(back)![1]!
    const other = await (await freshlyIn(person)).get(`/claims/export?s=${sealed}&purpose=payment`)
    expect((await other.text()).match(/^(ADA|BEA|DENIED)/gm)).toHaveLength(55)
  })
})
