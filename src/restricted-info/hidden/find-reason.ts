import { batch, type Database } from '../../db/client.ts'
import type { Link } from './hidden.ts'
import { ledTo } from './store.ts'

/** Records on one look, and how far the links are followed: further than any core system's lead. */
const LOOKS = 50

/**
 * The way from a hidden record to one that is hidden by itself, the shortest there is, by the records' ids; the record
 * alone where it is that one itself. Null where no way was found, since something changed meanwhile.
 */
export async function findReason(db: Database, record: Link): Promise<Link[] | null> {
  const seen = new Map([[record.record, record]])
  let edge = [record]
  for (let look = 0; look < LOOKS && edge.length > 0; look += 1) {
    const found = edge.find(isReason)
    if (found) return wayTo(found, seen)
    const next = (await batch(db, [ledTo(edge.map(({ record: id }) => id))])).rows[0]
    edge = next.filter((one) => !seen.has(one.record) && seen.set(one.record, one))
  }
  return null
}

/** Hidden by itself: by its codes, by a link that leads nowhere, or since nobody judged it yet. */
function isReason({ own, isJudged, isNowhere }: Link): boolean {
  return own !== null || isJudged === 0 || isNowhere === 1
}

function wayTo(end: Link, seen: ReadonlyMap<number, Link>): Link[] {
  const way = [end]
  for (let at = end; at.from !== null;) {
    const before = seen.get(at.from)
    if (!before) break
    way.unshift(before)
    at = before
  }
  return way
}
