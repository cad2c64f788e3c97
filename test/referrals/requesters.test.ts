import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { aClaim, aList, aMember, type Stored } from '../support/records.ts'
import { anEntry, aProvider, begun, complete, originOf, typed } from '../support/referrals.ts'
import { signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()
type Person = { account: number; guard: string }
let large: number
let version: number
let author: Person
let zoe: { row: number; sourceId: string }
let theirs: { row: number; sourceId: string }
let performer: string
let member: Stored
let browser: Browser

const two = (n: number) => String(n).padStart(2, '0')

beforeAll(async () => {
  version = await aList()
  large = await anOffice('Large Office')
  author = await aPerson({ email: 'author@large.example', offices: [large], roles: ['submit-referrals'] })
  for (let n = 1; n <= 59; n += 1) await aProvider(large, `Dr. Aldo Nth${two(n)}`)
  zoe = await aProvider(large, 'Dr. Zoë Álvarez-Ruiz')
  theirs = await aProvider(await anOffice('Other Office'), 'Dr. Zoë Elsewhere')
  performer = await anEntry()
  member = await aMember({ number: 'HV100', firstName: 'Robin', lastName: 'Example' })
})
beforeEach(async () => {
  browser = await signedIn(author)
})

const pageOf = async (address: string, by = browser) => (await by.get(address.split('#')[0]!)).text()
/** The providers that a page offers, by their rows. */
const offered = (html: string) =>
  [...html.matchAll(/<(?:option|input[^>]*name="requester"[^>]*) value="(\d+)"/g)].map(([, row]) => Number(row))

/** Searches for a provider, and answers where that leads and what is there. */
async function found(id: string, requesterName: string, by = browser) {
  const answer = await typed(by, id, 'providers', { requesterName, do: 'find:requester' })
  const address = answer.headers.get('Location') ?? ''
  return { address, html: await pageOf(address, by) }
}

describe('III.B.6.d who refers, in an office with many providers', () => {
  it('sixty are offered in a list; with one more they are searched instead, and who was chosen stays', async () => {
    const id = await begun(browser)
    const list = await pageOf(`/referrals/drafts/${id}/providers`)
    expect(offered(list)).toHaveLength(60)
    expect(list).not.toContain('name="requesterName"')
    await typed(browser, id, 'providers', { requester: String(zoe.row), do: 'find:provider' })
    await aProvider(large, 'Dr. Aldo Nth60')
    const search = await pageOf(`/referrals/drafts/${id}/providers`)
    expect(offered(search)).toEqual([zoe.row])
    expect(search).toContain('name="requesterName"')
    expect(search).not.toContain('<select')
  })

  it('T24 finds by the beginnings of names, whatever their accents, or of the NPI; the address tells nothing', async () => {
    const id = await begun(browser)
    const { address, html } = await found(id, 'alv zoe')
    expect(address).toMatch(/\?s=[\w.~-]+#field-requesterName$/)
    expect(address).not.toMatch(/alv|zoe/i)
    expect(offered(html)).toEqual([zoe.row])
    expect(html).toContain('value="alv zoe"')
    expect((await found(id, 'nobody')).html).toContain('No provider of your office fits.')
    const many = (await found(id, 'aldo')).html
    expect(offered(many)).toHaveLength(20)
    expect(many).toContain('There are more.')
    await env.DB.prepare("UPDATE provider SET npi = '1999999984' WHERE id = ?").bind(zoe.row).run()
    expect(offered((await found(id, '19999')).html)).toEqual([zoe.row])
  })

  it('one beyond the sixtieth is chosen, reviewed and submitted', async () => {
    const id = await complete(browser, { member: 'HV100', requester: zoe.row, performer })
    const review = await pageOf(`/referrals/drafts/${id}/review`)
    expect(review).toContain('Dr. Zoë Álvarez-Ruiz')
    const { state } = await originOf(browser, id, 'review')
    const sent = await browser.post(`/referrals/drafts/${id}/submission`, { state })
    expect([sent.status, sent.headers.get('Location')]).toEqual([303, expect.stringContaining('/confirmations')])
  })

  it('nobody chosen: the page says so, and its summary leads there', async () => {
    const id = await begun(browser)
    const answer = await typed(browser, id, 'providers', { requester: '', performer })
    const html = await answer.text()
    expect([answer.status, html]).toEqual([422, expect.stringContaining('Choose who refers.')])
    expect(html).toMatch(/href="#field-requester"/)
    expect(html.match(/id="field-requester"/g)).toHaveLength(1)
  })

  it('T15 III.B.8 nobody of another office, nor beyond the grant, is found or taken', async () => {
    const limited = await aPerson({ email: 'limited@large.example', offices: [large], roles: ['submit-referrals'] })
    const other = await aProvider(large, 'Dr. Zoë Covered')
    const refused = async (by: Browser, row: number) => {
      const id = await begun(by)
      const answer = await typed(by, id, 'providers', { requester: String(row), performer })
      expect(await answer.text()).not.toContain('Álvarez')
      return answer.status
    }
    const { html } = await found(await begun(browser), 'zoe')
    expect(new Set(offered(html))).toEqual(new Set([zoe.row, other.row]))
    expect([await refused(browser, theirs.row), await refused(browser, 999_999)]).toEqual([422, 422])
    await env.DB.prepare(
      "INSERT INTO grant_limit (membership_id, role, provider_id) SELECT id, 'submit-referrals', ? FROM membership WHERE account_id = ?",
    )
      .bind(other.row, limited.account)
      .run()
    const by = await signedIn(limited)
    const draft = await begun(by)
    // One provider is none to search: the list is short again.
    expect(offered(await pageOf(`/referrals/drafts/${draft}/providers`, by))).toEqual([other.row])
    expect(await refused(by, zoe.row)).toBe(422)
    expect((await typed(by, draft, 'providers', { requester: String(other.row), performer })).status).toBe(303)
  })

  it('III.I.1 where the core system sends no roles, who stands in claims that are shown, and nobody else', async () => {
    const office = await anOffice('Office without roles')
    const clerk = await aPerson({ email: 'clerk@claims.example', offices: [office], roles: ['submit-referrals'] })
    const provider = async (name: string, shownUnder: number | null) => {
      const sourceId = `of-claims-${name}`
      const { id } = (await env.DB.prepare('INSERT INTO provider (source_id, name) VALUES (?, ?) RETURNING id')
        .bind(sourceId, name)
        .first<{ id: number }>())!
      const claim = await aClaim({ office, member: member.row, number: name, shownUnder })
      await env.DB.prepare('UPDATE claim SET provider_source_id = ? WHERE id = ?').bind(sourceId, claim.row).run()
      return id
    }
    for (let n = 1; n <= 70; n += 1) await provider(`Shown${two(n)}`, version)
    const last = await provider('Zz Shown', version)
    const hidden = await provider('Zz Hidden', null)
    const by = await signedIn(clerk)
    const id = await begun(by)
    expect(offered((await found(id, 'zz', by)).html)).toEqual([last])
    const taken = async (row: number) =>
      (await typed(by, id, 'providers', { requester: String(row), performer })).status
    expect([await taken(hidden), await taken(last)]).toEqual([422, 303])
  })
})
