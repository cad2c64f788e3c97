/** The policies that rules are tested under. */
import { type Policy, readPolicy } from '../../src/policy/profiles.ts'

/** The policy of a profile, with what a test overrides. */
export function policyOf(profile: 'IS.1600' | 'hardened', overrides: Record<string, unknown> = {}): Policy {
  const read = readPolicy({
    POLICY_PROFILE: profile,
    POLICY_OVERRIDES: JSON.stringify(overrides),
    POLICY_DEVIATIONS: '{}',
  })
  if (!read.ok) throw new Error(read.refusal.join('\n'))
  return read.value
}
