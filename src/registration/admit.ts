/** Makes an account of a registration: by an approved request (III.B.4), or by the invitation of the plan's staff. */
import type { Config } from '../config.ts'
import type { Prepared } from '../db/client.ts'
import { newId } from '../ids.ts'
import { newLink } from '../links/link.ts'
import { type Posting, postIfChanged } from '../mail/outbox.ts'
import { dayOf } from '../policy/calendar.ts'
import type { Act, Grants, OfficeGrants, Registrant } from './registration.ts'
import {
  accountAdmitted,
  admissionRecorded,
  changesAdmitted,
  claimOf,
  membershipAdmitted,
  proofsAdmitted,
  registrationAdmitted,
  rolesAdmitted,
  setUpLinkMade,
} from './statement.ts'

const HOUR = 60 * 60_000

/**
 * The statements for the batch of the decision, after the one that approves the request; and the mail to dispatch
 * once the batch is written. A registration that was admitted or ended before changes nothing and mails nothing.
 */
export async function admit(
  config: Pick<Config, 'policy' | 'zone' | 'sealKeys'>,
  registrant: Registrant,
  grants: Grants,
  act: Act,
): Promise<{ statements: Prepared<never>[]; mail: Posting }> {
  const { policy, zone, sealKeys } = config
  const { email: address, firstName } = registrant
  const { at } = act
  const claim = claimOf(registrant.row, grants)
  const setUp = newLink(registrant.guard)
  const link = registrant.hasPassword ? null : setUp.value
  const to = { address, firstName }
  const mail = await postIfChanged({ name: 'account-approved', link, to, channel: 'email' }, at, sealKeys)
  const { kind, office } =
    'department' in grants ? { kind: 'staff', office: null } : { kind: 'office', office: grants.office }
  return {
    statements: [
      changesAdmitted(claim, act),
      accountAdmitted(claim, newId('account'), grants, dayOf(new Date(at), zone), at),
      admissionRecorded(claim, { name: 'account.created', clause: 'III.B.4', office: null, detail: { kind } }, act),
      ...('department' in grants ? [] : membershipStatements(grants)),
      ...proofsAdmitted(claim),
      setUpLinkMade(claim, setUp, at, at + policy.SET_UP_LINK_LASTS * HOUR),
      registrationAdmitted(claim, at),
      mail.statement,
    ],
    mail,
  }

  function membershipStatements(granted: OfficeGrants): Prepared<never>[] {
    const roles = granted.roles.map(({ role }) => role).join(' ')
    const event = {
      name: 'membership.created',
      clause: 'III.B.6',
      office,
      detail: { roles, loa: granted.isLoa ? 1 : 0 },
    } as const
    return [
      ...membershipAdmitted(claim, newId('membership'), granted, at),
      ...rolesAdmitted(claim, granted, at),
      admissionRecorded(claim, event, act),
    ]
  }
}
