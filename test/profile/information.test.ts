import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { fresh } from '../support/fresh.ts'
import { anOffice, aPerson } from '../support/people.ts'

let office: number
let nth = 0
const somebody = () => aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office] })
const right = {
  firstName: 'Rosa',
  lastName: 'Delgado',
  street: '12 Harbor St',
  city: 'Long Beach',
  zip: '90802',
  telephone: '(714) 555-0123',
  jobTitle: 'Biller',
}
type Row = Record<string, string | number | null>
const account = async (of: number) =>
  (await env.DB.prepare('SELECT * FROM account WHERE id = ?').bind(of).first<Row>())!
const changesOf = async (of: number) =>
  (
    await env.DB.prepare(
      'SELECT by_account AS by, field, before, after FROM account_change WHERE account_id = ? ORDER BY field',
    )
      .bind(of)
      .all()
  ).results
const auditOf = async (of: number) =>
  (
    await env.DB.prepare(
      "SELECT account_id AS account, subject_id AS subject, clause, detail FROM audit WHERE event = 'account.changed' AND subject_id = ?",
    )
      .bind(of)
      .all()
  ).results

beforeAll(async () => {
  office = await anOffice()
})

describe('III.G.1 one’s own information', () => {
  it('III.G.1 III.L.3 is changed, each value before and after kept, and only the fields named in the log', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    const answer = await browser.post('/profile', right)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/profile?done=saved'])
    expect(await account(person.account)).toMatchObject({
      first_name: 'Rosa', last_name: 'Delgado', street: '12 Harbor St', city: 'Long Beach', zip: '90802', telephone: '+17145550123',
      job_title: 'Biller', mobile: null, email: person.email,
    }) // prettier-ignore
    const by = person.account
    expect(await changesOf(by)).toEqual([
      { by, field: 'city', before: null, after: 'Long Beach' },
      { by, field: 'first_name', before: 'Terry', after: 'Rosa' },
      { by, field: 'job_title', before: null, after: 'Biller' },
      { by, field: 'last_name', before: 'Tester', after: 'Delgado' },
      { by, field: 'street', before: null, after: '12 Harbor St' },
      { by, field: 'telephone', before: null, after: '+17145550123' },
      { by, field: 'zip', before: null, after: '90802' },
    ])
    expect(await auditOf(by)).toEqual([
      { account: by, subject: by, clause: 'III.G.1', detail: '{"fields":"firstName lastName street city zip telephone jobTitle"}' },
    ]) // prettier-ignore
    const html = await (await browser.get('/profile?done=saved')).text()
    expect(html).toContain('Your information is saved.')
    expect(html).toContain('value="(714) 555-0123"')
  })

  it('III.G.1 a second time only what changed; nothing changed leaves no row', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    await browser.post('/profile', right)
    const same = await browser.post('/profile', { ...right, telephone: '714.555.0123', city: '  Long Beach ' })
    expect(same.headers.get('Location')).toBe('/profile?done=unchanged')
    await browser.post('/profile', { ...right, zip: '90802-1234' })
    expect(await changesOf(person.account)).toHaveLength(8)
    expect((await changesOf(person.account)).slice(-1)).toEqual([
      { by: person.account, field: 'zip', before: '90802', after: '90802-1234' },
    ])
    expect((await auditOf(person.account)).map((row) => row.detail)).toEqual([
      '{"fields":"firstName lastName street city zip telephone jobTitle"}',
      '{"fields":"zip"}',
    ])
  })

  it.each([
    ['firstName', ''],
    ['lastName', '  '],
    ['street', ''],
    ['city', ''],
    ['zip', '9286'],
    ['zip', '92868-12'],
    ['zip', 'ABCDE'],
    ['telephone', '555-0123'],
    ['telephone', '+44 20 7946 0000'],
    ['telephone', '114-555-0123'],
    ['jobTitle', ''],
    ['firstName', 'A'.repeat(200)],
    ['lastName', 'Bcc:\r\nx'],
  ])('III.G.1 %s %j is told at its field, everything typed still there', async (field, value) => {
    const person = await somebody()
    const browser = await fresh(person)
    const answer = await browser.post('/profile', { ...right, [field]: value })
    const html = await answer.text()
    expect(answer.status).toBe(422)
    expect(html).toContain('<title>Error: ')
    expect(html).toContain(`id="field-${field}-error"`)
    expect(html).toContain(field === 'street' ? 'value="Long Beach"' : 'value="12 Harbor St"')
    expect(html).toContain(person.email)
    expect(await account(person.account)).toMatchObject({ first_name: 'Terry' })
    expect(await changesOf(person.account)).toEqual([])
  })

  it('III.C.2 the e-mail address stands there with the reason, in no field', async () => {
    const person = await somebody()
    const html = await (await (await fresh(person)).get('/profile')).text()
    expect(html).toContain(person.email)
    expect(html).toContain('it never changes')
    expect(html).not.toMatch(/name="(email|mobile)"/)
  })

  it('T21 III.C.2 nothing smuggled along changes anything else', async () => {
    const person = await somebody()
    const victim = await somebody()
    const browser = await fresh(person)
    const before = await account(person.account)
    const others = await account(victim.account)
    const memberships = () =>
      env.DB.prepare('SELECT * FROM membership m LEFT JOIN role_grant g ON g.membership_id = m.id').all()
    const held = (await memberships()).results
    await browser.post('/profile', {
      ...right, email: 'evil@evil.example', mobile: '7145550199', roles: 'claims', is_loa: '1', isLoa: '1', approved_on: '2099-01-01',
      approvedOn: '2099-01-01', department: 'privacy', kind: 'staff', guard: 'x', public_id: 'acc_x', id: String(victim.account),
      account: String(victim.account), account_id: String(victim.account), job_description: 'x', jobDescription: 'everything',
      suspended_at: '', terminated_at: '', locked_at: '', last_used_on: '2099-01-01', capabilities: 'audit.read', __proto__: 'x',
    }) // prettier-ignore
    const after = await account(person.account)
    const mine = ['first_name', 'last_name', 'street', 'city', 'zip', 'telephone', 'job_title', 'last_used_on']
    const rest = (row: Row) => Object.fromEntries(Object.entries(row).filter(([name]) => !mine.includes(name)))
    expect(rest(after)).toEqual(rest(before))
    expect(after.first_name).toBe('Rosa')
    expect(await account(victim.account)).toEqual(others)
    expect((await memberships()).results).toEqual(held)
  })

  it('T12 another site changes nothing: the token is demanded', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    expect((await browser.post('/profile', { ...right, csrf: 'x' })).status).toBe(403)
    expect(await account(person.account)).toMatchObject({ first_name: 'Terry' })
  })

  it('III.L.3 what was kept of a change stays: no update, no deletion, no replacement', async () => {
    const person = await somebody()
    await (await fresh(person)).post('/profile', right)
    const { id } = (await env.DB.prepare('SELECT max(id) AS id FROM account_change').first<{ id: number }>())!
    for (const sql of [
      "UPDATE account_change SET after = 'x'",
      'DELETE FROM account_change',
      `INSERT OR REPLACE INTO account_change (id, account_id, at, field) VALUES (${id}, ${person.account}, 0, 'x')`,
    ]) {
      await expect(env.DB.prepare(sql).run()).rejects.toThrow(/III\.L\.3/)
    }
  })

  it('T25 what somebody calls themself is text', async () => {
    const tag = `"'><img src=x onerror=canary()>`
    const person = await somebody()
    const browser = await fresh(person)
    const fields = { ...right, firstName: `A${tag}`, street: tag, city: tag, jobTitle: tag }
    expect((await browser.post('/profile', fields)).headers.get('Location')).toBe('/profile?done=saved')
    const pages = [await browser.get('/profile'), await browser.post('/profile', { ...fields, zip: tag })]
    for (const page of pages) expect(await page.text()).not.toMatch(/<img src=x|value=""'>/)
  })

  it('III.G.1 the name in the header leads here, and so does the menu', async () => {
    const html = await (await (await fresh(await somebody())).get('/home')).text()
    expect(html).toContain('<a href="/profile">Terry Tester</a>')
    expect(html).toMatch(/<a href="\/profile">Your profile<\/a>/)
  })
})
