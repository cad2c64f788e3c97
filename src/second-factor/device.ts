/** A known device: one on which a second factor was given (III.F.1.b). */

/** A device as the rules look at it. Instants in ms UTC. */
export type Device = {
  id: number
  /** SHA-256 of the value given out last. */
  valueHash: string
  /** The one before, good until the newer was presented once. */
  previousHash: string | null
  factorAt: number
  expiresAt: number
  revokedAt: number | null
}

/** What a device cookie proves. 'copied': a value given out long ago came back, so somebody copied the cookie. */
export type Recognition =
  | { known: true; device: Device }
  | { known: false; why: 'none' | 'expired' | 'revoked' | 'copied' }
