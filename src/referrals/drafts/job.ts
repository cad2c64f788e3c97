import { recorded } from '../../audit/statement.ts'
import { batch } from '../../db/client.ts'
import type { Job } from '../../runs/means.ts'
import { endObjects } from '../attachments/end-objects.ts'
import { draftsExpired, draftsForgotten } from './store.ts'

const DAY = 86_400_000
const AT_ONCE = 200

/** Forgets drafts that nobody changed for long, and deletes the files that nothing speaks of any more. */
export const forgetDrafts: Job = async ({ env, config, now }) => {
  const at = now.getTime()
  const before = at - config.policy.REFERRAL_DRAFT_KEPT_FOR * DAY
  const [expired] = (await batch(env.DB, [draftsExpired(before, AT_ONCE)])).rows
  const ids = expired.map(({ id }) => id)
  if (ids.length > 0) {
    await batch(env.DB, [
      ...draftsForgotten(ids, before, at),
      recorded({ name: 'referral.draft_discarded', at, clause: 'III.B.6.d', detail: { forgotten: ids.length } }),
    ])
  }
  const ended = await endObjects(env.DB, env.ATTACHMENTS, at, AT_ONCE)
  return { done: ids.length + ended, more: ids.length === AT_ONCE || ended === AT_ONCE }
}
