import { day } from '../../format.ts'
import type { Feeling } from '../../parts/status.tsx'

/** Where a verification stands. */
export type StateShown = 'upcoming' | 'due' | 'unreceived' | 'prompted' | 'restricted' | 'suspended' | 'to-reinstate'

/** The state in a word or two. */
export const stateWords: Record<StateShown, { feeling: Feeling; word: string }> = {
  upcoming: { feeling: 'neutral', word: 'To come' },
  due: { feeling: 'waiting', word: 'Fell due today' },
  unreceived: { feeling: 'bad', word: 'Nobody has the prompt' },
  prompted: { feeling: 'waiting', word: 'Prompted' },
  restricted: { feeling: 'bad', word: 'Restricted' },
  suspended: { feeling: 'bad', word: 'Suspended' },
  'to-reinstate': { feeling: 'waiting', word: 'Waiting for E-Business' },
}

/** What comes next if nobody does anything; null: nothing by itself. */
export function nextWords(state: StateShown, nextOn: string | null): string | null {
  switch (state) {
    case 'upcoming':
      return nextOn && `Falls due on ${day(nextOn)}`
    case 'due':
    case 'unreceived':
      return nextOn && `Administrators restricted from ${day(nextOn)} at the latest`
    case 'prompted':
      return nextOn && `Administrators restricted from ${day(nextOn)}`
    case 'restricted':
      return nextOn && `Suspended from ${day(nextOn)}`
    case 'suspended':
      return 'Provider Relations verifies with the office'
    case 'to-reinstate':
      return 'E-Business gives the access back'
    default:
      return state satisfies never
  }
}
