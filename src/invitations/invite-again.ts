/** Sends an open invitation once more, and the one before opens nothing from then on (T16). */
import { recordedIfChanged } from '../audit/statement.ts'
import type { Config } from '../config.ts'
import { batch, type Database } from '../db/client.ts'
import { dispatch } from '../mail/outbox.ts'
import type { Act } from '../registration/registration.ts'
import type { Invitee } from './invitation.ts'
import { invite } from './invite.ts'
import { invitationRevoked } from './store.ts'

/** Withdraws the invitation of that public id and invites the same person anew, in one batch. */
export async function inviteAgain(
  { db, mail, config }: { db: Database; mail: Queue; config: Config },
  id: string,
  invitee: Invitee,
  act: Act,
): Promise<void> {
  const { at, by, ip = null, request = null, device = null } = act
  const office = 'office' in invitee ? invitee.office : null
  const invitation = await invite(config, invitee, act)
  await batch(db, [
    invitationRevoked(id, at),
    recordedIfChanged({ name: 'invitation.revoked', at, account: by, office, ip, request, device, record: id }),
    ...invitation.statements,
  ])
  await dispatch(mail, [invitation.mail])
}
