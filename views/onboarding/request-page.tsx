import type { Comparison, CoreRecord, Verdict } from '../../src/onboarding/office-request.ts'
import { telephone, time, tin } from '../format.ts'
import { Banner } from '../parts/banner.tsx'
import { ButtonLink, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Facts } from '../parts/facts.tsx'
import { type Feeling, Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { AcceptanceForm, type AcceptanceFormProps, RejectionForm, type RejectionFormProps } from './decision-forms.tsx'

type Details = {
  legalName: string
  tin: string
  npi: string
  street: string
  city: string
  state: string
  zip: string
  telephone: string
}

export type RequestPageProps = {
  request: Details & {
    id: string
    managerName: string
    managerTitle: string
    managerEmail: string
    managerTelephone: string
    version: number
    isPaper: 0 | 1
    signedName: string
    signedTitle: string
    signedAt: number
    ip: string
    scanKey: string | null
    scanResult: 'clean' | 'not-scanned' | null
    recordedBy: string | null
    createdAt: number
    officeId: string | null
    officeName: string | null
    decidedAt: number | null
    decidedBy: string | null
    decision: 'accepted' | 'rejected' | null
    reason: string | null
  }
  number: string
  nominees: readonly { firstName: string; lastName: string; email: string }[]
  verdict: Verdict
  records: readonly { core: CoreRecord; fields: Record<keyof Details, Comparison> }[]
  alike: readonly { id: string; legalName: string; createdAt: number; decision: string | null }[]
  /** Null once it is decided. */
  forms: { accept: AcceptanceFormProps | null; reject: RejectionFormProps } | null
  errors: FieldErrors
  zone: string
}

/** A request beside the core system's record for its TIN and NPI, and the decision (III.A.1.a). */
export function RequestPage(props: RequestPageProps) {
  const { request, number, nominees, verdict, records, alike, forms, errors, zone } = props
  const address = `/staff/office-requests/${request.id}`
  return (
    <>
      <ErrorSummary errors={errors} />
      {request.decision ? <Decided request={request} zone={zone} /> : <VerdictBanner verdict={verdict} />}
      <Card heading="The request">
        <Facts
          facts={[
            { label: 'Number', value: number },
            { label: 'Received', value: time(request.createdAt, zone) },
            { label: 'Legal name', value: request.legalName },
            { label: 'Tax id', value: tin(request.tin) },
            { label: 'NPI', value: request.npi },
            { label: 'Address', value: `${request.street}, ${request.city}, ${request.state} ${request.zip}` },
            { label: 'Telephone', value: telephone(request.telephone) },
            { label: 'Office manager', value: `${request.managerName}, ${request.managerTitle}` },
            { label: 'Manager’s e-mail', value: request.managerEmail },
            { label: 'Manager’s telephone', value: telephone(request.managerTelephone) },
            ...nominees.map((one) => ({ label: 'LOA named', value: `${one.firstName} ${one.lastName}, ${one.email}` })),
            {
              label: 'Signed',
              value: `${request.signedName}, ${request.signedTitle}, ${time(request.signedAt, zone)}`,
            },
            { label: 'How', value: howSigned(request) },
            { label: 'Agreement', value: `Version ${request.version}` },
          ]}
        />
        <Buttons>
          <ButtonLink href={`${address}/agreement`} kind="outline">
            See and print the agreement
          </ButtonLink>
          {request.scanKey && (
            <ButtonLink href={`${address}/scan`} kind="outline">
              Download the scan
            </ButtonLink>
          )}
        </Buttons>
      </Card>
      <Card heading="Beside the core system">
        {records.length === 0 ? (
          <Empty heading="The core system has no office with this TIN or NPI">
            <p>Look for a slip of the pen, and call the office manager. New offices come with the next feed.</p>
          </Empty>
        ) : (
          records.map((record) => <Record request={request} {...record} />)
        )}
      </Card>
      {alike.length > 0 && (
        <Card heading="Other requests with this TIN or NPI">
          <ul>
            {alike.map((one) => (
              <li>
                <a href={`/staff/office-requests/${one.id}`}>{one.legalName}</a>, {time(one.createdAt, zone)},{' '}
                {one.decision ?? 'waiting'}
              </li>
            ))}
          </ul>
        </Card>
      )}
      {forms?.accept && <AcceptanceForm {...forms.accept} />}
      {forms && <RejectionForm {...forms.reject} />}
    </>
  )
}

function howSigned({ isPaper, ip, recordedBy, scanResult }: RequestPageProps['request']): string {
  if (!isPaper) return `Electronically, from the IP address ${ip}`
  const scanned = scanResult === 'clean' ? 'scan free of malware' : 'scan not checked for malware: no scanner is set up'
  return `On paper, recorded by ${recordedBy ?? 'somebody'}; ${scanned}`
}

const verdicts: Record<Verdict, { kind: 'success' | 'warning' | 'error'; heading: string; text: string }> = {
  match: { kind: 'success', heading: 'It matches the core system', text: 'TIN and NPI lead to the same office, with a like name in the same place.' },
  mismatch: {
    kind: 'warning',
    heading: 'It does not quite match the core system',
    text: 'TIN and NPI don’t lead to one and the same office, or its name or place is another. Clear it up with the office manager; accepting needs a reason.',
  },
  'not-found': { kind: 'error', heading: 'The core system doesn’t know this office', text: 'It can’t be accepted until it does.' },
  terminated: { kind: 'error', heading: 'The core system reports this office as terminated', text: 'It can’t be accepted.' },
} // prettier-ignore

function VerdictBanner({ verdict }: { verdict: Verdict }) {
  const { kind, heading, text } = verdicts[verdict]
  return (
    <Banner kind={kind} heading={heading}>
      <p>{text}</p>
    </Banner>
  )
}

function Decided({ request, zone }: Pick<RequestPageProps, 'request' | 'zone'>) {
  const { decision, decidedBy, decidedAt, reason, officeId, officeName } = request
  return (
    <Banner
      kind="info"
      heading={`${decision === 'accepted' ? 'Accepted' : 'Rejected'} by ${decidedBy ?? ''}, ${time(decidedAt, zone)}`}
    >
      {reason && <p>{reason}</p>}
      {officeId && (
        <p>
          <a href={`/staff/offices/${officeId}`}>{officeName}</a>
        </p>
      )}
    </Banner>
  )
}

const comparisons: Record<Comparison, { feeling: Feeling; word: string }> = {
  same: { feeling: 'good', word: 'Same' },
  differs: { feeling: 'bad', word: 'Differs' },
  unknown: { feeling: 'neutral', word: 'Not in the core system' },
}

function Record(props: { request: Details; core: CoreRecord; fields: Record<keyof Details, Comparison> }) {
  const { request, core, fields } = props
  const rows: { label: string; asked: string; known: string | null; field: keyof Details }[] = [
    { label: 'Name', asked: request.legalName, known: core.name, field: 'legalName' },
    { label: 'Tax id', asked: tin(request.tin), known: tin(core.tin), field: 'tin' },
    { label: 'NPI', asked: request.npi, known: core.npi, field: 'npi' },
    { label: 'Street', asked: request.street, known: core.street, field: 'street' },
    { label: 'City', asked: request.city, known: core.city, field: 'city' },
    { label: 'State', asked: request.state, known: core.state, field: 'state' },
    { label: 'ZIP code', asked: request.zip, known: core.zip, field: 'zip' },
    { label: 'Telephone', asked: telephone(request.telephone), known: core.telephone, field: 'telephone' },
  ]
  return (
    <>
      <h3>
        {core.name} <CoreStatus core={core} />
      </h3>
      <Table
        caption={`The request beside the core system’s record of ${core.name}`}
        captionHidden
        rows={rows}
        columns={[
          { head: 'What', cell: (row) => row.label },
          { head: 'The request', cell: (row) => row.asked },
          { head: 'The core system', cell: (row) => row.known },
          { head: 'Result', cell: (row) => <Status {...comparisons[fields[row.field]]} /> },
        ]}
      />
    </>
  )
}

function CoreStatus({ core }: { core: CoreRecord }) {
  if (core.isTerminated) return <Status feeling="bad" word="Terminated" />
  if (core.terminatedOn) return <Status feeling="waiting" word="Reinstated" />
  if (core.accessOn) return <Status feeling="good" word="Has access" />
  return <Status feeling="neutral" word="Has no access yet" />
}
