/** Invites the first Enterprise Administrator of a new portal, once: everybody else is invited by people. */
import { normalEmail } from '../accounts/email.ts'
import { batch } from '../db/client.ts'
import { invite } from '../invitations/invite.ts'
import { dispatch } from '../mail/outbox.ts'
import type { Job } from '../runs/means.ts'
import { isFirstMissing } from './store.ts'

/**
 * Invites the configured address to information services while there is no staff;
 * Two runs at once: the index invitation_first lets one of them write, and the mail of the other is not kept.
 */
export const inviteFirst: Job = async ({ env, config, now }) => {
  const email = normalEmail(config.firstAdministrator ?? '')
  if (email === null) return { done: 0 }
  const { rows } = await batch(env.DB, [isFirstMissing])
  if (rows[0][0]?.missing !== 1) return { done: 0 }
  const invitee = { email, firstName: 'Administrator', lastName: '', department: 'information-services' } as const
  const invitation = await invite(config, invitee, { at: now.getTime(), by: null })
  const { changes } = await batch(env.DB, invitation.statements)
  if (changes[0] !== 1) return { done: 0 }
  await dispatch(env.MAIL, [invitation.mail])
  return { done: 1 }
}
