import type { Capability, Status } from '../../src/accounts/account.ts'
import type { CapabilityAction } from '../../src/staff/people/person.ts'
import type { Feeling } from '../parts/status.tsx'

export const capabilityNames: Record<Capability, string> = { 'audit.read': 'Reading the audit log' }

export const actionWords: Record<CapabilityAction, { label: string; hint: string }> = {
  give: { label: 'Give', hint: 'From their next page on, until it is taken.' },
  review: {
    label: 'Still needed',
    hint: 'You have looked at why they have it. The time until the next review begins anew.',
  },
  take: { label: 'Take away', hint: 'Their next page obeys.' },
}

export const statusWords: Record<Status, [Feeling, string]> = {
  active: ['good', 'Active'],
  suspended: ['bad', 'Suspended'],
  disabled: ['bad', 'Disabled'],
  terminated: ['bad', 'Ended'],
}
