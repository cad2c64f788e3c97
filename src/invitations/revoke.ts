/** Withdraws an invitation: its link opens nothing more, and a registration begun by it cannot be sent (T16). */
import { recordedIfChanged } from '../audit/statement.ts'
import { batch, type Database } from '../db/client.ts'
import type { Act } from '../registration/registration.ts'
import { invitationRevoked } from './store.ts'

/** Withdraws the invitation of that public id; answers whether it could be: not once it was accepted. */
export async function revoke(db: Database, id: string, { at, by, ip, request, device }: Act): Promise<boolean> {
  const where = { ip: ip ?? null, request: request ?? null, device: device ?? null }
  const { changes } = await batch(db, [
    invitationRevoked(id, at),
    recordedIfChanged({ name: 'invitation.revoked', at, account: by, ...where, record: id, clause: 'III.A.1.b' }),
  ])
  return changes[0] === 1
}
