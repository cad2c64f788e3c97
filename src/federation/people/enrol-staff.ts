/** Makes the account of a person of the plan's staff whom the plan's own provider names for the first time. */
import { guardName } from '../../accounts/email.ts'
import { added, capabilityGranted } from '../../accounts/store.ts'
import type { Origin } from '../../account-guard/guard.ts'
import { recordedForSubjects, recordedOfInserted } from '../../audit/statement.ts'
import type { Config } from '../../config.ts'
import { batch, type Database } from '../../db/client.ts'
import type { Day } from '../../policy/calendar.ts'
import { reviewOn } from '../../staff/people/rules.ts'
import type { Answered } from '../flow/flow.ts'
import { accountOfIdentity } from '../store.ts'
import type { Grants, Holder } from './person.ts'
import { namesOf } from './rules.ts'
import { addressed, firstIdentity, linkedNow, managedFrom, wasMade } from './store.ts'

/**
 * The account as the claims say, without a password here, linked to the identity. The gates of agreement and training stand
 * before it as before everyone's. Null: the provider was switched off meanwhile, or the address was given to somebody.
 */
export async function enrolStaff(
  { db, config, origin, today }: { db: Database; config: Config; origin: Origin; today: Day },
  { provider, claims, way }: Pick<Answered, 'provider' | 'claims' | 'way'>,
  { email, grants }: { email: string; grants: Grants },
): Promise<Holder | null> {
  const { at, ...from } = origin
  const { department, capabilities } = grants
  const review = reviewOn(today, config.policy)
  const detail = { kind: 'staff', memberships: 0, capabilities: capabilities.length, provider: provider.id }
  const account = {
    email,
    guard: guardName(config.namesKey, email),
    ...namesOf(claims, email),
    mobile: null,
    department,
    capabilities,
    memberships: [],
    approvedOn: today,
    lastUsedOn: null,
    passwordHash: null,
    passwordSetOn: today,
    trainedOn: null,
    agreed: false,
    reviewOn: review,
  }
  const told = { provider: provider.id }
  const given = capabilities.flatMap((name) => {
    const gift = { before: null, after: name, reviewOn: review, ...told }
    const event = { name: 'capability.given', at, ...from, clause: 'III.L.4', detail: gift } as const
    return [capabilityGranted(email, name, at, review), recordedForSubjects(event, addressed(email))]
  })
  try {
    await batch(db, [
      added(account, at),
      recordedOfInserted({ name: 'account.created', at, ...from, detail }),
      managedFrom(email, provider.row),
      ...given,
      firstIdentity(provider.row, way.subject, email, at),
      recordedForSubjects({ name: 'identity.linked', at, ...from, detail: told }, linkedNow(email, at)),
    ])
  } catch (failure) {
    // Two first sign-ins at once: the other one made the account, and it is found below.
    if (!wasMade(failure)) throw failure
  }
  const { rows } = await batch(db, [accountOfIdentity(provider.issuer, way.subject)])
  return rows[0][0] ?? null
}
