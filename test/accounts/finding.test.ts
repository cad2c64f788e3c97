import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { transition } from '../../src/accounts/transition.ts'
import { addDays } from '../../src/policy/calendar.ts'
import { lastSeq, lock, PATH, somebody } from '../support/accounts.ts'
import type { Browser } from '../support/browser.ts'
import { counting } from '../support/counting.ts'
import { anOffice, aPerson, today } from '../support/people.ts'
import { anEa, freshlyIn, rowsOf } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()

const NOBODY = { name: '', email: '', office: '', state: '', kind: '' }
let browser: Browser
let office: number

const named = async (email: string, firstName: string, lastName: string, of = office) => {
  const person = await somebody(of, { email })
  await env.DB.prepare('UPDATE account SET first_name = ?, last_name = ? WHERE id = ?')
    .bind(firstName, lastName, person.account)
    .run()
  return person
}
const rename = (sql: string, ...params: unknown[]) =>
  env.DB.prepare(sql)
    .bind(...params)
    .run()

beforeAll(async () => {
  office = await anOffice('Harbor Clinic')
  const other = await anOffice('Ångström Pediatrics')
  await rename("UPDATE office SET npi = '1234567893', tin = '952000001' WHERE id = ?", other)
  await named('ana@office.example', 'Ana María', 'de la Cruz')
  await named('anders@office.example', 'Anders', 'O’Neill')
  await named('bo@office.example', 'Bo', 'Ångström', other)
})
beforeEach(async () => {
  browser = await freshlyIn(await anEa({ lastUsedOn: null }))
})

/** Searches, and answers the page that comes. */
async function search(fields: Partial<typeof NOBODY>): Promise<string> {
  const answer = await browser.post(PATH, { ...NOBODY, ...fields }, PATH)
  const address = answer.headers.get('Location') ?? ''
  expect([answer.status, address.startsWith(`${PATH}?s=`)]).toEqual([303, true])
  // Never 9: nothing of what was searched for stands in the address.
  const words = Object.values(fields).filter((word) => word.length > 5)
  for (const word of words) expect(address.toLowerCase()).not.toContain(word.toLowerCase())
  return (await browser.get(address)).text()
}
const emails = (html: string) => [...html.matchAll(/data-label="E-mail"[^>]*>([^<]+)</g)].map(([, email = '']) => email)

describe('III.M.2 finding an account', () => {
  it.each([
    [{ name: 'ana' }, ['ana@office.example']],
    [{ name: 'cruz ANA' }, ['ana@office.example']],
    [{ name: 'Cruz, Ana' }, ['ana@office.example']],
    [{ name: 'an', kind: 'office' }, ['ana@office.example', 'anders@office.example']],
    [{ name: 'ngstr' }, []],
    [{ name: 'Ångström' }, ['bo@office.example']],
    [{ name: "' OR 1=1 --" }, []],
    [{ name: '%' }, []],
    [{ email: 'ANA@office.example' }, ['ana@office.example']],
    [{ email: 'an', kind: 'office' }, ['ana@office.example', 'anders@office.example']],
    [{ email: 'na@office' }, []],
    [{ email: 'an_' }, []],
    [{ office: 'pediatrics' }, ['bo@office.example']],
    [{ office: '1234567893' }, ['bo@office.example']],
    [{ office: '95-2000001' }, ['bo@office.example']],
    [{ office: '95-200000' }, []],
    [{ office: 'harbor', name: 'an' }, ['ana@office.example', 'anders@office.example']],
  ])('III.M.2 by %j', async (fields, expected) => {
    expect(emails(await search(fields)).toSorted()).toEqual(expected)
  })

  it('III.M.2 staff and people of offices, apart and together', async () => {
    const both = emails(await search({}))
    const staff = emails(await search({ kind: 'staff' }))
    expect(staff.length).toBeGreaterThan(0)
    expect(staff.every((email) => email.endsWith('@plan.example'))).toBe(true)
    expect(both).toEqual(expect.arrayContaining(['ana@office.example']))
  })

  it.each([
    ['locked', lock],
    ['suspended', ({ account }) => transition(env.DB, account, { to: 'suspended', clause: 'III.K.5' }, { at: 1, by: null })],
    ['disabled', ({ account }) => transition(env.DB, account, { to: 'disabled', clause: 'III.M.2' }, { at: 1, by: null })],
    ['ended', ({ account }) => transition(env.DB, account, { to: 'terminated', clause: 'III.M.2' }, { at: 1, by: null })],
    ['never-used', ({ account }) => rename('UPDATE account SET last_used_on = NULL WHERE id = ?', account)],
    ['no-password', ({ account }) => rename('DELETE FROM credential WHERE account_id = ?', account)],
  ] satisfies [string, (one: { account: number; guard: string }) => Promise<unknown>][])(
    'III.M.2 by the state %s, and that one alone is of it',
    async (state, bring) => {
      const group = await anOffice(`Group of ${state}`)
      const one = await somebody(group, { lastUsedOn: today() })
      await somebody(group, { lastUsedOn: today() })
      await bring(one)
      const html = await search({ state, office: `Group of ${state}` })
      expect(emails(html)).toEqual([one.email])
      expect(emails(await search({ state: 'active', office: `Group of ${state}` }))).not.toContain(one.email)
    },
  ) // prettier-ignore

  it.each([
    ['dormant', 60, []],
    ['dormant', 61, [1]],
    ['dormant', 62, [1]],
    ['password-ended', 59, []],
    ['password-ended', 60, [1]],
    ['password-ended', 61, [1]],
  ])('III.M.1, III.D.5 by the state %s: %d days ago', async (state, days, expected) => {
    const name = `Days ${state} ${days}`
    const group = await anOffice(name)
    const on = addDays(today(), -days)
    await somebody(group, { approvedOn: on, lastUsedOn: on, passwordSetOn: on })
    expect(emails(await search({ state, office: name }))).toHaveLength(expected.length)
  })

  it('III.M.2 on pages of 25, each of them once, names alike or not; the count is capped, and Back leads to the first', async () => {
    const group = await anOffice('Long List')
    for (let n = 0; n < 53; n += 1) await somebody(group)
    const found: string[] = []
    const first = await search({ office: 'Long List' })
    expect(first).toContain('1 to 25 of 53 accounts')
    for (let html = first; html;) {
      found.push(...emails(html))
      const next = /href="([^"]+)" rel="next"/.exec(html)?.[1]
      html = next ? await (await browser.get(next)).text() : ''
      if (html) expect(html).toContain('Back to the first')
    }
    expect([found.length, new Set(found).size]).toEqual([53, 53])
  })

  it('III.M.2 nobody found: it says what to do; what can’t be read is told at its field', async () => {
    const html = await search({ name: 'nobody-of-that-name' })
    expect(html).toContain('Loosen the search')
    const wrong = await browser.post(PATH, { ...NOBODY, email: 'ü@x', state: 'king', name: 'x'.repeat(121) }, PATH)
    const told = await wrong.text()
    expect(wrong.status).toBe(422)
    for (const name of ['email', 'state', 'name']) expect(told).toContain(`href="#field-${name}"`)
  })

  it('T24 an address of somebody else, or a tampered one, finds everybody: the plain list', async () => {
    const answer = await browser.post(PATH, { ...NOBODY, name: 'ana' }, PATH)
    const address = answer.headers.get('Location')!
    const other = await freshlyIn(await anEa())
    expect(emails(await (await other.get(address)).text()).length).toBeGreaterThan(1)
    expect(emails(await (await browser.get(`${address}x`)).text()).length).toBeGreaterThan(1)
  })

  it('T25 names are escaped on list and page; the page of a list is one call to the database', async () => {
    const canary = await named('canary@office.example', '<b>"x', "'&amp;<script>")
    const html = await search({ email: 'canary' })
    const page = await (await browser.get(canary.path)).text()
    for (const text of [html, page]) {
      expect([text.includes('<b>"x'), text.includes('<script>"'), text.includes('&lt;b&gt;')]).toEqual([false, false, true])
    }
    const counted = counting()
    browser.bindings = counted.bindings
    await browser.get(PATH)
    expect(counted).toMatchObject({ d1: 1, guard: 1 })
  }) // prettier-ignore
})

describe('III.L.2 the page of an account', () => {
  it('III.L.2 is a row of the log with the account’s id; sessions, history and events stand on it, records and pages don’t', async () => {
    const person = await somebody(office)
    const theirs = await signedIn(person)
    await theirs.get('/claims')
    const seq = await lastSeq()
    const html = await (await browser.get(person.path)).text()
    for (const word of [person.email, 'Harbor Clinic', 'Eligibility Viewer', 'Signed in', 'Account created', 'User Agreement']) {
      expect(html).toContain(word)
    }
    expect(html).not.toMatch(/page viewed|claim\.listed/i)
    expect(await rowsOf('SELECT event, page, record FROM audit WHERE seq > ?', seq)).toEqual([
      { event: 'page.viewed', page: '/staff/accounts/:id', record: person.id },
    ])
  }) // prettier-ignore
})

describe('II.E accounts as a file', () => {
  const save = (fields: Record<string, string>, by = browser) =>
    by.post(`${PATH}/export`, { ...NOBODY, ...fields }, PATH)

  it('II.E formulas are defused, the purpose and how many are kept in the log, no name is', async () => {
    await named('formula@office.example', '=1+1', '@SUM(A1)')
    const seq = await lastSeq()
    const answer = await save({ email: 'formula', purpose: 'access-review' })
    expect([answer.status, answer.headers.get('Content-Type'), answer.headers.get('Content-Disposition'), answer.headers.get('Cache-Control')]).toEqual([
      200, 'text/csv; charset=utf-8', 'attachment; filename="accounts.csv"', 'no-store',
    ])
    const [head, line, ...more] = (await answer.text()).split('\r\n')
    expect(head).toContain('Last name,First name,E-mail')
    expect(line).toContain("'@SUM(A1),'=1+1,formula@office.example,Harbor Clinic,1,Never used,")
    expect(more).toEqual([''])
    const rows = await rowsOf("SELECT event, detail FROM audit WHERE seq > ? AND event = 'account.exported'", seq)
    expect(rows).toEqual([{ event: 'account.exported', detail: '{"purpose":"access-review","accounts":1}' }])
  }) // prettier-ignore

  it('II.E without a purpose nothing leaves; with a stale second factor neither; nor for those without the right', async () => {
    const seq = await lastSeq()
    for (const purpose of ['', 'fun']) {
      const answer = await save({ name: 'ana', purpose })
      const html = await answer.text()
      expect([answer.status, html.includes('href="#field-purpose"'), html.includes('value="ana"')]).toEqual([422, true, true])
    }
    const stale = await signedIn(await anEa())
    expect((await save({ purpose: 'support' }, stale)).headers.get('Location')).toMatch(/^\/confirm\?next=%2Fkept%2Ffrm_/)
    const privacy = await freshlyIn(await aPerson({ email: 'privacy-export@plan.example', department: 'privacy' }))
    expect((await save({ purpose: 'support' }, privacy)).status).toBe(403)
    expect(await rowsOf("SELECT 1 AS one FROM audit WHERE seq > ? AND event = 'account.exported'", seq)).toEqual([])
  }) // prettier-ignore
})
