/** What importing costs: changed claims into tables of a million records, beside reading the same lines alone. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demoPlan } from '../../demo/plan.ts'
import { portalAt, publishList, STARTER_LIST } from '../../tools/feed-client.ts'
import { type Contestant, keys, start } from '../contestant.ts'
import { makeTables, numbers } from '../plan.ts'
import { median } from '../rounds.ts'
import { fillStraight } from './straight.ts'

const ROUNDS = 5
/** Claims of the invented plan in a part. */
const IN_A_PART = 1500

export type ImportMeasures = {
  ratio: number
  rounds: number
  records: number
  perSecond: { stored: number; read: number }
}

/** Measures with about so many records stored before. */
export async function measureImport(records = 1_000_000): Promise<ImportMeasures> {
  process.env.GATEHOUSE_FEED_TOKEN = keys.FEED_TOKEN
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'))
  try {
    const lines = await stored(folder, records)
    const portal = await start('src/index.ts', { folder })
    const parser = await start('bench/size/parser.ts', { bare: true })
    try {
      return await measured(portal, parser, lines)
    } finally {
      await Promise.all([portal.stop(), parser.stop()])
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Stores the invented plan, with its claims so many times that there are about so many records; answers the claims as sent. */
async function stored(folder: string, records: number): Promise<object[]> {
  const portal = await start('src/index.ts', { folder })
  let lines
  try {
    await makeTables(await portal.database())
    const feed = feedOf(portal)
    await publishList(feed, STARTER_LIST)
    const plan = demoPlan()
    const claims = plan.filter(({ resourceType }) => /^(Claim|ExplanationOfBenefit)$/.test(resourceType))
    const others = plan.filter(({ resourceType }) => !/^(Claim|ExplanationOfBenefit)$/.test(resourceType))
    await send(feed, 'plan-people', others)
    // One that was entered in error is a deletion, and stores nothing.
    lines = claims
      .filter((claim) => !('status' in claim) || claim.status !== 'entered-in-error')
      .slice(0, 2 * IN_A_PART)
    await send(feed, 'plan-claims', lines)
  } finally {
    await portal.stop()
  }
  fillStraight(folder, manifold(Math.ceil(records / lines.length)))
  return lines
}

async function measured(portal: Contestant, parser: Contestant, lines: object[]): Promise<ImportMeasures> {
  const feed = feedOf(portal)
  const times: { stored: number; read: number }[] = []
  for (let round = 0; round < ROUNDS + 1; round += 1) {
    const body = bodyOf(lines.map((line) => ({ ...line, meta: { lastUpdated: `2026-12-${10 + round}T00:00:00Z` } })))
    const stored = await cpuOf(portal, () => feed.ask(`/changed-${round}/claims.ndjson/1`, body))
    const read = await cpuOf(parser, async () => {
      const answer = await fetch(parser.url, { method: 'POST', body: body as Uint8Array<ArrayBuffer> })
      const counted = (await answer.json()) as { records: number }
      if (counted.records !== lines.length) throw new Error('the parser did not read every line')
    })
    if (round > 0) times.push({ stored, read })
  }
  const rate = (name: 'stored' | 'read') => lines.length / median(times.map((one) => one[name]))
  return {
    ratio: median(times.map(({ stored, read }) => read / stored)),
    rounds: ROUNDS,
    records: lines.length,
    perSecond: { stored: rate('stored'), read: rate('read') },
  }
}

const feedOf = (portal: Contestant) => portalAt(portal.url.href.replace(/\/$/, ''))

/** Seconds of CPU that the contestant's process used meanwhile. */
async function cpuOf(contestant: Contestant, run: () => Promise<unknown>): Promise<number> {
  const before = contestant.cpu()
  await run()
  return contestant.cpu() - before
}

async function send(feed: ReturnType<typeof portalAt>, importId: string, records: readonly object[]): Promise<void> {
  for (let at = 0; at < records.length; at += IN_A_PART) {
    const body = bodyOf(records.slice(at, at + IN_A_PART))
    await feed.ask(`/${importId}/all.ndjson/${1 + at / IN_A_PART}`, body)
  }
}

const bodyOf = (records: readonly object[]) =>
  new TextEncoder().encode(records.map((record) => `${JSON.stringify(record)}\n`).join(''))

/**
 * SQL that makes of every claim so many more, with its records, links, clues and lines, as if each had been sent: table by
 * table, in the order of their keys.
 */
function manifold(times: number): string[] {
  const record = "(SELECT id FROM bench_most WHERE of = 'record')"
  const claim = "(SELECT id FROM bench_most WHERE of = 'claim')"
  const copies = `(${numbers(times)} SELECT i FROM n)`
  return [
    `CREATE TABLE bench_most AS SELECT 'record' AS of, max(id) AS id FROM feed_record
       UNION ALL SELECT 'claim', max(id) FROM claim`,
    `INSERT INTO feed_link (from_id, to_type, to_source_id, required)
       SELECT from_id + i * ${record}, to_type, to_source_id || '-' || i, required
       FROM ${copies} CROSS JOIN feed_link JOIN feed_record r ON r.id = from_id AND r.type IN ('Claim', 'ExplanationOfBenefit')`,
    `INSERT INTO feed_clue (record_id, rank, to_type, to_source_id)
       SELECT record_id + i * ${record}, rank, to_type, to_source_id
       FROM ${copies} CROSS JOIN feed_clue JOIN feed_record r ON r.id = record_id AND r.type IN ('Claim', 'ExplanationOfBenefit')`,
    `INSERT INTO feed_record (id, type, source_id, import_id, digest, sent_at, received_at, facts, pair_source_id, office_source_id, codes,
         own_reason, own_version, hidden)
       SELECT id + i * ${record}, type, source_id || '-' || i, import_id, digest, sent_at, received_at, facts, pair_source_id || '-' || i,
         office_source_id, codes, own_reason, own_version, hidden
       FROM ${copies} CROSS JOIN feed_record WHERE type IN ('Claim', 'ExplanationOfBenefit')`,
    `INSERT INTO claim_line SELECT claim_id + i * ${claim}, line, code, code_system, modifiers, serviced_from, serviced_to, units,
         billed_cents, allowed_cents, paid_cents, member_cents, denial_code
       FROM ${copies} CROSS JOIN claim_line`,
    `INSERT INTO claim SELECT id + i * ${claim}, 'clm_' || lower(hex(randomblob(12))), claim_source_id || '-' || i, eob_source_id || '-' || i,
         number || '-' || i, member_source_id, member_id, office_source_id, office_id, provider_source_id, provider_name, type, status,
         serviced_from, serviced_to, received_on, paid_on, billed_cents, allowed_cents, paid_cents, member_cents, shown_under, as_of
       FROM ${copies} CROSS JOIN claim`,
    'DROP TABLE bench_most',
  ]
}
