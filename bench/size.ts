/** The portal at a plan's size: a million members, five million claims, ten million rows of the log, and a thousandth of it. */
import { measureImport } from './size/import.ts'
import { measureLists } from './size/lists.ts'
import { measureMemory } from './size/memory.ts'
import { sized } from './size/tables.ts'

const FULL = { members: 1_000_000, claims: 5_000_000, audit: 10_000_000 }
const TIMES = 1000
/** Megabytes of the file that the memory is watched over; `BENCH_FILE_MB=2000` for the whole of it. */
const FILE_MB = Number(process.env.BENCH_FILE_MB ?? 240)

/** Measures lists, import and memory. `BENCH_SHARE` takes a share of the full size, for a first look. */
export async function measureSize() {
  const share = Number(process.env.BENCH_SHARE ?? 1)
  const large = { members: FULL.members * share, claims: FULL.claims * share, audit: FULL.audit * share }
  const small = { members: large.members / TIMES, claims: large.claims / TIMES, audit: large.audit / TIMES }
  const [few, many] = [await sized(small), await sized(large)]
  try {
    return {
      sizes: { large, small },
      lists: await measureLists(few, many),
      import: await measureImport(FULL.members * share),
      memory: await measureMemory(FILE_MB),
    }
  } finally {
    await Promise.all([few.close(), many.close()])
  }
}
