/** Has an account that the plan's provider made follow the provider's word at each sign-in. */
import type { Capability } from '../../accounts/account.ts'
import { sessionsEnded } from '../../accounts/store.ts'
import type { Origin } from '../../account-guard/guard.ts'
import { recorded, recordedForEndedSessions, recordedIfChanged } from '../../audit/statement.ts'
import type { Config } from '../../config.ts'
import { batch } from '../../db/client.ts'
import type { Day } from '../../policy/calendar.ts'
import { done, refused, type Result } from '../../result.ts'
import { reviewOn } from '../../staff/people/rules.ts'
import { terminate } from '../../termination/terminate.ts'
import type { Answered } from '../flow/flow.ts'
import { groupsAreElsewhere } from '../rules.ts'
import type { Grants, Managed } from './person.ts'
import { capabilityChanges, staffGrants } from './rules.ts'
import { capabilityFollowed, capabilityUnfollowed, departmentFollowed, managedAccount } from './store.ts'

/** What following needs of the program around it; `today` in the plan's zone. */
type FollowMeans = { env: Pick<Env, 'DB' | 'MAIL'>; config: Config; origin: Origin; today: Day }

const REASON = 'The identity provider says so.'

/**
 * Department and capabilities as the claims say; what a person here gave by name stays. No department any more: the account
 * ends, and only the plan's reinstatement brings it back (III.N.1); groups that are to be asked for elsewhere end nobody. The last who administers accounts is neither moved nor
 * ended, and not let in so either.
 */
export async function followClaims(
  means: FollowMeans,
  account: number,
  { provider, claims }: Pick<Answered, 'provider' | 'claims'>,
): Promise<Result<'followed', 'ended' | 'no-department'>> {
  const { env, config, origin, today } = means
  const { rows } = await batch(env.DB, [managedAccount(account, provider.row)])
  const managed = rows[0][0]
  // Whoever has ended is told so by their standing.
  if (!managed || managed.terminatedAt !== null) return done('followed')
  const grants = staffGrants(claims, provider)
  if (grants === null && groupsAreElsewhere(claims, provider.groupsClaim)) {
    const detail = { provider: provider.id, why: 'groups-elsewhere' }
    await batch(env.DB, [recorded({ name: 'federation.refused', account, ...origin, detail })])
    return refused('no-department')
  }
  if (grants === null) {
    const change = { ...origin, by: null, reason: REASON }
    const ended = await terminate({ env, config, today }, { account, memberships: [] }, today, change)
    return refused(ended ? 'ended' : 'no-department')
  }
  if (managed.isLastAdministrator === 1 && grants.department !== managed.department) return refused('no-department')
  const statements = changesOf(means, provider, managed, grants)
  if (statements.length > 0) await batch(env.DB, statements)
  return done('followed')
}

function changesOf(
  { config, origin, today }: FollowMeans,
  provider: Answered['provider'],
  managed: Managed,
  grants: Grants,
) {
  const { account, department } = managed
  const { at, ...from } = origin
  const change = { account, provider: provider.row, at, reason: REASON }
  const event = { at, subject: account, ...from }
  const review = reviewOn(today, config.policy)
  const { give, take } = capabilityChanges(grants.capabilities, {
    given: JSON.parse(managed.given) as string[],
    held: JSON.parse(managed.held) as string[],
  }) as Record<'give' | 'take', Capability[]>
  const after = grants.department
  const told = { provider: provider.id }
  const moved = [
    ...departmentFollowed(change, department, after),
    recordedIfChanged({
      ...event,
      name: 'account.changed',
      clause: 'III.L.3',
      detail: { fields: 'department', before: department, after, ...told },
    }),
    sessionsEnded({ account }, at, 'department', true),
    recordedForEndedSessions({ account }, at, 'department', from),
  ]
  return [
    ...(after === department ? [] : moved),
    ...give.flatMap((name) => [
      ...capabilityFollowed(change, name, review),
      recordedIfChanged({
        ...event,
        name: 'capability.given',
        clause: 'III.L.4',
        detail: { before: null, after: name, reviewOn: review, ...told },
      }),
    ]),
    ...take.flatMap((name) => [
      ...capabilityUnfollowed(change, name),
      recordedIfChanged({
        ...event,
        name: 'capability.taken',
        clause: 'III.L.4',
        detail: { before: name, after: null, ...told },
      }),
    ]),
  ]
}
