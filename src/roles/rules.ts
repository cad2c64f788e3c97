import type { Capability } from '../accounts/account.ts'
import type { Role } from '../policy/roles.ts'
import { type Right, rightsOfCapability, rightsOfRole } from './matrix.ts'

/** What decides a person's rights at this moment. */
export type Rightful = { kind: 'office' | 'staff'; roles: readonly Role[]; capabilities: readonly Capability[] }

/** Whether the person may do it in the active office (II.C: the default is nothing). */
export function can(person: Rightful, right: Right): boolean {
  if (right === 'sign-out' || right === 'signed-in') return true
  if (person.kind === 'staff') {
    return right === 'staff' || person.capabilities.some((name) => rightsOfCapability[name].includes(right))
  }
  return right === 'office.work' || person.roles.some((role) => rightsOfRole[role].includes(right))
}
