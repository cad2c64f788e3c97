/** Anything a directory writes, by itself or in bulk; what is refused is recorded. */
import { recorded } from '../audit/statement.ts'
import { batch } from '../db/client.ts'
import type { Result } from '../result.ts'
import { receiveGroup } from './groups/receive-group.ts'
import type { Answer, Asked, Fault, Means, ResourceName } from './scim.ts'
import { receiveUser } from './users/receive-user.ts'

/** Takes what is asked of a user or a group. */
export async function receive(means: Means, name: ResourceName, asked: Asked): Promise<Result<Answer, Fault>> {
  const outcome = await (name === 'Users' ? receiveUser(means, asked) : receiveGroup(means, asked))
  if (outcome.ok) return outcome
  const { env, now, provider, from } = means
  const { status, scimType = null, clause = null } = outcome.refusal
  const detail = { provider: provider.id, method: asked.method, what: name, status, why: scimType }
  const record = status === 404 ? null : asked.id
  await batch(env.DB, [
    recorded({ name: 'directory.refused', at: now.getTime(), account: null, record, clause, detail, ...from }),
  ])
  return outcome
}
