/**
 * A list reads no more than it shows, however much there is: rows read are what D1 counts (`meta.rows_read`), so nothing
 * here depends on a clock. The lists themselves are in ./every-list.ts; the benchmark walks the same ones at full size.
 */
import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { visited } from '../../src/audit/statement.ts'
import { plain, type Prepared, type Statement } from '../../src/db/client.ts'
import { sha256 } from '../../src/digest.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { SESSION, signedIn } from '../support/session.ts'
import { counts, FEW, lists, type Sessions } from './every-list.ts'
import { filled } from './filled.ts'

const ROWS = 10_000
let sessions: Sessions

beforeAll(async () => {
  const office = await anOffice('Office 1')
  await anOffice('Office 2')
  await env.DB.batch(filled({ claims: ROWS, members: ROWS / 5, audit: ROWS }).map((sql) => env.DB.prepare(sql)))
  const key = async (person: { guard: string }) => {
    const [guard = '', id = '', secret = ''] = (await signedIn(person)).cookies.get(SESSION)!.split('.')
    return { guard, id, secretHash: sha256(secret) }
  }
  const clerk = await aPerson({ email: 'clerk@office.example', offices: [office], roles: ['claims', 'eligibility'] })
  const limited = await aPerson({ email: 'limited@office.example', offices: [office], roles: ['claims'] })
  const auditor = await aPerson({ email: 'auditor@plan.example', department: 'privacy', capabilities: ['audit.read'] })
  await env.DB.prepare(
    `INSERT INTO grant_limit (membership_id, role, provider_id)
     SELECT m.id, 'claims', p.id FROM membership m, provider p WHERE m.account_id = ? AND p.source_id IN ('p1', 'p2', 'p3')`,
  )
    .bind(limited.account)
    .run()
  sessions = { clerk: await key(clerk), limited: await key(limited), auditor: await key(auditor) }
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
  expect(rows.length).toBeGreaterThan(0)
  expect([list.name, read]).toEqual([list.name, Math.min(read, (list.each ?? 2) * (list.page + 1) + FEW)])
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
    expect([list.name, read]).toEqual([list.name, Math.min(read, (list.each ?? 2) * (list.page + 1) + FEW)])
  },
)

it.each(counts)('section 12: the count of $name stops at its cap', async ({ name, statement, cap }) => {
  const { rows, read } = await run(statement(sessions))
  expect(Number(rows[0]!.count)).toBeGreaterThan(0)
  expect([name, read]).toEqual([name, Math.min(read, cap + 1 + FEW)])
})
