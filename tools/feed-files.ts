/** The files of a feed, read in parts: memory stays at one part whatever their size. */
import { createHash } from 'node:crypto'
import { createReadStream, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createGunzip } from 'node:zlib'
import { pipeline } from 'node:stream/promises'
import { LARGEST } from '../src/feed/parts/size.ts'
import { type FilePart, inOrder, partsOfLines } from '../src/feed/parts/cut.ts'

export type FeedFile = { name: string; path: string; bytes: number }

/** The NDJSON files of a folder, gzipped or not, in the order in which they are sent. */
export function feedFiles(folder: string): FeedFile[] {
  const names = readdirSync(folder).filter((name) => /\.ndjson(\.gz)?$/.test(name))
  return inOrder(names).map((name) => ({ name, path: join(folder, name), bytes: statSync(join(folder, name)).size }))
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
export async function* partsOf(
  file: FeedFile,
  onRead: (bytes: number) => void,
  largest = LARGEST,
): AsyncGenerator<FilePart> {
  const source = createReadStream(file.path)
  source.on('data', (chunk) => onRead(chunk.length))
  const chunks: AsyncIterable<Buffer> = file.name.endsWith('.gz') ? source.pipe(createGunzip()) : source
  source.on('error', (error) => chunks !== source && (chunks as ReturnType<typeof createGunzip>).destroy(error))
  yield* partsOfLines(chunks, { part: 1, firstLine: 1 }, largest)
}
