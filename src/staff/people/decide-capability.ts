/** Gives a capability to a person by name, reviews it, or takes it (III.L.4); their next request obeys. */
import type { Change } from '../../accounts/account.ts'
import type { EventName } from '../../audit/events.ts'
import { recordedOrNothing, tookBack } from '../../audit/statement.ts'
import { batch, type Database } from '../../db/client.ts'
import type { Day } from '../../policy/calendar.ts'
import type { Policy } from '../../policy/profiles.ts'
import { done, refused, type Result } from '../../result.ts'
import type { CapabilityAction, CapabilityDecision } from './person.ts'
import { reviewOn } from './rules.ts'
import { capabilityDecided } from './store.ts'

const events: Record<CapabilityAction, EventName> = {
  give: 'capability.given',
  review: 'capability.reviewed',
  take: 'capability.taken',
}

/** Refused if the person has it already, or has it no more, or nobody may decide it so: then nothing was changed. */
export async function decideCapability(
  db: Database,
  account: number,
  decision: CapabilityDecision,
  change: Change & { by: number; reason: string },
  today: Day,
  policy: Policy,
): Promise<Result<CapabilityAction, 'changed-meanwhile'>> {
  const { at, by, reason, ...from } = change
  const { name, action } = decision
  const next = reviewOn(today, policy)
  try {
    await batch(db, [
      ...capabilityDecided({ account, at, by, reason }, decision, next),
      recordedOrNothing({
        name: events[action],
        at,
        account: by,
        subject: account,
        clause: 'III.L.4',
        detail: {
          before: action === 'give' ? null : name,
          after: action === 'take' ? null : name,
          ...(action === 'take' ? {} : { reviewOn: next }),
        },
        ...from,
      }),
    ])
  } catch (failure) {
    if (!tookBack(failure)) throw failure
    return refused('changed-meanwhile')
  }
  return done(action)
}
