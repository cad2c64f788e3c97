import type { Day } from '../policy/calendar.ts'

/** The person an office is led by, as its accepted request named them (III.A.1.a). Telephone in E.164. */
export type OfficeManager = { name: string; title: string; email: string; telephone: string }

/** An office as its page shows it. */
export type OfficeFacts = {
  row: number
  id: string
  name: string
  npi: string | null
  tin: string | null
  telephone: string | null
  street: string | null
  city: string | null
  state: string | null
  zip: string | null
  accessOn: Day | null
  suspendedAt: number | null
  terminatedOn: Day | null
  /** 1: the core system terminated it and reports it as active again (III.N.1). */
  isReinstated: 0 | 1
  managerName: string | null
  managerTitle: string | null
  managerEmail: string | null
  managerTelephone: string | null
  people: number
}

/** Which offices a list shows. */
export const selections = ['all', 'without-loa', 'without-access', 'reinstated'] as const
export type Selection = (typeof selections)[number]

/** What offices are searched for; text in any part of name or city, digits in TIN or NPI. */
export type OfficeFilters = { selection: Selection; text: string; digits: string }

/** An office in a list. */
export type OfficeRow = {
  row: number
  id: string
  name: string
  city: string | null
  state: string | null
  npi: string | null
  accessOn: Day | null
  suspendedAt: number | null
  terminatedOn: Day | null
  isReinstated: 0 | 1
  loas: number
  /** Open invitations of LOAs. */
  invited: number
}

/** Somebody of an office who is its LOA now. */
export type LoaRow = { name: string; email: string; since: number }

/** A talk with the office's manager (III.B.3.b); `applicant` is whose employment they confirmed. */
export type ContactRow = { at: number; by: string; person: string; notes: string; applicant: string | null }
