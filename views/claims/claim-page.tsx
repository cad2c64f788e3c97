import { day, days, money, time } from '../format.ts'
import { AsOf } from '../parts/as-of.tsx'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Empty } from '../parts/empty.tsx'
import { Facts } from '../parts/facts.tsx'
import { PurposeChoice } from '../parts/purpose-choice.tsx'
import { PurposeNotice } from '../parts/purpose-notice.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { reasonWords } from './reason-words.ts'
import { statusWords, systemWords } from './words.ts'

type Line = {
  line: number
  code: string | null
  codeSystem: string | null
  modifiers: string | null
  servicedFrom: string | null
  servicedTo: string | null
  units: number | null
  billedCents: number | null
  allowedCents: number | null
  paidCents: number | null
  memberCents: number | null
  denialCode: string | null
}

type ClaimProps = {
  claim: {
    id: string
    number: string
    status: string
    type: string
    providerName: string | null
    servicedFrom: string | null
    servicedTo: string | null
    receivedOn: string | null
    paidOn: string | null
    billedCents: number | null
    allowedCents: number | null
    paidCents: number | null
    memberCents: number | null
    lastName: string | null
    firstName: string | null
    memberNumber: string | null
    birthDate: string | null
    asOf: number
  }
  lines: Line[]
  zone: string
  /** The plan's, in E.164 form. */
  telephone: string
}

/** One claim: what was billed, decided and paid, and the way to print it for a purpose (II.D). */
export function ClaimPage(props: ClaimProps & { purposeMissing: boolean }) {
  const { claim, purposeMissing } = props
  return (
    <>
      <PurposeNotice />
      <ClaimFacts {...props} />
      <Card heading="Print" id="print">
        <form class="form" method="get" action={`/claims/${claim.id}/print`} novalidate>
          <PurposeChoice
            label="For what do you need it on paper?"
            isMissing={purposeMissing}
            where="printed on each page"
          />
          <Button kind="outline">Print this claim</Button>
        </form>
      </Card>
    </>
  )
}

/** A claim's facts and lines, on a screen or on paper. */
export function ClaimFacts({ claim, lines, zone, telephone }: ClaimProps) {
  const status = statusWords[claim.status]
  const reasons = [...new Set(lines.flatMap(({ denialCode }) => denialCode ?? []))]
  return (
    <>
      <Card heading="Claim">
        <Facts
          facts={[
            {
              label: 'Status',
              value: <Status feeling={status?.feeling ?? 'neutral'} word={status?.word ?? claim.status} />,
            },
            { label: 'Claim number', value: claim.number },
            { label: 'Member', value: [claim.lastName, claim.firstName].filter(Boolean).join(', ') },
            { label: 'Member number', value: claim.memberNumber },
            { label: 'Birth date', value: day(claim.birthDate) },
            { label: 'Service', value: days(claim.servicedFrom, claim.servicedTo) },
            { label: 'Provider', value: claim.providerName },
            { label: 'Received', value: day(claim.receivedOn) },
          ]}
        />
      </Card>
      <Card heading="Payment">
        <Facts
          facts={[
            { label: 'Billed', value: money(claim.billedCents) },
            { label: 'Allowed', value: money(claim.allowedCents) },
            { label: 'Paid by the plan', value: money(claim.paidCents) },
            { label: 'Member’s share', value: money(claim.memberCents) },
            { label: 'Paid on', value: day(claim.paidOn) },
          ]}
        />
        {reasons.length > 0 && (
          <>
            <h3>{claim.status === 'denied' ? 'Why it was denied' : 'Why some of it was not paid'}</h3>
            <ul>
              {reasons.map((code) => (
                <li>{reasonWords(code, telephone)}</li>
              ))}
            </ul>
          </>
        )}
      </Card>
      <h2>Lines</h2>
      {lines.length === 0 ? (
        <Empty heading="This claim has no lines" />
      ) : (
        <Table
          caption="Lines of the claim"
          captionHidden
          rows={lines}
          columns={[
            { head: 'Line', cell: (line) => String(line.line) },
            { head: 'Service', short: true, cell: (line) => days(line.servicedFrom, line.servicedTo) },
            { head: 'Code', short: true, cell: (line) => codeOf(line) },
            { head: 'Units', numeric: true, cell: (line) => (line.units === null ? null : String(line.units)) },
            { head: 'Billed', numeric: true, cell: (line) => money(line.billedCents) },
            { head: 'Allowed', numeric: true, cell: (line) => money(line.allowedCents) },
            { head: 'Paid', numeric: true, cell: (line) => money(line.paidCents) },
            { head: 'Member', numeric: true, cell: (line) => money(line.memberCents) },
            { head: 'Denial reason', cell: (line) => line.denialCode && reasonWords(line.denialCode, telephone) },
          ]}
        />
      )}
      <AsOf time={time(claim.asOf, zone)} source="core system" />
    </>
  )
}

function codeOf(line: Line): string | null {
  if (!line.code) return null
  const system = line.codeSystem && (systemWords[line.codeSystem] ?? line.codeSystem)
  return [system, line.code, line.modifiers].filter(Boolean).join(' ')
}
