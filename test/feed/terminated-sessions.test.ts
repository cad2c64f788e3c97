import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { storePart } from '../../src/feed/store-part.ts'
import type { JsonObject } from '../../src/json.ts'
import { batch } from '../../src/db/client.ts'
import { officesTerminated } from '../../src/feed/offices/store.ts'
import { Browser } from '../support/browser.ts'
import { aCoreOffice } from '../support/core-offices.ts'
import { list } from '../support/extract.ts'
import { ndjson, newImport, publishRows, rows, send } from '../support/feed.ts'
import { anOffice, aPerson, today } from '../support/people.ts'
import { SESSION, sessionOf, signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()
beforeAll(() => publishRows(...list))

const ended = (of: { sourceId: string; name: string; npi: string }, active = false): JsonObject => ({
  resourceType: 'Organization',
  id: of.sourceId,
  name: of.name,
  active,
})
let nth = 0
/** An office of the core system with access, and somebody who works in it and in others. */
async function anOfficeAtWork(...others: number[]) {
  const of = await aCoreOffice({ accessOn: '2020-01-01' })
  const [{ id: row } = { id: 0 }] = await rows<{ id: number }>('SELECT id FROM office WHERE public_id = ?', of.id)
  await env.DB.prepare("UPDATE office SET verify_due_on = '2199-01-01' WHERE id = ?").bind(row).run()
  const person = await aPerson({ email: `clerk${(nth += 1)}@ended.example`, offices: [row, ...others] })
  return { of, row, person, browser: await signedIn(person) }
}
/** Has the browser's session work through that office. */
async function work(browser: Browser, account: number, office: number) {
  const [membership] = await rows<{ id: string }>(
    'SELECT public_id AS id FROM membership WHERE account_id = ? AND office_id = ?',
    account,
    office,
  )
  await browser.post('/session/office', { membership: membership!.id })
}
const stateOf = async ({ row, browser }: { row: number; browser: Browser }) => {
  const [office] = await rows<{ on: string | null }>('SELECT terminated_on AS "on" FROM office WHERE id = ?', row)
  const [session] = await rows<{ why: string | null }>(
    'SELECT end_reason AS why FROM session WHERE public_id = ?',
    sessionOf(browser),
  )
  const [log] = await rows<{ n: number }>(
    "SELECT count(*) AS n FROM audit WHERE office_id = ? AND event IN ('office.changed', 'session.closed')",
    row,
  )
  return { on: office!.on, why: session!.why, rows: log!.n }
}
const OPEN = { on: null, why: null, rows: 0 }
const closed = () => ({ on: today(), why: 'office-terminated', rows: 2 })

describe('III.M.4 sessions in an office that the core system reports as terminated', () => {
  it('III.M.4 end in the same batch, each with its row; those in other offices stay', async () => {
    const [gone, stays] = [await anOfficeAtWork(), await anOfficeAtWork()]
    const second = await signedIn(gone.person)
    await send(ended(gone.of))
    expect(await stateOf(gone)).toEqual({ ...closed(), rows: 3 })
    expect(await stateOf(stays)).toEqual(OPEN)
    const told = await rows(
      "SELECT account_id AS account, session_id IS NOT NULL AS session, clause, detail FROM audit WHERE event = 'session.closed' AND office_id = ?",
      gone.row,
    )
    const row = { account: gone.person.account, session: 1, clause: null, detail: '{"why":"office-terminated"}' }
    expect(told).toEqual([row, row])
    for (const browser of [gone.browser, second]) {
      expect((await browser.get('/home')).headers.get('Location')).toBe('/sign-in?closed=ended&next=%2Fhome')
    }
    expect((await stays.browser.get('/home')).status).toBe(200)
  })

  it('III.M.4 an account with another office keeps that one: signed out of the ended one, and in again into the other', async () => {
    const gone = await anOfficeAtWork(await anOffice('The other office'))
    await work(gone.browser, gone.person.account, gone.row)
    await send(ended(gone.of))
    expect((await gone.browser.get('/members')).status).toBe(303)
    const again = new Browser('192.0.2.40')
    await again.signIn(gone.person.email)
    const page = await again.get('/members')
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('The other office')])
  })

  it('III.M.4 a session of the same person that works through the other office stays', async () => {
    const other = await anOffice('Stays open')
    const gone = await anOfficeAtWork(other)
    await work(gone.browser, gone.person.account, other)
    await send(ended(gone.of))
    expect([await stateOf(gone), (await gone.browser.get('/members')).status]).toEqual([
      { ...closed(), why: null, rows: 1 },
      200,
    ])
  })

  it('III.M.4 reported again the same day, nobody is told of it twice, and no row doubles', async () => {
    const gone = await anOfficeAtWork()
    await send(ended(gone.of))
    await send({ ...ended(gone.of), name: 'By another name' })
    expect(await stateOf(gone)).toEqual(closed())
  })

  it('III.M.4 two offices in one part, and people of both: all of it in two statements, whatever their number', async () => {
    const [one, two] = [await anOfficeAtWork(), await anOfficeAtWork()]
    const both = await aPerson({ email: 'both@ended.example', offices: [two.row, one.row] })
    await work(await signedIn(both), both.account, two.row)
    await send(ended(one.of), ended(two.of))
    expect([await stateOf(one), await stateOf(two)]).toEqual([closed(), { ...closed(), rows: 3 }])
    expect(officesTerminated(today(), 1)).toHaveLength(4)
  })

  it('III.M.4 a part of the feed that ends nobody reads no session but the open ones of offices that ended that day', async () => {
    await anOfficeAtWork()
    const [plan] = [
      (
        await batch(env.DB, [
          { sql: `EXPLAIN QUERY PLAN ${officesTerminated(today(), 1)[2]!.sql}`, params: [1, 'x', today()] },
          { sql: `EXPLAIN QUERY PLAN ${officesTerminated(today(), 1)[3]!.sql}`, params: [null, null, '', today(), 1, 'x'] },
        ])
      ).rows,
    ] // prettier-ignore
    const told = (plan as unknown as { detail: string }[][]).map((lines) =>
      lines.map(({ detail }) => detail).join('\n'),
    )
    expect(told[0]).toContain('SEARCH s USING INDEX session_membership')
    expect(told[1]).toContain('SEARCH s USING INDEX session_ended')
    for (const one of told) expect(one).not.toContain('SCAN s')
  })
})

describe('III.M.4 the database fails while the core system reports an office as terminated', () => {
  let gone: Awaited<ReturnType<typeof anOfficeAtWork>>
  beforeEach(async () => {
    gone = await anOfficeAtWork()
  })
  /** Stores the report over a database that `batch` makes of the right one. */
  const report = (change: (statements: D1PreparedStatement[]) => Promise<D1Result[]>) => {
    const DB = { prepare: env.DB.prepare.bind(env.DB), batch: change } as unknown as D1Database
    const part = { importId: newImport(), file: 'all.ndjson', part: 1, firstLine: 1 }
    const body = new TextEncoder().encode(ndjson([ended(gone.of)]))
    const now = new Date(Date.now())
    return storePart(DB, env.FEED_REJECTS, part, body, now, 'America/Los_Angeles')
  }

  it('III.M.4 at the k-th statement, for every k: the old state, and then, sent again, the new one', async () => {
    let most = 0
    for (let kth = 0; kth <= most; kth += 1) {
      const failing = report((statements) => {
        if (statements.length > 5) most = Math.max(most, statements.length - 1)
        const broken = env.DB.prepare("SELECT json('broken')")
        return env.DB.batch(statements.length > 5 ? statements.toSpliced(kth, 0, broken) : statements)
      })
      await expect(failing).rejects.toThrow()
      expect([kth, await stateOf(gone)]).toEqual([kth, OPEN])
      expect((await gone.browser.get('/home')).status).toBe(200)
    }
    expect(most).toBeGreaterThan(30)
    await send(ended(gone.of))
    expect(await stateOf(gone)).toEqual(closed())
  })

  it('III.M.4 with its answer lost: the new state, once, however often the part is sent again', async () => {
    const lost = report(async (statements) => {
      const answer = await env.DB.batch(statements)
      if (statements.length > 5) throw new Error('the answer was lost')
      return answer
    })
    await expect(lost).rejects.toThrow('lost')
    expect(await stateOf(gone)).toEqual(closed())
    expect(gone.browser.cookies.has(SESSION)).toBe(true)
    await send(ended(gone.of))
    expect(await stateOf(gone)).toEqual(closed())
  })
})
