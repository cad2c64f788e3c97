/** Invites the first Enterprise Administrator of a new portal, once: everybody else is invited by people. */
import { normalEmail } from '../accounts/email.ts'
import type { Config } from '../config.ts'
import { batch } from '../db/client.ts'
import { invite } from '../invitations/invite.ts'
import { dispatch } from '../mail/outbox.ts'
import { isFirstMissing } from './store.ts'

/**
 * Invites the configured address to information services while there is no staff; answers how many were invited.
 * Two runs at once: the index invitation_first lets one of them write, the other finds it done.
 */
export async function inviteFirst(env: Pick<Env, 'DB' | 'MAIL'>, config: Config, now: Date): Promise<number> {
  const email = normalEmail(config.firstAdministrator ?? '')
  if (email === null || !(await isMissing(env.DB))) return 0
  const person = { email, firstName: 'Administrator', lastName: '' }
  const invitation = await invite(
    config,
    { ...person, department: 'information-services' },
    { at: now.getTime(), by: null },
  )
  try {
    await batch(env.DB, invitation.statements)
  } catch (failure) {
    if (await isMissing(env.DB)) throw failure
    return 0
  }
  await dispatch(env.MAIL, [invitation.mail])
  return 1
}

async function isMissing(db: Env['DB']): Promise<boolean> {
  const { rows } = await batch(db, [isFirstMissing])
  return rows[0][0]?.missing === 1
}
