import type { Link } from '../links/link.ts'
import { linkState } from '../links/rules.ts'
import type { Policy } from '../policy/profiles.ts'
import type { SessionKey } from '../session-key.ts'
import type { Invitation } from './invitation.ts'

const DAY = 24 * 60 * 60_000

/** Whether an invitation may be followed, or why not. */
export type InvitationState = 'open' | 'unknown' | 'other-address' | 'revoked' | 'used' | 'expired' | 'office-closed'

/** The state of an invitation by its link, at `now` (ms); T16: what isn't whole, in time and wanted opens nothing. */
export function invitationState(
  presented: SessionKey,
  link: Link | null,
  invitation: Invitation | null,
  now: number,
): InvitationState {
  const state = linkState(presented, link, now)
  if (state === 'unknown' || state === 'other-address') return state
  if (!invitation) return 'unknown'
  if (invitation.revokedAt !== null || state === 'revoked') return 'revoked'
  if (invitation.acceptedAt !== null || state === 'used') return 'used'
  if (now >= invitation.expiresAt || state === 'expired') return 'expired'
  return invitation.department === null && invitation.officeIsOpen === 0 ? 'office-closed' : 'open'
}

/** Until when (ms) an invitation of that instant can be accepted. */
export function invitationEnds(at: number, policy: Policy): number {
  return at + policy.INVITATION_LASTS * DAY
}
