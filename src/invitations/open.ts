/** Finds the invitation of a mail's link, and whether it may be followed. */
import { batch, type Database } from '../db/client.ts'
import { linkOf } from '../links/store.ts'
import { dayOf } from '../policy/calendar.ts'
import type { SessionKey } from '../session-key.ts'
import type { Invitation } from './invitation.ts'
import { type InvitationState, invitationState } from './rules.ts'
import { invitationOf } from './store.ts'

/** What the link opens at `now`: the invitation, or why nothing. */
export async function openInvitation(
  db: Database,
  key: SessionKey | null,
  now: Date,
  zone: string,
): Promise<{ state: 'open'; invitation: Invitation } | { state: Exclude<InvitationState, 'open'> }> {
  if (!key) return { state: 'unknown' }
  const found = await batch(db, [linkOf(key, 'invitation')])
  const link = found.rows[0][0] ?? null
  const { rows } = await batch(db, [invitationOf(link?.invitation ?? 0, dayOf(now, zone))])
  const invitation = rows[0][0] ?? null
  const state = invitationState(key, link, invitation, now.getTime())
  return state === 'open' && invitation ? { state, invitation } : { state: state === 'open' ? 'unknown' : state }
}
