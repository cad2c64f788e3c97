/** Files in parts: memory stays at one part whatever their size. */

/** A part of a file. `isCutLine`: the beginning of one line that is larger than a part may be; `bytes`: how much of the file it is. */
export type FilePart = {
  part: number
  firstLine: number
  body: Uint8Array<ArrayBuffer>
  isCutLine: boolean
  /** Bytes and lines of the file that are over with this part. */
  bytes: number
  lines: number
  /** It ends as a line does; the end of a file that is cut off doesn't. */
  isEnded: boolean
}

/** What is kept of a line that is larger than a part may be. */
const KEPT_OF_CUT_LINE = 64 * 1024

/**
 * Files in the order in which they are stored: those of Organizations first, so that the offices that ended come ahead of
 * all else (III.M.4), then by their names.
 */
export function inOrder(names: readonly string[]): string[] {
  const rank = (name: string) => (/(^|[^a-z])organization([^a-z]|$)/i.test(name) ? 0 : 1)
  return names.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
}

/** The parts of a stream of lines, split at their ends, numbered on from where it begins. */
export async function* partsOfLines(
  chunks: AsyncIterable<Uint8Array>,
  from: { part: number; firstLine: number },
  largest: number,
): AsyncGenerator<FilePart> {
  let { part, firstLine } = from
  let pieces: Uint8Array[] = []
  let length = 0
  // Of a line that is too large: how many of its bytes went by, and its beginning.
  let skipped = 0
  let beginning: Uint8Array<ArrayBuffer> | null = null
  const cut = (body: Uint8Array<ArrayBuffer>, isCutLine: boolean, bytes: number): FilePart => {
    const ends = isCutLine ? 1 : countOf(body, 10)
    const isEnded = isCutLine ? true : body.at(-1) === 10
    const lines = isCutLine || isEnded ? ends : ends + 1
    const made = { part, firstLine, body, isCutLine, bytes, lines, isEnded }
    part += 1
    firstLine += lines
    return made
  }
  for await (const chunk of chunks) {
    pieces.push(chunk)
    length += chunk.length
    while (length > largest || (beginning && length > 0)) {
      let held = joined(pieces, length)
      if (beginning) {
        const end = held.indexOf(10)
        skipped += end < 0 ? held.length : end + 1
        held = end < 0 ? new Uint8Array() : held.slice(end + 1)
        if (end >= 0) {
          yield cut(beginning, true, skipped)
          beginning = null
        }
      } else {
        const end = held.lastIndexOf(10, largest - 1)
        if (end < 0) {
          beginning = held.slice(0, Math.min(KEPT_OF_CUT_LINE, largest))
          skipped = 0
        } else {
          yield cut(held.slice(0, end + 1), false, end + 1)
          held = held.slice(end + 1)
        }
      }
      pieces = [held]
      length = held.length
    }
  }
  if (beginning) yield { ...cut(beginning, true, skipped), isEnded: false }
  if (length > 0) yield cut(joined(pieces, length), false, length)
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

function countOf(body: Uint8Array, byte: number): number {
  let count = 0
  for (let at = body.indexOf(byte); at >= 0; at = body.indexOf(byte, at + 1)) count += 1
  return count
}
