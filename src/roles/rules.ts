import type { Capability, Department } from '../accounts/account.ts'
import type { Role } from '../policy/roles.ts'
import { type Right, rightsOfCapability, rightsOfDepartment, rightsOfRole } from './matrix.ts'

/** What decides a person's rights at this moment. */
export type Rightful = { kind: 'office' | 'staff'; roles: readonly Role[]; capabilities: readonly Capability[]; department?: Department | null }

/** Whether the person may do it in the active office (II.C: the default is nothing). */
export function can(person: Rightful, right: Right): boolean {
  if (right === 'sign-out' || right === 'signed-in') return true
  if (person.kind === 'staff') {
    const own = person.department ? (rightsOfDepartment[person.department] ?? []) : []
    return right === 'staff' || own.includes(right) || person.capabilities.some((name) => rightsOfCapability[name].includes(right))
  }
  return right === 'office.work' || person.roles.some((role) => rightsOfRole[role].includes(right))
}
