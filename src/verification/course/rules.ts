/** An office as the next step about it is decided, and whom its messages go to. */
import type { Recipient } from '../../mail/messages.ts'
import { dayOf } from '../../policy/calendar.ts'
import type { Standing } from '../rules.ts'
import type { OfficeToAct } from './office.ts'

/** Whom the office's messages go to: its administrators; where there is none, its manager. */
export function recipientsOf(office: Pick<OfficeToAct, 'loas' | 'managerName' | 'managerEmail'>): Recipient[] {
  const { loas, managerName, managerEmail } = office
  const accounts = JSON.parse(loas) as number[]
  if (accounts.length > 0) return accounts.map((account) => ({ account }))
  return managerEmail === null ? [] : [{ address: managerEmail, firstName: managerName ?? '' }]
}

/** Of them, who has no prompt that was sent or is on its way. */
export function unprompted(office: OfficeToAct): Recipient[] {
  const have = JSON.parse(office.prompted) as number[]
  return recipientsOf(office).filter((one) => !have.includes('account' in one ? one.account : 0))
}

/** The office as `nextStep` takes it; days are of the zone. */
export function standingOf(office: OfficeToAct, zone: string): Standing {
  const { verification, mailedAt } = office
  return {
    ...office,
    isOpen: verification !== null,
    mailedOn: mailedAt === null ? null : dayOf(new Date(mailedAt), zone),
    unprompted: unprompted(office).length,
  }
}
