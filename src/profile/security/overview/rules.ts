/** Recent sign-ins as their person sees them. Pure. */
import type { OwnSession, SignIn, SignInResult, SignInRow } from './overview.ts'

/** The newest sign-ins, at most `most`; wrong passwords one after another from one device and address are one of them. */
export function signIns(rows: readonly SignInRow[], most: number): SignIn[] {
  const found: SignIn[] = []
  for (const row of rows) {
    const one = signIn(row)
    const before = found.at(-1)
    if (before && one.result === 'wrong' && isSame(before, one)) before.times += 1
    else if (found.length === most) break
    else found.push(one)
  }
  return found
}

function signIn({ at, event, device, ip, detail, provider }: SignInRow): SignIn {
  const { by, why, locked } = JSON.parse(detail ?? '{}') as { by?: OwnSession['by']; why?: string; locked?: number }
  const results: Record<SignInRow['event'], SignInResult> = {
    'session.opened': 'in',
    'sign_in.refused': why === 'locked' ? 'locked' : 'refused',
    'sign_in.failed': locked ? 'locked' : 'wrong',
  }
  // Passwords alone are wrong or locked out; by which way somebody was refused the log does not say.
  const way = by ?? (event === 'sign_in.failed' ? 'password' : null)
  return { at, device, ip, by: way, provider, result: results[event], times: 1 }
}

function isSame(one: SignIn, other: SignIn): boolean {
  return one.result === other.result && one.device === other.device && one.ip === other.ip
}
