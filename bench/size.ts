/** The portal at a plan's size: a million members, five million claims, ten million rows of the log, and a thousandth of it. */
import { measureImport } from './size/import.ts'
import { measureLists } from './size/lists.ts'
import { measureMemory } from './size/memory.ts'
import { sized } from './size/tables.ts'
import type { Sizes } from '../test/size/filled-sizes.ts'

const FULL: Sizes = { members: 1_000_000, claims: 5_000_000, audit: 10_000_000, people: 100_000, records: 1_000_000 }
const TIMES = 1000
/** Megabytes of the file that the memory is watched over; `BENCH_FILE_MB=2000` for the whole of it. */
const FILE_MB = Number(process.env.BENCH_FILE_MB ?? 240)

/** Measures lists, import and memory. `BENCH_SHARE` takes a share of the full size, for a first look. */
export async function measureSize() {
  const share = Number(process.env.BENCH_SHARE ?? 1)
  const large = sharesOf(share)
  const small = sharesOf(share / TIMES)
  // First, while nothing else holds memory that its CPU would wait for.
  const imported = await measureImport(FULL.members * share)
  const memory = await measureMemory(FILE_MB)
  const [few, many] = [await sized(small), await sized(large)]
  try {
    return { sizes: { large, small }, lists: await measureLists(few, many), import: imported, memory }
  } finally {
    await Promise.all([few.close(), many.close()])
  }
}

/** That share of the full size; of everything at least enough for a page far down. */
function sharesOf(share: number): Sizes {
  const of = (full: number, least: number) => Math.max(least, Math.round(full * share))
  return {
    members: of(FULL.members, 200),
    claims: of(FULL.claims, 1000),
    audit: of(FULL.audit, 1000),
    people: of(FULL.people, 1000),
    records: of(FULL.records, 1000),
  }
}
