import type { EventName } from '../../audit/events.ts'
import type { Day } from '../../policy/calendar.ts'

/** How many verifications of a day they fell due on stand how. */
export type Verified = { day: Day; state: 'in-time' | 'late' | 'open' | 'suspended'; count: number }

/** How many of each series there were on a day. */
export type DayFigures = { day: Day; figures: number[] }

/** The events that the charts tell apart, by series; the volume counts every event. */
export const events = {
  signIns: [['session.opened'], ['sign_in.failed', 'sign_in.refused']],
  locks: [['account.locked'], ['second_factor.locked']],
} as const satisfies Record<string, readonly (readonly EventName[])[]>
