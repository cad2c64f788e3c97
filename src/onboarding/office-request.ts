/** An office that asks for access, and what came of it (III.A.1.a). */
import type { Day } from '../policy/calendar.ts'

/** What an office tells of itself. TIN nine digits, NPI ten, telephones in E.164, addresses in their normal form. */
export type OfficeDetails = {
  legalName: string
  tin: string
  npi: string
  street: string
  city: string
  state: string
  zip: string
  telephone: string
  managerName: string
  managerTitle: string
  managerEmail: string
  managerTelephone: string
}

/** Whom the office names as its Local Office Administrator (III.A.1.b). */
export type Nominee = { firstName: string; lastName: string; email: string }

/** A talk with the office's manager (III.B.3.b): with whom, what was said, whose access request was confirmed (its public id), and whom the manager names. */
export type Contact = { person: string; notes: string; request: string | null; nominee: Nominee | null }

/** The office, its nominees, and who signed. */
export type OfficeRequest = { details: OfficeDetails; nominees: Nominee[]; signedName: string; signedTitle: string }

/** The Organization of the core system that a request may be of. `office` is null while nothing but the feed knows it. */
export type CoreRecord = {
  sourceId: string
  office: number | null
  name: string
  tin: string | null
  npi: string | null
  street: string | null
  city: string | null
  state: string | null
  zip: string | null
  telephone: string | null
  accessOn: Day | null
  terminatedOn: Day | null
  /** Whether the core system reports it as terminated now; one that it reinstated has `terminatedOn` alone (III.N.1). */
  isTerminated: 0 | 1
}

/** How a field of the request stands to the core system's. */
export type Comparison = 'same' | 'differs' | 'unknown'

/** How a request stands to the core system as a whole. */
export type Verdict = 'match' | 'mismatch' | 'not-found' | 'terminated'

/** What a scan of an upload for malware said. */
export type ScanResult = 'clean' | 'infected' | 'unavailable' | 'not-scanned'

/** The kinds of file a scanned agreement can be. */
export type ScanType = 'application/pdf' | 'image/png' | 'image/jpeg'
