/** Every list at full size and at a thousandth of it: rows read, and time. */
import { create } from '../../src/accounts/create.ts'
import { instant } from '../../src/clock.ts'
import { type Database, plain, type Statement } from '../../src/db/client.ts'
import { randomText, sha256 } from '../../src/digest.ts'
import { dayOf } from '../../src/policy/calendar.ts'
import type { SessionKey } from '../../src/session-key.ts'
import { FEW, lists, counts, type Sessions } from '../../test/size/every-list.ts'
import { median } from '../rounds.ts'
import type { Sized } from './tables.ts'

const ROUNDS = 7
/** So many of one statement go in a call, so that the call itself weighs little. */
const AT_ONCE = 10
const DAY_MS = 86_400_000

export type ListMeasures = {
  /** The most rows that a list reads for each of a page, and which. */
  most: { name: string; rows: number; ratio: number }
  /** The same of the lists that are walked provider by provider. */
  walked: { name: string; rows: number; ratio: number }
  /** The most rows that a count reads, and which. */
  counted: { name: string; rows: number }
  /** The median over the lists of how many times as long it takes at full size. */
  time: number
  slowest: { name: string; ratio: number }
  rounds: number
}

/** Measures the lists in both. */
export async function measureLists(small: Sized, large: Sized): Promise<ListMeasures> {
  const [ofSmall, ofLarge] = [await sessionsIn(small.db), await sessionsIn(large.db)]
  let most = { name: '', rows: 0, ratio: 0 }
  let walked = most
  for (const list of lists) {
    for (const [db, sessions] of [[small.db, ofSmall], [large.db, ofLarge]] as const) {
      const rows = await rowsRead(db, list.statement(sessions))
      const ratio = Math.max(0, rows - FEW) / (list.page + 1)
      if (list.each === undefined && ratio > most.ratio) most = { name: list.name, rows, ratio }
      if (list.each !== undefined && ratio > walked.ratio) walked = { name: list.name, rows, ratio }
    }
  } // prettier-ignore
  let counted = { name: '', rows: 0 }
  for (const count of counts) {
    const rows = await rowsRead(large.db, count.statement(ofLarge))
    if (rows > counted.rows) counted = { name: count.name, rows }
  }
  const ratios: { name: string; ratio: number }[] = []
  for (const { name, statement } of lists) {
    const turns = { small: statement(ofSmall), large: statement(ofLarge) }
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const first = round % 2 === 0
      const one = await timeOf(first ? small.db : large.db, first ? turns.small : turns.large)
      const other = await timeOf(first ? large.db : small.db, first ? turns.large : turns.small)
      if (round >= 2) times.push(first ? other / one : one / other)
    }
    ratios.push({ name, ratio: median(times) })
  }
  const [slowest] = ratios.toSorted((a, b) => b.ratio - a.ratio)
  return { most, walked, counted, time: median(ratios.map(({ ratio }) => ratio)), slowest: slowest!, rounds: ROUNDS }
}

async function rowsRead(db: Database, statement: Statement): Promise<number> {
  const { sql, params } = plain(statement)
  const { meta } = await db
    .prepare(sql)
    .bind(...params)
    .all()
  return meta.rows_read
}

/** Milliseconds of one statement, of many in one call. */
async function timeOf(db: Database, statement: Statement): Promise<number> {
  const { sql, params } = plain(statement)
  const prepared = Array.from({ length: AT_ONCE }, () => db.prepare(sql).bind(...params))
  const before = performance.now()
  await db.batch(prepared)
  return (performance.now() - before) / AT_ONCE
}

/** People with open sessions: made anew with every run. */
async function sessionsIn(db: Database): Promise<Sessions> {
  const run = randomText()
    .slice(0, 8)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '0')
  const now = instant()
  const today = dayOf(now, 'America/Los_Angeles')
  const open = async (name: string, staff: boolean): Promise<SessionKey> => {
    const email = `${name}-${run}@size.example`
    const account = {
      email, guard: `guard-${name}-${run}`, firstName: 'Robin', lastName: 'Example', mobile: null, passwordHash: 'none', passwordSetOn: today,
      department: staff ? ('privacy' as const) : null, capabilities: staff ? (['audit.read'] as const) : [],
      memberships: staff ? [] : [{ office: 1, roles: ['eligibility', 'claims'] as const, isLoa: false }],
      approvedOn: today, lastUsedOn: null, trainedOn: today, agreed: true, reviewOn: today,
    } // prettier-ignore
    await create(db, account, now.getTime(), null)
    const key = { guard: account.guard, id: `${name}-${run}`, secretHash: sha256(randomText()) }
    await db
      .prepare(
        `INSERT INTO session (public_id, secret_hash, account_id, membership_id, device, opened_at, ends_at)
         SELECT ?, ?, a.id, (SELECT m.id FROM membership m WHERE m.account_id = a.id), 'Browser', ?, ? FROM account a WHERE a.email = ?`,
      )
      .bind(key.id, key.secretHash, now.getTime(), now.getTime() + DAY_MS, email)
      .run()
    return key
  }
  const [clerk, limited, auditor] = [
    await open('clerk', false),
    await open('limited', false),
    await open('auditor', true),
  ]
  await db
    .prepare(
      `INSERT INTO grant_limit (membership_id, role, provider_id)
       SELECT s.membership_id, 'claims', p.id FROM session s, provider p WHERE s.public_id = ? AND p.source_id IN ('p1', 'p2', 'p3')`,
    )
    .bind(limited.id)
    .run()
  return { clerk, limited, auditor }
}
