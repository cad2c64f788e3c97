/** Invites somebody to register: an office's Local Office Administrator (III.A.1.b), or staff of the plan. */
import { guardName } from '../accounts/email.ts'
import { recordedIfChanged } from '../audit/statement.ts'
import type { Config } from '../config.ts'
import type { Prepared } from '../db/client.ts'
import { type Id, newId } from '../ids.ts'
import { newLink } from '../links/link.ts'
import { type Posting, postIfChanged } from '../mail/outbox.ts'
import type { Act } from '../registration/registration.ts'
import type { Invitee } from './invitation.ts'
import { invitationEnds } from './rules.ts'
import { invitationLinked, invited } from './store.ts'

/** The statements for the batch of whoever invites, their audit row among them; and the mail to dispatch after it. */
export async function invite(
  config: Pick<Config, 'policy' | 'sealKeys' | 'namesKey'>,
  invitee: Invitee,
  { at, by, ip = null, request = null, device = null }: Act,
): Promise<{ id: Id<'invitation'>; statements: Prepared<never>[]; mail: Posting }> {
  const { policy, sealKeys, namesKey } = config
  const { email: address, firstName } = invitee
  const id = newId('invitation')
  const link = newLink(guardName(namesKey, address))
  const expiresAt = invitationEnds(at, policy)
  const staff = 'department' in invitee
  const mail = await postIfChanged(
    {
      name: 'invitation',
      link: link.value,
      office: staff ? null : invitee.officeName,
      to: { address, firstName },
      channel: 'email',
      expiresAt,
    },
    at,
    sealKeys,
  )
  return {
    id,
    statements: [
      invited(id, invitee, by, at, expiresAt),
      recordedIfChanged({
        name: 'invitation.made',
        at,
        account: by,
        ip,
        request,
        device,
        office: staff ? null : invitee.office,
        record: id,
        clause: 'III.A.1.b',
        detail: staff ? { department: invitee.department } : null,
      }),
      mail.statement,
      invitationLinked(id, link, at, expiresAt),
    ],
    mail,
  }
}
