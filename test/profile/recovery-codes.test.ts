import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { sha256 } from '../../src/digest.ts'
import { mailTo } from '../support/browser.ts'
import { fresh } from '../support/fresh.ts'
import { eventsOf } from '../support/guard.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { signedIn } from '../support/session.ts'
import { RECOVERY, withRecoveryCodes } from '../support/typed-codes.ts'

const PATH = '/profile/security/recovery-codes'
const SECURITY = '/profile/security'
let office: number
let nth = 0
const somebody = () => aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office] })
const codesIn = (html: string) => [...html.matchAll(/<code>([A-Z2-7 ]{19})<\/code>/g)].map(([, code = '']) => code)
const hashesOf = async (account: number) =>
  (
    await env.DB.prepare('SELECT code_hash AS hash FROM recovery_code WHERE account_id = ? ORDER BY code_hash')
      .bind(account)
      .all<{ hash: string }>()
  ).results.map(({ hash }) => hash)
const use = (account: number, count: number) =>
  env.DB.prepare(
    `UPDATE recovery_code SET used_at = 1 WHERE account_id = ?1 AND code_hash IN (
       SELECT r.code_hash FROM recovery_code r WHERE r.account_id = ?1 AND r.used_at IS NULL LIMIT ?2)`,
  )
    .bind(account, count)
    .run()

beforeAll(async () => {
  office = await anOffice()
})

describe('III.F.2 one’s own recovery codes', () => {
  it('III.F.2 looking at the page makes none', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    expect(codesIn(await (await browser.get(PATH)).text())).toEqual([])
    expect(await hashesOf(person.account)).toEqual([])
  })

  it('III.F.2 ten are made, shown once on a page for paper, kept by their hash alone, and told to their owner', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    const answer = await browser.post(PATH, {})
    const html = await answer.text()
    const codes = codesIn(html)
    expect([answer.status, answer.headers.get('Cache-Control'), new Set(codes).size]).toEqual([200, 'no-store', 10])
    expect(html).toContain('class="paper"')
    expect(await hashesOf(person.account)).toEqual(codes.map((code) => sha256(code.replaceAll(' ', ''))).toSorted())
    const mail = await mailTo(person.email)
    expect(mail!.subject).toContain('New recovery codes were made')
    expect(await eventsOf(person.account)).toContain('recovery_codes.made')
    const again = await (await browser.get(PATH)).text()
    const list = await (await browser.get(SECURITY)).text()
    expect(list).toContain('10 of 10 are left')
    const { results } = await env.DB.prepare('SELECT * FROM audit WHERE account_id = ?').bind(person.account).all()
    // T29
    for (const code of codes) {
      for (const written of [code, code.replaceAll(' ', '')])
        expect([again, list, JSON.stringify(results), JSON.stringify(mail)].join('')).not.toContain(written)
    }
  })

  it('III.F.2 each of them confirms once; new ones end those before', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    const first = codesIn(await (await browser.post(PATH, {})).text())
    const other = await signedIn(person)
    const confirm = async (code: string) => (await other.post('/confirm/recovery', { code, next: '' })).status
    expect(await confirm(first[0]!)).toBe(303)
    expect(await confirm(first[0]!)).toBe(422)
    expect(await confirm(first[1]!.toLowerCase().replaceAll(' ', '-'))).toBe(303)
    expect(await (await browser.get(PATH)).text()).toContain('You have 8 codes left')
    const second = codesIn(await (await browser.post(PATH, {})).text())
    expect(await confirm(first[2]!)).toBe(422)
    expect(await confirm(second[0]!)).toBe(303)
    expect(await hashesOf(person.account)).toHaveLength(10)
  })

  it.each([
    [6, '4 of 10 are left', null],
    [7, '3 of 10 are left', 'Only 3 recovery codes are left'],
    [8, '2 of 10 are left', 'Only 2 recovery codes are left'],
    [9, '1 of 10 are left', 'Only 1 recovery code is left'],
    [10, '0 of 10 are left', 'No recovery code is left'],
  ])('III.F.2 after %s were used', async (used, words, banner) => {
    const person = await withRecoveryCodes(await somebody())
    await use(person.account, used)
    const html = await (await (await fresh(person)).get(SECURITY)).text()
    expect(html).toContain(words)
    if (banner === null) expect(html).not.toMatch(/recovery codes? (is|are) left/)
    else expect(html).toContain(banner)
  })

  it('III.F.2 who never made any is warned of nothing', async () => {
    expect(await (await (await fresh(await somebody())).get(SECURITY)).text()).not.toMatch(/recovery code is left/i)
  })

  it('T9 made twenty times at once: one set of ten is left', async () => {
    const person = await withRecoveryCodes(await somebody())
    const browser = await fresh(person)
    const csrf = await browser.token('/home')
    const pages = await Promise.all(
      Array.from({ length: 20 }, async () => codesIn(await (await browser.post(PATH, { csrf })).text())),
    )
    const left = await hashesOf(person.account)
    const sets = pages.map((codes) =>
      codes
        .map((code) => sha256(code.replaceAll(' ', '')))
        .toSorted()
        .join(),
    )
    expect(sets).toContain(left.join())
  })

  it('T21 codes, numbers and accounts that a form brings are not taken', async () => {
    const [person, other] = [await somebody(), await somebody()]
    const browser = await fresh(person)
    await browser.post(PATH, { code: RECOVERY[0]!, codes: '100', account: String(other.account), howMany: '1' })
    expect([(await hashesOf(person.account)).length, (await hashesOf(other.account)).length]).toEqual([10, 0])
    expect(await hashesOf(person.account)).not.toContain(sha256(RECOVERY[0]!))
  })
})
