/**
 * A list reads no more than it shows, however much there is: rows read are what D1 counts (`meta.rows_read`), so nothing
 * here depends on a clock. The lists themselves are in ./every-list.ts; the benchmark walks the same ones at full size.
 */
import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { visited } from '../../src/audit/statement.ts'
import { plain, type Prepared, type Statement } from '../../src/db/client.ts'
import { counts, lists } from './every-list.ts'
import { filled } from './filled.ts'
import type { Sizes } from './filled-sizes.ts'
import { mostOf, mostOfCount, type Sessions, sessionsIn } from './list.ts'

const ROWS = 10_000
const sizes: Sizes = { claims: ROWS, members: ROWS / 5, audit: ROWS, people: ROWS, records: ROWS }
let sessions: Sessions

beforeAll(async () => {
  await env.DB.batch(filled(sizes).map((sql) => env.DB.prepare(sql)))
  sessions = await sessionsIn(env.DB)
})

async function run(statement: Statement) {
  const { sql, params } = plain(statement)
  // D1 binds no more parameters than that.
  expect(params.length).toBeLessThanOrEqual(100)
  const { results, meta } = await env.DB.prepare(sql)
    .bind(...params)
    .all()
  return { rows: results, read: meta.rows_read }
}

it.each(lists)('section 12: $name of 10,000 rows reads no more than two for each row of a page', async (list) => {
  const { rows, read } = await run(list.statement(sessions))
  if (!list.mayBeEmpty) expect(rows.length).toBeGreaterThan(0)
  expect([list.name, read]).toEqual([list.name, Math.min(read, mostOf(list, sizes))])
})

it.each(lists.filter(({ names }) => names))(
  'III.L.2 the audit row of $name reads no more than the list',
  async (list) => {
    const statement = visited(sessions.clerk, {
      name: 'claim.listed',
      at: 1,
      page: '/x',
      ip: '192.0.2.1',
      request: 'x',
      lists: [{ query: plain(list.statement(sessions)) as Prepared<unknown>, size: list.page }],
    })
    const { read } = await run(statement)
    expect([list.name, read]).toEqual([list.name, Math.min(read, mostOf(list, sizes))])
  },
)

it.each(counts)('section 12: the count of $name stops at its cap', async (list) => {
  const { rows, read } = await run(list.statement(sessions))
  const count = Number(rows[0]!.count ?? rows[0]!.waiting)
  expect(count).toBeLessThanOrEqual(list.cap + 1)
  if (!list.mayBeEmpty) expect(count).toBeGreaterThan(0)
  expect([list.name, read]).toEqual([list.name, Math.min(read, mostOfCount(list, sizes))])
})
