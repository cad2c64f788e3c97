import type { Day } from '../../policy/calendar.ts'

/** An office with what the next step about its verification hangs on. `loas` and `prompted` are JSON lists of accounts' rows, 0 for its manager. */
export type OfficeToAct = {
  office: number
  name: string
  accessOn: Day
  verifyDueOn: Day | null
  promptReceivedOn: Day | null
  actOn: Day
  /** The row of its open verification. */
  verification: number | null
  remindedDay: number
  /** When the provider took the first prompt (ms UTC). */
  mailedAt: number | null
  loas: string
  prompted: string
  managerName: string | null
  managerEmail: string | null
}
