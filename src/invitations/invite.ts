/** Invites somebody to register: an office's LOA (III.A.1.b), or a person of the plan's staff (section 7). */
import { guardName } from '../accounts/email.ts'
import type { Department } from '../accounts/account.ts'
import { recorded } from '../audit/statement.ts'
import type { Config } from '../config.ts'
import type { Prepared } from '../db/client.ts'
import { newId } from '../ids.ts'
import { newLink } from '../links/link.ts'
import { linkMade } from '../links/store.ts'
import { post, type Posting } from '../mail/outbox.ts'
import { invitationMade } from './store.ts'

/** Who is invited, in the address's normal form, to lead an office (its row) or to a department. */
export type Invited = { email: string; firstName: string; lastName: string } & (
  | { office: number; officeName: string }
  | { department: Department }
)

/** Who invites (an account's row; null: the program), at which instant (ms UTC), from where. */
export type Inviting = {
  at: number
  by: number | null
  session?: number | null
  ip?: string
  request?: string
  device?: string
}

const DAY = 24 * 60 * 60_000

/** The statements for the batch of what the invitation belongs to, and the mail to dispatch once that is written. */
export async function invite(
  config: Pick<Config, 'namesKey' | 'origin' | 'policy' | 'sealKeys'>,
  invited: Invited,
  { at, by, ...from }: Inviting,
): Promise<{ id: string; statements: Prepared<never>[]; mail: Posting }> {
  const id = newId('invitation')
  const link = newLink(guardName(config.namesKey, invited.email))
  const expiresAt = at + config.policy.INVITATION_LASTS * DAY
  const { email, firstName } = invited
  const office = 'office' in invited ? invited.office : null
  const mail = await post(
    {
      name: 'invitation',
      link: `${config.origin}/register/invitation?link=${link.value}`,
      office: 'office' in invited ? invited.officeName : null,
      to: { address: email, firstName },
      channel: 'email',
      expiresAt,
    },
    at,
    config.sealKeys,
  )
  const detail = 'department' in invited ? { department: invited.department } : null
  return {
    id,
    statements: [
      invitationMade(id, invited, at, expiresAt, by),
      linkMade(link, 'invitation', { invitation: id }, at, expiresAt),
      recorded({ name: 'invitation.sent', at, account: by, office, record: id, clause: 'III.A.1.b', detail, ...from }),
      mail.statement,
    ],
    mail,
  }
}
