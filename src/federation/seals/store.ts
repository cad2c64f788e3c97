/** What was sealed for long, by which key. */
import { type Prepared, prepared } from '../../db/client.ts'

/** Where such a seal stands. */
export type Place = 'authenticator_app' | 'identity_provider'

const columns: Record<Place, string> = { authenticator_app: 'sealed', identity_provider: 'sealed_secret' }
/** A removed app has no secret to keep. */
const kept: Record<Place, string> = { authenticator_app: 'x.removed_at IS NULL', identity_provider: 'true' }

/** A seal with what it is bound to, and its place in the order of the job. */
export type Sealed = { row: number; id: string; sealed: string }

/** What another key than the one of that name sealed, after the row `after`, so many at most. */
export function sealedByOthers(place: Place, keyName: string, after: number, limit: number): Prepared<Sealed> {
  return prepared(
    `SELECT x.id AS row, x.public_id AS id, x.${columns[place]} AS sealed FROM ${place} x
     WHERE x.sealed_by <> ? AND ${kept[place]} AND x.id > ? ORDER BY x.id LIMIT ?`,
    keyName,
    after,
    limit,
  )
}

/** Puts the new seal in the place of the one it was made from, unless that was changed meanwhile. */
export function sealedAnew(place: Place, { row, sealed }: Sealed, anew: string, keyName: string): Prepared<never> {
  const column = columns[place]
  return prepared(
    `UPDATE ${place} SET ${column} = ?, sealed_by = ? WHERE id = ? AND ${column} = ?`,
    anew,
    keyName,
    row,
    sealed,
  )
}
