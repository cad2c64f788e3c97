/** The files of a feed, read in parts: memory stays at one part whatever their size. */
import { createHash } from 'node:crypto'
import { createReadStream, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createGunzip } from 'node:zlib'
import { pipeline } from 'node:stream/promises'
import { LARGEST_PART } from '../src/feed/form.ts'

/** What is kept of a line that is larger than a part may be. */
const KEPT_OF_CUT_LINE = 64 * 1024

export type FeedFile = { name: string; path: string; bytes: number }
export type FilePart = { part: number; firstLine: number; body: Buffer; isCutLine: boolean }

/** The NDJSON files of a folder, gzipped or not, in the order of their names. */
export function feedFiles(folder: string): FeedFile[] {
  const names = readdirSync(folder).filter((name) => /\.ndjson(\.gz)?$/.test(name))
  return names.toSorted().map((name) => ({ name, path: join(folder, name), bytes: statSync(join(folder, name)).size }))
}

/** A name for exactly this content: an interrupted run finds its parts again. */
export async function nameOfContent(files: FeedFile[]): Promise<string> {
  const hash = createHash('sha256')
  for (const { name, path } of files) {
    hash.update(`${name}\0`)
    await pipeline(createReadStream(path), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) hash.update(chunk)
    })
  }
  return `imp-${hash.digest('hex').slice(0, 24)}`
}

/** The parts of a file, split at line ends. `onRead` is told how many bytes of the file were read since the last time. */
export async function* partsOf(file: FeedFile, onRead: (bytes: number) => void, largest = LARGEST_PART) {
  const source = createReadStream(file.path)
  source.on('data', (chunk) => onRead(chunk.length))
  const chunks: AsyncIterable<Buffer> = file.name.endsWith('.gz') ? source.pipe(createGunzip()) : source
  source.on('error', (error) => chunks !== source && (chunks as ReturnType<typeof createGunzip>).destroy(error))
  let part = 0
  let line = 1
  let held: Buffer = Buffer.alloc(0)
  let isSkipping = false
  const cut = (body: Buffer, isCutLine: boolean): FilePart => {
    const made = { part: (part += 1), firstLine: line, body, isCutLine }
    line += isCutLine ? 1 : body.reduce((ends, byte) => ends + (byte === 10 ? 1 : 0), 0)
    return made
  }
  let pieces: Buffer[] = []
  let length = 0
  for await (const chunk of chunks) {
    pieces.push(chunk)
    length += chunk.length
    while (length > largest) {
      held = Buffer.concat(pieces)
      const end = isSkipping ? held.indexOf(10) : held.lastIndexOf(10, largest - 1)
      if (isSkipping || end < 0) {
        // The line is larger than a part: its beginning is sent as such, the rest is passed over.
        if (!isSkipping) yield cut(held.subarray(0, KEPT_OF_CUT_LINE), true)
        const rest = held.indexOf(10)
        isSkipping = rest < 0
        held = rest < 0 ? Buffer.alloc(0) : held.subarray(rest + 1)
      } else {
        yield cut(held.subarray(0, end + 1), false)
        held = held.subarray(end + 1)
      }
      pieces = [held]
      length = held.length
    }
  }
  held = Buffer.concat(pieces)
  if (isSkipping) {
    const rest = held.indexOf(10)
    held = rest < 0 ? Buffer.alloc(0) : held.subarray(rest + 1)
  }
  if (held.length > 0) yield cut(held, false)
}
