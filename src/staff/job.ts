/** Invites the first Enterprise Administrator of a new portal, once: everybody else is invited by people. */
import { normalEmail } from '../accounts/email.ts'
import type { Config } from '../config.ts'
import { batch } from '../db/client.ts'
import { invite } from '../invitations/invite.ts'
import { dispatch } from '../mail/outbox.ts'
import { isFirstMissing } from './store.ts'

/**
 * Invites the configured address to information services while there is no staff; answers how many were invited.
 * Two runs at once: the index invitation_first lets one of them write, and the mail of the other is not kept.
 */
export async function inviteFirst(env: Pick<Env, 'DB' | 'MAIL'>, config: Config, now: Date): Promise<number> {
  const email = normalEmail(config.firstAdministrator ?? '')
  if (email === null) return 0
  const { rows } = await batch(env.DB, [isFirstMissing])
  if (rows[0][0]?.missing !== 1) return 0
  const invitee = { email, firstName: 'Administrator', lastName: '', department: 'information-services' } as const
  const invitation = await invite(config, invitee, { at: now.getTime(), by: null })
  const { changes } = await batch(env.DB, invitation.statements)
  if (changes[0] !== 1) return 0
  await dispatch(env.MAIL, [invitation.mail])
  return 1
}
