/** What people may change of themselves, and which of their devices still count. Pure. */
import { addDays, type Day } from '../policy/calendar.ts'
import type { Policy } from '../policy/profiles.ts'
import { personProblems, type Problems } from '../registration/rules.ts'
import { knownUntil } from '../second-factor/rules.ts'
import type { KnownDevice, OwnDetails, Wish } from './profile.ts'

/** What is complete here stands for what isn't asked. */
const complete = {
  firstName: 'A',
  lastName: 'A',
  street: 'A',
  city: 'A',
  zip: '00000',
  telephone: '7145550100',
  jobTitle: 'A',
  jobDescription: 'A',
}

/** III.G.1: what is missing or wrong, by field, judged as in a registration. What an approver reviewed of the job stays as it was. */
export function detailProblems(typed: OwnDetails): Problems {
  return personProblems({ ...complete, ...typed })
}

/** What is missing in the wish for an office; the office itself is looked up. */
export function wishProblems({ office, jobTitle, jobDescription }: Wish): Problems {
  const problems = personProblems({ ...complete, jobTitle, jobDescription })
  return office === '' ? { office: 'Choose an office.', ...problems } : problems
}

/** The devices on which no code would be asked at `now` (ms). */
export function stillKnown(devices: readonly KnownDevice[], now: number, policy: Policy): KnownDevice[] {
  return devices.filter(({ factorAt, expiresAt }) => now < Math.min(expiresAt, knownUntil(factorAt, policy)))
}

/** III.D.5: the day on which the password set on that day has ended. */
export function passwordEndsOn(setOn: Day, policy: Policy): Day {
  return addDays(setOn, policy.PASSWORD_LASTS)
}

/** The instant (ms) from which on people see their own activity. */
export function activitySince(now: number, policy: Policy): number {
  return now - policy.ACTIVITY_SHOWN_FOR * DAY
}
const DAY = 24 * 60 * 60_000
