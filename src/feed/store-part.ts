import { recorded } from '../audit/statement.ts'
import { sha256Of } from '../digest.ts'
import { batch, type Database, type Prepared } from '../db/client.ts'
import { dayOf } from '../policy/calendar.ts'
import { indexOf } from '../restricted-info/rules.ts'
import { listInForce } from '../restricted-info/store.ts'
import { done, refused, type Result } from '../result.ts'
import { knownDeletions, recordsDeleted, type Gone } from './deletions/store.ts'
import type { CountsByType, FeedRecord } from './feed.ts'
import { type DeletedHere, keyOf, readPart } from './parts/rules.ts'
import { judgedBy, recordsStored, rowsMade } from './records/store.ts'
import { isDeletedBy, isOlder } from './rules.ts'
import {
  type Coming,
  importBegun,
  importOf,
  type KnownRecord,
  knownRecords,
  partOf,
  partStored,
  recordsSeen,
  rejectionsKept,
  suppressedAmong,
  workDone,
} from './store.ts'

/**
 * A part of a file: which import, which file, which number from 1, and the number of its first line in the file.
 * `isCutLine`: the body is the beginning of one line that is larger than a part may be.
 * `coming`: how its import comes, if this part begins it. `deletedBy` (ms UTC): deletions that don't tell their instant
 * happened before it; now unless told.
 */
export type Part = {
  importId: string
  file: string
  part: number
  firstLine: number
  isCutLine?: boolean
  coming?: Coming | undefined
  deletedBy?: number | undefined
}

/** `other-content`: another body was acknowledged as this part. `completed`: the import takes no more parts, whether all came or it failed. */
export type PartRefusal = 'other-content' | 'completed'

/**
 * Stores the lines of a part, with the rows that pages read, in one batch: all of it or nothing.
 * The same part again changes nothing and answers the same counts. Lines that cannot be used are kept in `rejects`.
 * `zone` is the plan's: the day an office's termination is known is one of its days. `also` goes into the same batch.
 */
export async function storePart(
  db: Database,
  rejects: R2Bucket,
  { importId, file, part, firstLine, isCutLine = false, coming, deletedBy }: Part,
  body: Uint8Array,
  now: Date,
  zone: string,
  also: readonly Prepared<never>[] = [],
): Promise<Result<CountsByType, PartRefusal>> {
  const digest = sha256Of('base64url', body)
  const [begun, known] = (await batch(db, [importOf(importId), partOf(importId, file, part)])).rows
  if (known[0] && known[0].digest !== digest) return refused('other-content')
  if (!known[0] && (begun[0]?.completedAt ?? begun[0]?.failedAt)) return refused('completed')

  const at = now.getTime()
  const { records, deletions, rejections, counts } = readPart(body, firstLine, isCutLine, deletedBy ?? at)
  if (known[0]) {
    const hidden = suppressedAmong(records)
    const answer = hidden.length > 0 ? await batch(db, hidden) : { rows: [] }
    return done(withSuppressed(JSON.parse(known[0].counts), answer))
  }
  const { version, index, changed, deleted } = await whatIsNew(db, records, deletions)
  for (const type of [...changed.map((record) => record.type), ...linesThatDelete(deleted)]) {
    counts[type]!.stored += 1
    counts[type]!.unchanged -= 1
  }

  // Before the batch: a part that is acknowledged has its rejected lines kept.
  if (rejections.length > 0) {
    const lines = rejections.map(({ bytes }) => bytes)
    await rejects.put(`${importId}/${file}/${part}.ndjson`, new Blob(lines.flatMap((line) => [line, '\n'])).stream())
  }
  const write: Prepared<{ type: string; suppressed: number }>[] = [
    importBegun(importId, at, coming),
    ...recordsStored(importId, judgedBy(changed, index), version, at),
    ...recordsSeen(importId, records),
    ...recordsDeleted(deleted),
    ...(changed.length + deleted.length > 0 ? rowsMade(dayOf(now, zone), at) : []),
    ...rejectionsKept(
      importId,
      file,
      part,
      rejections.map(({ line, reason }) => ({ line, reason })),
    ),
    workDone,
    recorded({
      name: 'feed.part_stored',
      at,
      account: coming?.by ?? null,
      detail: { importId, file, part, stored: changed.length, deleted: deleted.length, rejected: rejections.length },
    }),
    ...partStored(importId, { file, part, digest }, counts, at),
    ...also,
    ...suppressedAmong(records),
  ]
  return done(withSuppressed(counts, await batch(db, write)))
}

/** What of the part isn't stored yet, and the list in force that it is judged by. */
async function whatIsNew(db: Database, records: readonly FeedRecord[], deletions: readonly DeletedHere[]) {
  const all = [...records, ...deletions]
  const known = knownRecords(all)
  const [versions, list, ...found] = (await batch(db, [...listInForce, ...known, ...knownDeletions(all)])).rows
  const stored = new Map((found.slice(0, known.length) as KnownRecord[][]).flat().map((row) => [keyOf(row), row]))
  const gone = new Map((found.slice(known.length) as Gone[][]).flat().map((row) => [keyOf(row), row]))
  const isNew = (record: FeedRecord) => {
    const before = stored.get(keyOf(record))
    if (before) return before.digest !== record.digest && !isOlder(record.sentAt, before.sentAt)
    const deletion = gone.get(keyOf(record))
    return !deletion || !isDeletedBy(record.sentAt, deletion.deletedAt)
  }
  const isNews = (deletion: DeletedHere) => {
    const before = stored.get(keyOf(deletion))
    if (before) return !isOlder(deletion.deletedAt, before.sentAt)
    return (gone.get(keyOf(deletion))?.deletedAt ?? -1) < deletion.deletedAt
  }
  return {
    version: versions[0]?.version ?? 0,
    index: indexOf(list),
    changed: records.filter(isNew),
    deleted: deletions.filter(isNews),
  }
}

/** The types of the lines that deleted something, each line once. */
function linesThatDelete(deleted: readonly DeletedHere[]): string[] {
  return [...new Map(deleted.map(({ line, countedAs }) => [line, countedAs])).values()]
}

function withSuppressed(
  counts: CountsByType,
  { rows }: { rows: readonly { type: string; suppressed: number }[][] },
): CountsByType {
  for (const { type, suppressed } of rows.flat()) counts[type]!.suppressed += suppressed
  return counts
}
