/** Takes an invitation back: its link opens nothing from then on (T16). */
import { recordedIfChanged } from '../audit/statement.ts'
import { batch, type Database } from '../db/client.ts'
import type { Inviting } from './invite.ts'
import { invitationRevoked, linksOfInvitationRevoked } from './store.ts'

/** Revokes the invitation of that public id; answers whether it was open. `office` is its office's row. */
export async function revoke(
  db: Database,
  id: string,
  office: number | null,
  { at, by, ...from }: Inviting,
): Promise<boolean> {
  const { changes } = await batch(db, [
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
  ])
  return changes[0] === 1
}
