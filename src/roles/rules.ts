import type { Capability, Department } from '../accounts/account.ts'
import type { Role } from '../policy/roles.ts'
import { type Right, rightsOfCapability, rightsOfDepartment, rightsOfEverybody, rightsOfRole } from './matrix.ts'

/** What decides a person's rights at this moment. */
export type Rightful = {
  kind: 'office' | 'staff'
  department: Department | null
  isLoa: boolean
  roles: readonly Role[]
  capabilities: readonly Capability[]
}

/** Whether the person may do it in the active office (II.C: the default is nothing). */
export function can(person: Rightful, right: Right): boolean {
  if (rightsOfEverybody.includes(right)) return true
  if (person.kind === 'staff') {
    return (
      right === 'staff' ||
      (person.department !== null && rightsOfDepartment[person.department].includes(right)) ||
      person.capabilities.some((name) => rightsOfCapability[name].includes(right))
    )
  }
  if (right === 'office.work') return true
  if (right === 'office.administer' || right === 'office.verify') return person.isLoa
  return person.roles.some((role) => rightsOfRole[role].includes(right))
}
