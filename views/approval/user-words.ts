import { day } from '../format.ts'
import type { Feeling } from '../parts/status.tsx'

/** A user of the office as pages show them. */
export type UserShown = {
  id: string
  firstName: string
  lastName: string
  email: string
  telephone: string | null
  jobTitle: string | null
  jobDescription: string | null
  isLoa: number
  isSelf: boolean
  suspendedAt: number | null
  accountClosedAt: number | null
  lockedAt: number | null
  approvedOn: string
  lastUsedOn: string | null
  hasMobile: number
  hasQuestions: number
  devices: number
  grants: GrantShown[]
}

export type GrantShown = { name: string; endsOn: string | null; state: 'in-force' | 'ended'; providers: string[] }

/** A grant in words: 'Claims Viewer until Nov 22, 2026, for Dr. Ada Example'. */
export function grantWords({ name, endsOn, state, providers }: GrantShown): string {
  const until = endsOn ? (state === 'ended' ? ` ended on ${day(endsOn)}` : ` until ${day(endsOn)}`) : ''
  return `${name}${until}${providers.length > 0 ? `, for ${providers.join(' and ')}` : ''}`
}

/** Whether the user can sign in, and why not. */
export function signInState(user: UserShown): { feeling: Feeling; word: string } {
  if (user.accountClosedAt !== null) return { feeling: 'bad', word: 'Account closed' }
  if (user.suspendedAt !== null) return { feeling: 'bad', word: 'Suspended' }
  if (user.lockedAt !== null) return { feeling: 'bad', word: 'Locked' }
  return { feeling: 'good', word: 'Open' }
}

/** What proves that it is them beside the password. */
export function factorWords({ hasMobile, hasQuestions, devices }: UserShown): string {
  const ways = ['e-mail', hasMobile === 1 && 'text message', hasQuestions === 1 && 'security questions'].filter(Boolean)
  const known = devices === 0 ? 'no known device' : devices === 1 ? 'one known device' : `${devices} known devices`
  return `By ${ways.join(', ')}; ${known}`
}
