import { describe, expect, it } from 'vitest'
import { departments } from '../../src/accounts/account.ts'
import type { Role } from '../../src/policy/roles.ts'
import type { Right } from '../../src/roles/matrix.ts'
import { can } from '../../src/roles/rules.ts'

const rights: Right[] = ['members.read', 'claims.read', 'referrals.read', 'referrals.submit', 'audit.read', 'staff']
const clerk = (...roles: Role[]) => ({
  kind: 'office' as const,
  department: null,
  isLoa: false,
  roles,
  capabilities: [],
})

describe('III.B.6 a role grants its one right', () => {
  const granted = (role: Role) => rights.filter((right) => can(clerk(role), right))
  it('III.B.6.a Eligibility Viewer', () => expect(granted('eligibility')).toEqual(['members.read']))
  it('III.B.6.b Claims Viewer', () => expect(granted('claims')).toEqual(['claims.read']))
  it('III.B.6.c View Referrals', () => expect(granted('view-referrals')).toEqual(['referrals.read']))
  it('III.B.6.d Submit Referrals', () => expect(granted('submit-referrals')).toEqual(['referrals.submit']))
})

it('II.C without a role nothing is granted', () => {
  expect(rights.filter((right) => can(clerk(), right))).toEqual([])
})

it('III.L.4 no department reads records or the log; the log is given by name', () => {
  for (const department of departments) {
    const staff = { kind: 'staff' as const, department, isLoa: false, roles: [] as Role[], capabilities: [] }
    expect(rights.filter((right) => can(staff, right))).toEqual(['staff'])
    const reader = { ...staff, capabilities: ['audit.read'] as const }
    expect(rights.filter((right) => can(reader, right))).toEqual(['audit.read', 'staff'])
    // Roles are a membership's: on a staff account they would grant nothing.
    expect(can({ ...staff, roles: ['claims'] }, 'claims.read')).toBe(false)
    expect(can({ ...staff, isLoa: true }, 'office.administer')).toBe(false)
  }
})

it('III.B.1, III.B.3 the LOA decides in the own office, Enterprise Administrators anywhere, nobody else', () => {
  expect(can(clerk('claims'), 'office.administer')).toBe(false)
  expect(can({ ...clerk(), isLoa: true }, 'office.administer')).toBe(true)
  expect(can({ ...clerk(), isLoa: true }, 'requests.decide')).toBe(false)
  const deciding = departments.filter((department) =>
    can({ kind: 'staff', department, isLoa: false, roles: [], capabilities: [] }, 'requests.decide'),
  )
  expect(deciding).toEqual(['information-services', 'e-business', 'provider-relations'])
})
