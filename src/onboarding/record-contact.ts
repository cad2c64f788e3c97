/** Keeps a talk with an office's manager: whom they name as LOA is invited, whose employment they confirm is noted (III.B.3.b). */
import { recorded } from '../audit/statement.ts'
import type { Config } from '../config.ts'
import { batch } from '../db/client.ts'
import { invite } from '../invitations/invite.ts'
import { dispatch } from '../mail/outbox.ts'
import type { Change } from '../accounts/account.ts'
import { contactKept } from '../offices/store.ts'
import type { Contact } from './office-request.ts'
import type { Means } from './submit.ts'

/** Keeps the talk and sends the invitation, in one batch. `office` is the office's row. */
export async function recordContact(
  { db, mail, config }: Means & { config: Config },
  office: { row: number; name: string },
  { nominee, ...contact }: Contact,
  { at, by, ...from }: Change & { by: number },
): Promise<void> {
  const detail = { named: nominee ? 1 : 0, confirmed: contact.request }
  const invitation =
    nominee && (await invite(config, { ...nominee, office: office.row, officeName: office.name }, { at, by, ...from }))
  await batch(db, [
    contactKept({ office: office.row, ...contact }, at, by),
    recorded({ name: 'office.contacted', at, account: by, office: office.row, clause: 'III.B.3.b', detail, ...from }),
    ...(invitation?.statements ?? []),
  ])
  if (invitation) await dispatch(mail, [invitation.mail])
}
