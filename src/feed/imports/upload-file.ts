import { batch } from '../../db/client.ts'
import { sha256Of } from '../../digest.ts'
import { done, refused, type Result } from '../../result.ts'
import { complete } from '../complete.ts'
import { partsOfLines } from '../parts/cut.ts'
import { LARGEST } from '../parts/size.ts'
import { storePart } from '../store-part.ts'
import { runsOf } from './store.ts'

/** So many parts of an unpacked file are stored within one request. */
const MOST_PARTS = 4

export type UploadRefusal = 'empty' | 'damaged' | 'too-large'

type Means = {
  env: Pick<Env, 'DB' | 'FEED_REJECTS'>
  now: Date
  zone: string
  shrinksBy: number
}

/**
 * Stores one whole file of NDJSON, gzipped or not, that the account sent: an import of its own. The same file again goes
 * on with an import that was cut off, else begins another. Answers the import's id.
 */
export async function uploadFile(
  { env, now, zone, shrinksBy }: Means,
  file: Uint8Array<ArrayBuffer>,
  { account, isWhole }: { account: number; isWhole: boolean },
): Promise<Result<string, UploadRefusal>> {
  const base = `upl-${Buffer.from(sha256Of('base64', file), 'base64').toString('hex').slice(0, 24)}`
  const runs = (await batch(env.DB, [runsOf(base)])).rows[0]
  const importId = runs.find(({ completedAt }) => completedAt === null)?.id ?? `${base}-${runs.length + 1}`
  const isPacked = file[0] === 0x1f && file[1] === 0x8b
  const plain = new Blob([file]).stream()
  const lines = isPacked ? plain.pipeThrough(new DecompressionStream('gzip')) : plain
  const coming = { door: 'upload', by: account, isWhole } as const
  let stored = 0
  try {
    const parts = partsOfLines(upTo(MOST_PARTS * LARGEST, lines), { part: 1, firstLine: 1 }, LARGEST)
    for await (const { part, firstLine, body, isCutLine } of parts) {
      if (stored === MOST_PARTS) return refused('too-large')
      const place = { importId, file: 'upload.ndjson', part, firstLine, isCutLine, coming }
      await storePart(env.DB, env.FEED_REJECTS, place, body, now, zone)
      stored += 1
    }
  } catch (failure) {
    if (failure instanceof TooLarge) return refused('too-large')
    // A packed file that breaks off: what came before the damage stays stored, and the import open.
    if (failure instanceof TypeError && isPacked) return refused('damaged')
    throw failure
  }
  if (stored === 0) return refused('empty')
  await complete(env.DB, importId, now, shrinksBy, account)
  return done(importId)
}

class TooLarge extends Error {}

/** The stream, so many bytes of it at most: a small file may unpack to a line without an end. */
async function* upTo(most: number, stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of stream) {
    bytes += chunk.length
    if (bytes > most) throw new TooLarge()
    yield chunk
  }
}
