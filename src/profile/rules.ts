/** What people may change of themselves, and which of their devices still count. Pure. */
import type { Policy } from '../policy/profiles.ts'
import { personProblems, type Problems } from '../registration/rules.ts'
import { knownUntil } from '../second-factor/rules.ts'
import type { KnownDevice, Wish } from './profile.ts'

/** What is missing in the wish for an office; the office itself is looked up. */
export function wishProblems({ office, jobTitle, jobDescription }: Wish): Problems {
  const problems = personProblems({ jobTitle, jobDescription })
  return office === '' ? { office: 'Choose an office.', ...problems } : problems
}

/** The devices on which no code would be asked at `now` (ms). */
export function stillKnown(devices: readonly KnownDevice[], now: number, policy: Policy): KnownDevice[] {
  return devices.filter(({ factorAt, expiresAt }) => now < Math.min(expiresAt, knownUntil(factorAt, policy)))
}

/** The instant (ms) from which on people see their own activity. */
export function activitySince(now: number, policy: Policy): number {
  return now - policy.ACTIVITY_SHOWN_FOR * DAY
}
const DAY = 24 * 60 * 60_000
