import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { plain, type Statement } from '../../src/db/client.ts'
import { sha256 } from '../../src/digest.ts'
import type { Cursor, Filters } from '../../src/referrals/referral.ts'
import { COUNT_CAP, countedReferrals, listedReferrals, PAGE_SIZE } from '../../src/referrals/store.ts'
import type { SessionKey } from '../../src/session-key.ts'
import { Browser } from '../support/browser.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { aList } from '../support/records.ts'

/** Each row of a page and its member, and the session's few: however many referrals there are. */
const MOST_OF_A_PAGE = 2 * (PAGE_SIZE + 1)
const OF_THE_SESSION = 10
const REFERRALS = 10_000
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
      `INSERT INTO referral (id, public_id, source_id, number, member_id, office_id, status, authored_on, shown_under, as_of, decision, urgency,
         confirmation, authorization_number)
       WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       SELECT i, printf('ref_%024d', i), 'r' || i, 'R' || i, 1 + i % 1000, CASE WHEN i % 3 = 0 THEN ? ELSE ? END, 'active',
         date('2024-01-01', (i % 900) || ' days'), CASE WHEN i % 5 = 0 THEN NULL ELSE ? END, 0,
         CASE WHEN i % 97 = 1 THEN 'denied' WHEN i % 2 = 1 THEN 'approved' END, CASE WHEN i % 89 = 1 THEN 'urgent' ELSE 'routine' END,
         'GH-' || i, 'A' || i FROM n`,
    ).bind(REFERRALS, theirs, ours, version),
  ])
  await aPerson({ email: 'clerk@office.example', offices: [ours], roles: ['view-referrals'] })
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

const deep: Cursor = { authoredOn: '2024-06-02', row: 5000 }
const pages: [name: string, filters: Filters, after: Cursor | null][] = [
  ['the first page', {}, null],
  ['a page far down', {}, deep],
  ['from a day on', { from: '2025-05-05' }, null],
  ['up to a day', { to: '2024-03-03' }, null],
  ['a single day', { from: '2024-09-10', to: '2024-09-10' }, null],
  ['a referral number', { number: 'R1001' }, null],
  ['a confirmation number', { number: 'GH-1001' }, null],
  ['an authorization number', { number: 'A1001' }, null],
  ['a member number', { memberNumber: 'HV8' }, null],
  ['a status', { status: 'denied' }, null],
  ['a status far down', { status: 'denied' }, deep],
  ['an urgency', { urgency: 'urgent' }, null],
]

it.each(pages)('section 12: %s of a list reads no more rows than it needs', async (_name, filters, after) => {
  const { rows, read } = await run(listedReferrals(key, filters, after))
  expect(rows.length).toBeGreaterThan(0)
  expect(read).toBeLessThanOrEqual(MOST_OF_A_PAGE + OF_THE_SESSION)
})

it.each(pages)('section 12: the count of %s stops at its cap', async (_name, filters) => {
  const { rows, read } = await run(countedReferrals(key, filters))
  expect(rows[0]!.count).toBeGreaterThan(0)
  expect(read).toBeLessThanOrEqual(2 * COUNT_CAP + MOST_OF_A_PAGE)
})
