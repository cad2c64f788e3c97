/** In which states of an account each deed of an Enterprise Administrator can be done. */
import type { Status } from '../../src/accounts/account.ts'
import type { Deed } from '../../src/staff/accounts/deed.ts'

export const statuses: readonly Status[] = ['active', 'suspended', 'disabled', 'terminated']

export const deedTable: Record<Deed, readonly Status[]> = {
  unlocking: statuses,
  'set-up-link': ['active'],
  'session-end': statuses,
  'device-revocation': statuses,
  'second-factor-removal': statuses,
  suspension: ['active', 'disabled'],
  disabling: ['active'],
  termination: ['active', 'suspended', 'disabled'],
  reinstatement: ['suspended', 'disabled', 'terminated'],
}
