import { batch } from '../../db/client.ts'
import { done, refused, type Result } from '../../result.ts'
import { partsOfLines } from '../parts/cut.ts'
import { storePart } from '../store-part.ts'
import type { BulkServer } from './connect-bulk.ts'
import type { PullFile, PullRow, Trouble } from './pull.ts'
import { beginningOf, isAnother, isWholeLine, nameOf, validatorOf } from './rules.ts'
import { fileBegunAnew, fileMoved, fileTried } from './store.ts'

/** A file that breaks off the same way so many times is taken as it is: its broken line is rejected, and listed. */
const MOST_ASKED = 3
/** A file that became another one so many times isn't asked for again. */
const MOST_CHANGES = 2
const NOTHING_LEFT = 416
const NOTHING_DONE = { bytesDone: 0, linesDone: 0, partsDone: 0, validator: null, tries: 0 }

type Means = {
  env: Pick<Env, 'DB' | 'FEED_REJECTS'>
  server: BulkServer
  now: Date
  zone: string
  /** Whether one more part may be stored in this invocation. */
  hasRoom: () => boolean
  largest: number
}

/**
 * Stores what is missing of a file, part by part, each with the note of how far it came: a run that is cut off anywhere
 * goes on at the first byte that isn't stored. A file that changed meanwhile begins anew.
 * Answers whether the file is whole now; false: there was no room for more.
 */
export async function receiveFile(means: Means, pull: PullRow, file: PullFile): Promise<Result<boolean, Trouble>> {
  const { env } = means
  const asked = await askFor(means, pull, file)
  if (!asked.ok) return asked
  const answer = asked.value
  const { status, headers } = answer
  // Its bytes would be put behind those of the file that is stored.
  if (isAnother(file, status, headers)) {
    await answer.body?.cancel()
    if (file.changes === MOST_CHANGES) return refused('changed')
    await batch(env.DB, [fileBegunAnew(pull.id, file)])
    return receiveFile(means, pull, { ...file, ...NOTHING_DONE, changes: file.changes + 1 })
  }
  if (status === NOTHING_LEFT && headers.get('Content-Range') === `bytes */${file.bytesDone}`) {
    await batch(env.DB, [fileTried(pull.id, file.place, true)])
    return done(true)
  }
  const beginsAt = beginningOf(status, headers.get('Content-Range'), file.bytesDone)
  if (!answer.ok || !answer.body || beginsAt === null) {
    await answer.body?.cancel()
    return refused(troubleOf(status))
  }
  // A page for people, a sign-in say, has no records, and its lines would be rejected one by one.
  if (/^\s*(text\/html|application\/xhtml)/i.test(headers.get('Content-Type') ?? '')) {
    await answer.body.cancel()
    return refused('wrong-answer')
  }
  const body = counted(answer.body, file.bytesDone - beginsAt)
  const validator = validatorOf(headers) ?? file.validator
  const taken = await take(means, pull, { ...file, validator }, body)
  if (taken !== 'all') {
    if (taken === 'no-room') return done(false)
    await batch(env.DB, [fileTried(pull.id, file.place, false)])
    return refused(taken)
  }
  const said = headers.get('Content-Encoding') === null ? headers.get('Content-Length') : null
  const isWhole = said === null || Number(said) === body.bytes()
  await batch(env.DB, [fileTried(pull.id, file.place, isWhole)])
  return isWhole ? done(true) : refused('half-sent')
}

/** Asks for what is missing of the file, if it is still the one that was begun; else for all of it. */
function askFor({ server }: Means, pull: PullRow, { url, bytesDone, validator }: PullFile) {
  return server.ask(url, {
    headers: {
      Accept: 'application/fhir+ndjson',
      // A packed answer couldn't be gone on with in the middle.
      'Accept-Encoding': 'identity',
      ...(bytesDone > 0 && { Range: `bytes=${bytesDone}-` }),
      ...(bytesDone > 0 && validator !== null && { 'If-Range': validator }),
    },
    needsToken: pull.needsToken === 1,
    isFile: true,
  })
}

/** Stores the parts of the stream. */
async function take(
  { env, now, zone, hasRoom, largest }: Means,
  pull: PullRow,
  file: PullFile,
  body: AsyncIterable<Uint8Array>,
): Promise<'all' | 'no-room' | Trouble> {
  let { bytesDone, linesDone, partsDone } = file
  const { place: number, validator } = file
  const deletedBy = Date.parse(pull.transactionTime ?? '') || undefined
  try {
    for await (const part of partsOfLines(body, { part: partsDone + 1, firstLine: linesDone + 1 }, largest)) {
      if (!part.isEnded && file.tries < MOST_ASKED && !isWholeLine(lastLineOf(part.body))) return 'half-sent'
      if (!hasRoom()) return 'no-room'
      bytesDone += part.bytes
      linesDone += part.lines
      partsDone += 1
      const place = { importId: pull.importId, file: nameOf(file), deletedBy, ...part }
      const moved = fileMoved(pull.id, { place: number, bytesDone, linesDone, partsDone, validator })
      const stored = await storePart(env.DB, env.FEED_REJECTS, place, part.body, now, zone, [moved])
      if (!stored.ok) return 'changed'
    }
  } catch (failure) {
    // The connection broke; what failed of ours is told to the run.
    if (failure instanceof BrokenOff) return 'half-sent'
    throw failure
  }
  return file.lines !== null && linesDone < file.lines && file.tries < MOST_ASKED ? 'half-sent' : 'all'
}

class BrokenOff extends Error {}

/** The stream without its first bytes, counting all of them. */
function counted(stream: ReadableStream<Uint8Array>, skip: number) {
  let bytes = 0
  return {
    bytes: () => bytes,
    async *[Symbol.asyncIterator]() {
      const reader = stream.getReader()
      let isOpen = true
      try {
        for (;;) {
          const read = await reader.read().catch(() => {
            isOpen = false
            throw new BrokenOff()
          })
          isOpen = !read.done
          if (read.done) return
          const before = bytes
          bytes += read.value.length
          if (bytes > skip) yield read.value.subarray(Math.max(0, skip - before))
        }
      } finally {
        // Whoever has enough leaves the rest unsent.
        if (isOpen) await reader.cancel()
      }
    },
  }
}

function lastLineOf(body: Uint8Array): string {
  return new TextDecoder().decode(body.subarray(body.lastIndexOf(10) + 1))
}

/** What a status says: an export that is gone is asked for anew, all else is tried again. */
function troubleOf(status: number): Trouble {
  if ([403, 404, 410].includes(status)) return 'expired'
  if (status === 429) return 'busy'
  return Math.floor(status / 100) === 5 ? 'server-failed' : 'refused'
}
