import type { Department } from '../src/accounts/account.ts'

/** The plan's departments, as people call them. */
export const departmentNames: Record<Department, string> = {
  'information-services': 'Information Services',
  'e-business': 'E-Business',
  'provider-relations': 'Provider Relations',
  privacy: 'Privacy',
  'information-security': 'Information Security',
}
