/** A part of a file, read: its records and deletions, and the lines that can't be used. */
import { UNREADABLE, type Counts, type CountsByType, type FeedRecord, type Line, type StoredType } from '../feed.ts'
import { isDeletedBy, isOlder, linesOf, readLine } from '../rules.ts'

/** A deletion of a part; `line` and `countedAs` tell which line's count it is. */
export type DeletedHere = {
  type: StoredType
  sourceId: string
  deletedAt: number
  line: number
  countedAs: string
}

type Rejected = { line: number; reason: string; bytes: Uint8Array<ArrayBuffer> }

/** What stands in a part. Until the store says what is new, all that can be used counts as unchanged. */
export type ReadPart = { records: FeedRecord[]; deletions: DeletedHere[]; rejections: Rejected[]; counts: CountsByType }

export const keyOf = ({ type, sourceId }: { type: string; sourceId: string }) => `${type}/${sourceId}`

const cutLine: Line = { kind: 'rejected', type: UNREADABLE, reason: 'too-large' }

/**
 * The lines of a part, each counted; of a record that stands in it twice what came of it last.
 * `at` (ms UTC) is the instant of a deletion that doesn't tell its own: versions sent before it stay away.
 */
export function readPart(body: Uint8Array, firstLine: number, isCutLine: boolean, at: number): ReadPart {
  const last = new Map<string, { record: FeedRecord } | { deletion: DeletedHere }>()
  const rejections: Rejected[] = []
  const counts: CountsByType = {}
  const take = (record: FeedRecord) => {
    const before = last.get(keyOf(record))
    const stays =
      before &&
      ('record' in before
        ? isOlder(record.sentAt, before.record.sentAt)
        : isDeletedBy(record.sentAt, before.deletion.deletedAt))
    if (!stays) last.set(keyOf(record), { record })
  }
  const remove = (deletion: DeletedHere) => {
    const before = last.get(keyOf(deletion))
    const stays =
      before &&
      ('record' in before
        ? isOlder(deletion.deletedAt, before.record.sentAt)
        : before.deletion.deletedAt >= deletion.deletedAt)
    if (!stays) last.set(keyOf(deletion), { deletion })
  }
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
      if (read.kind === 'record') take(read.record)
      else for (const one of read.deletions) remove({ ...one, deletedAt: one.deletedAt ?? at, line, countedAs: type })
    }
  }
  const all = [...last.values()]
  return {
    records: all.flatMap((one) => ('record' in one ? [one.record] : [])),
    deletions: all.flatMap((one) => ('deletion' in one ? [one.deletion] : [])),
    rejections,
    counts,
  }
}

/** Counts of nothing. */
export function none(): Counts {
  return { read: 0, stored: 0, unchanged: 0, ignored: 0, rejected: 0, suppressed: 0 }
}
