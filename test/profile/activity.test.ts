import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { prepared } from '../../src/db/client.ts'
import { recorded } from '../../src/audit/statement.ts'
import type { AuditEvent } from '../../src/audit/events.ts'
import { ownEvents } from '../../src/profile/profile.ts'
import { ownActivity, PAGE_SIZE } from '../../src/profile/activity/store.ts'
import { activityWords } from '../../views/profile/activity-words.ts'
import type { Browser } from '../support/browser.ts'
import { fresh } from '../support/fresh.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { SESSION, sessionOf } from '../support/session.ts'
import { sha256 } from '../../src/digest.ts'
import { DAY, stopTheClock } from '../support/time.ts'

stopTheClock()
const PATH = '/profile/activity'
let office: number
let nth = 0
const somebody = () => aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office] })
const run = async (...statements: { sql: string; params: unknown[] }[]) => {
  await env.DB.batch(statements.map(({ sql, params }) => env.DB.prepare(sql).bind(...params)))
}
const log = (...events: AuditEvent[]) => run(...events.map(recorded))
const textOf = async (browser: Browser, path = PATH) => (await browser.get(path)).text()
const rowsIn = (html: string) => (html.match(/<tr>/g)?.length ?? 1) - 1
const older = (html: string) => /href="(\/profile\/activity\?s=[^"]+)"/.exec(html)?.[1]

beforeAll(async () => {
  office = await anOffice('Bayside Family Medicine')
})

describe('III.L.4 one’s own activity', () => {
  it('III.L.4 shows what one did, with device, address and office, the newest first, and the way to say “this wasn’t me”', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    await log({
      name: 'sign_in.failed',
      at: Date.now(),
      account: person.account,
      ip: '203.0.113.9',
      device: 'Lynx',
      office,
    })
    const html = await textOf(browser)
    for (const words of ['Wrong password', '203.0.113.9', 'Lynx', 'Bayside Family Medicine', 'Signed in', 'Code sent by e-mail', 'Confirmed that it is you']) {
      expect([words, html.includes(words)]).toEqual([words, true])
    } // prettier-ignore
    expect(html.indexOf('Wrong password')).toBeLessThan(html.indexOf('Signed in</td>'))
    expect(html).toMatch(/href="\/help#not-me"[^>]*>\s*This wasn’t me/)
  })

  it('III.L.4 nothing of anybody else: not what they did, and not from where they changed one’s own', async () => {
    const [person, other] = [await somebody(), await somebody()]
    const at = Date.now()
    await log(
      { name: 'sign_in.failed', at, account: other.account, ip: '203.0.113.1' },
      { name: 'roles.changed', at, account: person.account, subject: other.account, ip: '203.0.113.2' },
      {
        name: 'roles.changed',
        at,
        account: other.account,
        subject: person.account,
        ip: '203.0.113.3',
        device: 'Secret device',
      },
      { name: 'account.changed', at, account: null, subject: person.account, detail: { to: 'suspended' } },
    )
    const html = await textOf(await fresh(person))
    expect(html.match(/Roles changed/g)).toHaveLength(1)
    expect(html).toContain('Account suspended')
    expect(html).not.toMatch(/203\.0\.113\.|Secret device/)
    expect(html).not.toContain(other.email)
  })

  it('III.L.4 no pages, no members, no other kinds', async () => {
    const person = await somebody()
    const at = Date.now()
    await log(
      { name: 'page.viewed', at, account: person.account, page: '/secret-page' },
      { name: 'member.viewed', at, account: person.account, page: '/members/:id', record: 'mem_secret' },
      { name: 'mail.sent', at, subject: person.account, record: 'msg_secret' },
      { name: 'feed.completed', at, account: person.account },
    )
    expect(await textOf(await fresh(person))).not.toMatch(/secret|feed|mail sent/)
  })

  it.each([
    ['a day less than 90 days ago', 89 * DAY, true],
    ['90 days ago', 90 * DAY, true],
    ['a day more', 91 * DAY, false],
  ])('III.L.4 %s', async (_name, ago, shown) => {
    const person = await somebody()
    await log({ name: 'account.unlocked', at: Date.now() - ago, account: person.account, subject: person.account })
    expect((await textOf(await fresh(person))).includes('Account unlocked')).toBe(shown)
  })

  it('T24 25 a page, by a sealed address that opens for this session alone', async () => {
    const person = await somebody()
    const at = Date.now()
    await log(
      ...Array.from({ length: 60 }, (_, count): AuditEvent => ({
        name: 'sign_in.failed',
        at,
        account: person.account,
        ip: `203.0.113.${count}`,
      })),
    )
    const browser = await fresh(person)
    const seen: string[] = []
    let html = await textOf(browser)
    for (let pages = 0; pages < 5; pages += 1) {
      seen.push(...[...html.matchAll(/203\.0\.113\.\d+/g)].map(([ip]) => ip))
      expect(rowsIn(html)).toBeLessThanOrEqual(PAGE_SIZE)
      const next = [...html.matchAll(/href="(\/profile\/activity\?s=[^"]+)"[^>]*>Older/g)][0]?.[1]
      if (!next) break
      html = await textOf(browser, next)
    }
    expect(seen).toEqual(Array.from({ length: 60 }, (_, count) => `203.0.113.${59 - count}`))
    const second = older(await textOf(browser))!
    const other = await fresh(await somebody())
    expect(await textOf(other, second)).not.toContain('203.0.113')
    const altered = second.slice(0, -1) + (second.endsWith('A') ? 'B' : 'A')
    expect(await textOf(browser, altered)).not.toContain('Back to the newest')
  })

  it('III.L.4 reads a page’s worth of rows, however many pages somebody saw, however long the log is', async () => {
    const person = await somebody()
    const other = await somebody()
    const fill = (account: number, event: string, page: string | null, count: number) =>
      prepared(
        `INSERT INTO audit (at, event, account_id, page) SELECT ?, ?, ?, ? FROM
           (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count}) SELECT i FROM n)`,
        Date.now(),
        event,
        account,
        page,
      )
    await run(
      fill(person.account, 'session.opened', null, 200),
      fill(person.account, 'page.viewed', '/home', 3000),
      fill(other.account, 'session.opened', null, 3000),
    )
    const browser = await fresh(person)
    const [guard, , secret] = browser.cookies.get(SESSION)!.split('.') as [string, string, string]
    const { sql, params } = ownActivity({ guard, id: sessionOf(browser), secretHash: sha256(secret) }, 0, null)
    const { meta, results } = await env.DB.prepare(sql)
      .bind(...params)
      .all()
    expect(results).toHaveLength(PAGE_SIZE + 1)
    // Each row is found in an index, read, and joined with its office.
    expect(meta.rows_read).toBeLessThan(8 * PAGE_SIZE)
  })

  it('III.L.4 every kind has words', () => {
    for (const event of ownEvents) {
      for (const detail of [null, '{}', '{"why":"idle"}', '{"fields":"mobile"}', '{"to":"suspended"}']) {
        expect(activityWords(event, detail)).toMatch(/^[A-Z][^{}_]+$/)
      }
    }
  })
})
