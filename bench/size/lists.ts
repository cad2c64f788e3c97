/** Every list at full size and at a thousandth of it: rows read, and time. */
import { type Database, plain, type Statement } from '../../src/db/client.ts'
import { counts, lists } from '../../test/size/every-list.ts'
import type { Sizes } from '../../test/size/filled-sizes.ts'
import { FEW, type List, mostOf, mostOfCount, sessionsIn } from '../../test/size/list.ts'
import { median } from '../rounds.ts'
import type { Sized } from './tables.ts'

const ROUNDS = 5
/** So many of one statement go in a call, so that the call itself weighs little. */
const AT_ONCE = 4

/** A list, the rows that it read, and how many of them for each of its page. */
type Most = { name: string; rows: number; ratio: number }
const none: Most = { name: '', rows: 0, ratio: 0 }

export type ListMeasures = {
  /** The most rows that a list reads for each of a page, and which. */
  most: Most
  /** The same of the lists that have a number of their own, but read no more for a larger table. */
  walked: Most
  /** The same of those that look through all accounts or offices: these grow with them. */
  lookedThrough: Most
  /** The most rows that a count reads, and which. */
  counted: { name: string; rows: number }
  /** The lists and counts that read more than they may. */
  over: { name: string; rows: number; may: number }[]
  /** The median over the lists of how many times as long it takes at full size. */
  time: number
  slowest: { name: string; ratio: number }
  /** So many lists and counts. */
  lists: number
  counts: number
  rounds: number
}

/** Measures the lists in both. */
export async function measureLists(small: Sized, large: Sized): Promise<ListMeasures> {
  const [ofSmall, ofLarge] = [await sessionsIn(small.db), await sessionsIn(large.db)]
  const found = { most: none, walked: none, lookedThrough: none, counted: { name: '', rows: 0 } }
  const over: ListMeasures['over'] = []
  for (const list of lists) {
    for (const [{ db, sizes }, sessions] of [[small, ofSmall], [large, ofLarge]] as const) {
      const rows = await rowsRead(db, list.statement(sessions))
      const ratio = Math.max(0, rows - FEW) / (list.page + 1)
      const kind = kindOf(list, sizes)
      if (ratio > found[kind].ratio) found[kind] = { name: list.name, rows, ratio }
      const may = mostOf(list, sizes)
      if (rows > may) over.push({ name: list.name, rows, may })
    }
  } // prettier-ignore
  for (const count of counts) {
    const rows = await rowsRead(large.db, count.statement(ofLarge))
    if (!count.besides && rows > found.counted.rows) found.counted = { name: count.name, rows }
    const may = mostOfCount(count, large.sizes)
    if (rows > may) over.push({ name: `count of ${count.name}`, rows, may })
  }
  const ratios: { name: string; ratio: number }[] = []
  // What looks through a table takes as long as that is: its time is no measure of a list.
  for (const { name, statement } of lists.filter((list) => kindOf(list, large.sizes) !== 'lookedThrough')) {
    const turns = { small: statement(ofSmall), large: statement(ofLarge) }
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const first = round % 2 === 0
      const one = await timeOf(first ? small.db : large.db, first ? turns.small : turns.large)
      const other = await timeOf(first ? large.db : small.db, first ? turns.large : turns.small)
      if (round >= 1) times.push(first ? other / one : one / other)
    }
    ratios.push({ name, ratio: median(times) })
  }
  const [slowest] = ratios.toSorted((a, b) => b.ratio - a.ratio)
  const time = median(ratios.map(({ ratio }) => ratio))
  return { ...found, over, time, slowest: slowest!, lists: lists.length, counts: counts.length, rounds: ROUNDS }
}

/** What a list is measured with: whether it may read more, and more at a larger size. */
function kindOf({ each, besides }: List, { people, ...sizes }: Sizes): 'most' | 'walked' | 'lookedThrough' {
  if (besides && besides({ ...sizes, people }) !== besides({ ...sizes, people: 2 * people })) return 'lookedThrough'
  return each === undefined && !besides ? 'most' : 'walked'
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
