import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import type { Cursor, Filters } from '../../src/claims/claim.ts'
import { COUNT_CAP, countedClaims, listedClaims, PAGE_SIZE } from '../../src/claims/list/store.ts'
import { plain, type Statement } from '../../src/db/client.ts'
import { sha256 } from '../../src/digest.ts'
import type { SessionKey } from '../../src/session-key.ts'
import { Browser } from '../support/browser.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { aList } from '../support/records.ts'

/** Each row of a page, its member, and the session's few: however many claims there are. */
const MOST_OF_A_PAGE = 4 * PAGE_SIZE
const CLAIMS = 20_000
let key: SessionKey

beforeAll(async () => {
  const ours = await anOffice('Our Office')
  const theirs = await anOffice('Their Office')
  const version = await aList()
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO member (id, public_id, source_id, member_number, last_name, first_name, last_name_key, first_name_key, as_of)
       WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
       SELECT i, printf('mem_%024d', i), 'm' || i, 'HV' || i, 'Example', 'Robin', 'example', 'robin', 0 FROM n`,
    ),
    // A third is another office's, and of ours every fifth is restricted.
    env.DB.prepare(
      `INSERT INTO claim (id, public_id, claim_source_id, number, member_id, office_id, type, status, serviced_from, shown_under, as_of)
       WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       SELECT i, printf('clm_%024d', i), 'c' || i, 'C' || i, 1 + i % 1000, CASE WHEN i % 3 = 0 THEN ? ELSE ? END, 'professional',
         CASE WHEN i % 10 = 1 THEN 'denied' ELSE 'paid' END, date('2024-01-01', (i % 900) || ' days'),
         CASE WHEN i % 5 = 0 THEN NULL ELSE ? END, 0 FROM n`,
    ).bind(CLAIMS, theirs, ours, version),
  ])
  await aPerson({ email: 'clerk@office.example', offices: [ours], roles: ['claims'] })
  const clerk = new Browser()
  await clerk.signIn('clerk@office.example')
  const [guard = '', id = '', secret = ''] = clerk.cookies.get('__Host-session')?.split('.') ?? []
  key = { guard, id, secretHash: sha256(secret) }
})

async function run(statement: Statement) {
  const { sql, params } = plain(statement)
  const { results, meta } = await env.DB.prepare(sql)
    .bind(...params)
    .all()
  return { rows: results, read: meta.rows_read }
}

const deep: Cursor = { servicedFrom: '2024-02-02', row: 10_000 }
const pages: [name: string, filters: Filters, after: Cursor | null][] = [
  ['the first page', {}, null],
  ['a page far down', {}, deep],
  ['from a day on', { from: '2025-05-05' }, null],
  ['up to a day', { to: '2024-03-03' }, null],
  ['a single day', { from: '2024-09-10', to: '2024-09-10' }, null],
  ['a claim number', { number: 'C1001' }, null],
  ['a member number', { memberNumber: 'HV8' }, null],
]

it.each(pages)('section 12: %s of a list reads no more rows than it needs', async (_name, filters, after) => {
  const { rows, read } = await run(listedClaims(key, filters, after))
  expect(rows.length).toBeGreaterThan(0)
  expect(read).toBeLessThanOrEqual(MOST_OF_A_PAGE)
})

it('section 12: a status is searched among the newest, never in all the claims', async () => {
  const { rows, read } = await run(listedClaims(key, { status: 'denied' }, null))
  expect(rows.length).toBe(PAGE_SIZE + 1)
  expect(read).toBeLessThanOrEqual(20 * PAGE_SIZE)
})

it.each(pages)('section 12: the count of %s stops at its cap', async (_name, filters) => {
  const { rows, read } = await run(countedClaims(key, filters))
  expect(rows[0]!.count).toBeGreaterThan(0)
  expect(read).toBeLessThanOrEqual(2 * COUNT_CAP + MOST_OF_A_PAGE)
})
