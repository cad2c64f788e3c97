/** Sends an open invitation once more: the one before opens nothing from then on (T16). */
import { recordedIfChanged } from '../audit/statement.ts'
import type { Config } from '../config.ts'
import { batch, type Database } from '../db/client.ts'
import { dispatch } from '../mail/outbox.ts'
import { invite, type Invited, type Inviting } from './invite.ts'
import { invitationRevoked, linksOfInvitationRevoked } from './store.ts'

/** Revokes the invitation of that public id and invites the same person anew, in one batch. */
export async function inviteAgain(
  { db, mail, config }: { db: Database; mail: Queue; config: Config },
  id: string,
  invited: Invited,
  change: Inviting,
): Promise<void> {
  const { at, by, ...from } = change
  const office = 'office' in invited ? invited.office : null
  const invitation = await invite(config, invited, change)
  await batch(db, [
    invitationRevoked(id, at),
    recordedIfChanged({
      name: 'invitation.revoked',
      at,
      account: by,
      office,
      record: id,
      clause: 'III.A.1.b',
      ...from,
    }),
    linksOfInvitationRevoked(id, at),
    ...invitation.statements,
  ])
  await dispatch(mail, [invitation.mail])
}
