import type { SessionKey } from '../session-key.ts'
import type { Link } from './link.ts'

/** Whether a link may be followed, or why not. */
export type LinkState = 'open' | 'unknown' | 'other-address' | 'revoked' | 'used' | 'expired'

/**
 * The state of the link that was presented, at `now` (ms). `link` is the one of that id and secret, if there is one:
 * a value that was put together from two links belongs to another address (T16).
 */
export function linkState(presented: SessionKey, link: Link | null, now: number): LinkState {
  if (!link) return 'unknown'
  if (link.guard !== presented.guard) return 'other-address'
  if (link.revokedAt !== null) return 'revoked'
  if (link.usedAt !== null) return 'used'
  return now < link.expiresAt ? 'open' : 'expired'
}
