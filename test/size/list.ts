/** A list of the portal as it is measured, and who looks at it. */
import type { Database, Statement } from '../../src/db/client.ts'
import { randomText, sha256 } from '../../src/digest.ts'
import { newId } from '../../src/ids.ts'
import type { SessionKey } from '../../src/session-key.ts'
import { ADMINISTRATOR, AUDITOR, CLERK, LIMITED } from './filled-people.ts'
import { END, type Sizes } from './filled-sizes.ts'

/** Who looks: a clerk of office 1, one there whose grants are limited to providers p1 to p3, the privacy office, and an administrator. */
export type Sessions = { clerk: SessionKey; limited: SessionKey; auditor: SessionKey; administrator: SessionKey }

/**
 * A list: rows on its page; whether its audit row names the members; whether nothing may fit, which is the longest search;
 * how many rows it may read for one that it shows, 2 unless told; and how many more whatever it shows.
 */
export type List = {
  name: string
  page: number
  names?: true
  mayBeEmpty?: true
  each?: number
  besides?: (sizes: Sizes) => number
  statement: (sessions: Sessions) => Statement
}
/** How many fit, up to a cap; rows that may be read for one that is counted, 1 unless told. */
export type Count = {
  name: string
  cap: number
  mayBeEmpty?: true
  each?: number
  besides?: (sizes: Sizes) => number
  statement: (sessions: Sessions) => Statement
}

/**
 * Rows that a list reads once, whatever its length: the session, its membership and office, the limits of its grant, the
 * list in force for each part that is merged, and one row ahead of each of them.
 */
export const FEW = 26

/** The most rows that the list may read. */
export const mostOf = ({ page, each = 2, besides }: List, sizes: Sizes) =>
  each * (page + 1) + FEW + (besides?.(sizes) ?? 0)
/** The most rows that the count may read. */
export const mostOfCount = ({ cap, each = 1, besides }: Count, sizes: Sizes) =>
  each * (cap + 1) + FEW + (besides?.(sizes) ?? 0)

/** Opens the sessions of the people with whom the tables are filled. */
export async function sessionsIn(db: Database): Promise<Sessions> {
  const open = async (account: number): Promise<SessionKey> => {
    const key = { guard: `guard-${account}`, id: newId('session'), secretHash: sha256(randomText()) }
    await db
      .prepare(
        `INSERT INTO session (public_id, secret_hash, account_id, membership_id, device, opened_at, ends_at)
         VALUES (?1, ?2, ?3, (SELECT m.id FROM membership m WHERE m.account_id = ?3), 'Browser', 0, ?4)`,
      )
      .bind(key.id, key.secretHash, account, 2 * END)
      .run()
    return key
  }
  return {
    clerk: await open(CLERK),
    limited: await open(LIMITED),
    auditor: await open(AUDITOR),
    administrator: await open(ADMINISTRATOR),
  }
}
