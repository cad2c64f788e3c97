/** Takes away some of what a user may see: the day their job changed is kept with it, and what comes late is reported (III.M.3). */
import type { Prepared } from '../../db/client.ts'
import type { Day } from '../../policy/calendar.ts'
import type { Result } from '../../result.ts'
import { revokeAccess } from '../../termination/revoke-access.ts'
import type { Decision, Grant } from '../access-request.ts'
import { type Changed, rolesChanged } from './grant-roles.ts'

/** As `grantRoles`, of grants that are fewer or narrower than before; `more` comes with it. Answers also whether it was late. */
export async function limitRoles(
  means: Parameters<typeof revokeAccess>[0],
  user: Changed,
  grants: readonly Grant[],
  changedOn: Day,
  decision: Decision,
  at: number,
  more: readonly Prepared<never>[] = [],
): Promise<Result<{ late: boolean }, 'changed-meanwhile'>> {
  const { by, from } = decision
  const whose = { membership: user.row, account: user.account, office: user.office }
  const also = [...rolesChanged(user, grants, decision, at, means.today), ...more]
  return revokeAccess(means, whose, { kind: 'limited', changedOn, reason: null }, { at, by, ...from }, also)
}
