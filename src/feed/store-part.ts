import { recorded } from '../audit/statement.ts'
import { sha256Of } from '../digest.ts'
import { batch, type Database, type Prepared } from '../db/client.ts'
import { dayOf } from '../policy/calendar.ts'
import { indexOf } from '../restricted-info/rules.ts'
import { listInForce } from '../restricted-info/store.ts'
import { done, refused, type Result } from '../result.ts'
import { UNREADABLE, type Counts, type CountsByType, type FeedRecord, type Line } from './feed.ts'
import { judgedBy, rowsMade } from './records/store.ts'
import { isOlder, linesOf, readLine } from './rules.ts'
import {
  importBegun,
  importOf,
  knownRecords,
  partOf,
  partStored,
  recordsSeen,
  recordsStored,
  rejectionsKept,
  suppressedAmong,
  workDone,
} from './store.ts'

/**
 * A part of a file: which import, which file, which number from 1, and the number of its first line in the file.
 * `isCutLine`: the body is the beginning of one line that is larger than a part may be.
 */
export type Part = { importId: string; file: string; part: number; firstLine: number; isCutLine?: boolean }

/** `other-content`: another body was acknowledged as this part. `completed`: the import takes no more parts. */
export type PartRefusal = 'other-content' | 'completed'

/**
 * Stores the lines of a part, with the rows that pages read, in one batch: all of it or nothing.
 * The same part again changes nothing and answers the same counts. Lines that cannot be used are kept in `rejects`.
 * `zone` is the plan's: the day an office's termination is known is one of its days.
 */
export async function storePart(
  db: Database,
  rejects: R2Bucket,
  { importId, file, part, firstLine, isCutLine = false }: Part,
  body: Uint8Array,
  now: Date,
  zone: string,
): Promise<Result<CountsByType, PartRefusal>> {
  const digest = sha256Of('base64url', body)
  const [begun, known] = (await batch(db, [importOf(importId), partOf(importId, file, part)])).rows
  if (known[0] && known[0].digest !== digest) return refused('other-content')
  if (!known[0] && begun[0]?.completedAt) return refused('completed')

  const { records, rejections, counts } = readPart(body, firstLine, isCutLine)
  if (known[0]) return done(withSuppressed(JSON.parse(known[0].counts), await batch(db, suppressedAmong(records))))
  const [versions, list, ...found] = (await batch(db, [...listInForce, ...knownRecords(records)])).rows
  const version = versions[0]?.version ?? 0
  const index = indexOf(list)
  const versionsKnown = new Map(found.flat().map((row) => [`${row.type}/${row.sourceId}`, row]))
  const isNew = (record: FeedRecord) => {
    const stored = versionsKnown.get(keyOf(record))
    return !stored || (stored.digest !== record.digest && !isOlder(record.sentAt, stored.sentAt))
  }
  const changed = records.filter(isNew)
  for (const { type } of changed) {
    counts[type]!.stored += 1
    counts[type]!.unchanged -= 1
  }

  // Before the batch: a part that is acknowledged has its rejected lines kept.
  if (rejections.length > 0) {
    const lines = rejections.map(({ bytes }) => bytes)
    await rejects.put(`${importId}/${file}/${part}.ndjson`, new Blob(lines.flatMap((line) => [line, '\n'])).stream())
  }
  const at = now.getTime()
  const write: Prepared<{ type: string; suppressed: number }>[] = [
    importBegun(importId, at),
    ...recordsStored(importId, judgedBy(changed, index), version, at),
    ...recordsSeen(importId, records),
    ...(changed.length > 0 ? rowsMade(dayOf(now, zone), at) : []),
    ...rejectionsKept(
      importId,
      file,
      rejections.map(({ line, reason }) => ({ line, reason })),
    ),
    workDone,
    recorded({
      name: 'feed.part_stored',
      at,
      detail: { importId, file, part, stored: changed.length, rejected: rejections.length },
    }),
    partStored(importId, { file, part, digest }, counts, at),
    ...suppressedAmong(records),
  ]
  return done(withSuppressed(counts, await batch(db, write)))
}

function withSuppressed(
  counts: CountsByType,
  { rows }: { rows: readonly { type: string; suppressed: number }[][] },
): CountsByType {
  for (const { type, suppressed } of rows.flat()) counts[type]!.suppressed += suppressed
  return counts
}

const keyOf = ({ type, sourceId }: FeedRecord) => `${type}/${sourceId}`

const cutLine: Line = { kind: 'rejected', type: UNREADABLE, reason: 'too-large' }

/** The lines of a part, each counted; of a record that stands in it twice the later version. */
function readPart(body: Uint8Array, firstLine: number, isCutLine: boolean) {
  const records = new Map<string, FeedRecord>()
  const rejections: { line: number; reason: string; bytes: Uint8Array<ArrayBuffer> }[] = []
  const counts: CountsByType = {}
  let line = firstLine - 1
  for (const bytes of isCutLine ? [body] : linesOf(body)) {
    line += 1
    const read = isCutLine ? cutLine : readLine(bytes)
    if (!read) continue
    const type = read.kind === 'record' ? read.record.type : read.type
    const count = (counts[type] ??= none())
    count.read += 1
    if (read.kind === 'ignored') count.ignored += 1
    else if (read.kind === 'rejected') {
      count.rejected += 1
      rejections.push({ line, reason: read.reason, bytes: bytes as Uint8Array<ArrayBuffer> })
    } else {
      count.unchanged += 1
      const before = records.get(keyOf(read.record))
      if (!before || !isOlder(read.record.sentAt, before.sentAt)) records.set(keyOf(read.record), read.record)
    }
  }
  return { records: [...records.values()], rejections, counts }
}

function none(): Counts {
  return { read: 0, stored: 0, unchanged: 0, ignored: 0, rejected: 0, suppressed: 0 }
}
