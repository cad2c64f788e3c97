import { day, money, number, time } from '../format.ts'
import { AsOf } from '../parts/as-of.tsx'
import { Button, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Pager } from '../parts/pager.tsx'
import { PurposeChoice } from '../parts/purpose-choice.tsx'
import { PurposeNotice } from '../parts/purpose-notice.tsx'
import { type Filter, isNarrowed, SearchFilters } from '../parts/search-filters.tsx'
import { Status } from '../parts/status.tsx'
import { type Column, Table } from '../parts/table.tsx'
import { statusWords } from './words.ts'

export type ClaimRow = {
  id: string
  number: string
  status: string
  servicedFrom: string | null
  billedCents: number | null
  paidCents: number | null
  lastName: string | null
  firstName: string | null
  providerName: string | null
  asOf: number
}

export type ClaimsPageProps = {
  csrf: string
  zone: string
  typed: { number: string; memberNumber: string; provider: string; from: string; to: string; status: string }
  errors?: FieldErrors
  /** The statuses to choose from. */
  statuses: readonly string[]
  /** The providers to choose from. */
  providers: readonly { id: number; name: string; npi: string | null }[]
  /** null: the filters could not be read, so nothing was looked up. */
  claims: ClaimRow[] | null
  text?: string
  start?: string | undefined
  older?: string | undefined
  /** The way to take the list away as a file; `cut`: so many of it are all that one file takes. */
  take?: { sealed: string; cut: number | undefined; purposeMissing: boolean } | undefined
}

/** The office's claims, a page at a time, narrowed by what is known of one. */
export function ClaimsPage(props: ClaimsPageProps) {
  const { csrf, typed, errors = {}, claims, take } = props
  return (
    <>
      <PurposeNotice />
      <ErrorSummary
        errors={take?.purposeMissing ? { ...errors, purpose: 'Choose what you need the list for.' } : errors}
      />
      <SearchFilters
        action="/claims"
        csrf={csrf}
        summary="Find a claim"
        button="Find"
        filters={filtersFor(props)}
        typed={typed}
        errors={errors}
        open={claims === null}
      />
      {claims?.length === 0 && <NoClaims narrowed={isNarrowed(typed)} />}
      {claims && claims.length > 0 && <Found {...props} claims={claims} />}
    </>
  )
}

type Typed = ClaimsPageProps['typed']

/** What the list may be narrowed by; a provider only where there are some to choose from. */
function filtersFor({ providers, statuses }: ClaimsPageProps): Filter<keyof Typed>[] {
  const byProvider: Filter<keyof Typed> = {
    kind: 'choice',
    name: 'provider',
    label: 'Provider',
    choices: providers.map(({ id, name, npi }) => ({
      value: String(id),
      label: npi ? `${name} (NPI ${npi})` : name,
    })),
  }
  return [
    { kind: 'text', name: 'number', label: 'Claim number', width: 'medium' },
    { kind: 'text', name: 'memberNumber', label: 'Member number', width: 'medium' },
    ...(providers.length > 0 ? [byProvider] : []),
    { kind: 'day', name: 'from', label: 'Service from' },
    { kind: 'day', name: 'to', label: 'Service to' },
    {
      kind: 'choice',
      name: 'status',
      label: 'Status',
      choices: statuses.map((value) => ({ value, label: statusWords[value]?.word ?? value })),
    },
  ]
}

function NoClaims({ narrowed }: { narrowed: boolean }) {
  return (
    <Empty heading={narrowed ? 'No claim fits' : 'No claims yet'}>
      <p>
        {narrowed
          ? 'Loosen the search: a number has to be whole.'
          : 'Claims appear here once the core system has sent them.'}
      </p>
    </Empty>
  )
}

const columns: Column<ClaimRow>[] = [
  { head: 'Claim', short: true, cell: (claim) => <a href={`/claims/${claim.id}`}>{claim.number}</a> },
  { head: 'Service', short: true, cell: (claim) => day(claim.servicedFrom) },
  { head: 'Member', cell: (claim) => [claim.lastName, claim.firstName].filter(Boolean).join(', ') },
  { head: 'Provider', cell: (claim) => claim.providerName },
  { head: 'Billed', numeric: true, cell: (claim) => money(claim.billedCents) },
  { head: 'Paid', numeric: true, cell: (claim) => money(claim.paidCents) },
  { head: 'Status', cell: (claim) => <ClaimStatus status={claim.status} /> },
]

function ClaimStatus({ status }: { status: string }) {
  const words = statusWords[status]
  return <Status feeling={words?.feeling ?? 'neutral'} word={words?.word ?? status} />
}

/** The claims of a page, the way to the others, and as of when. */
function Found(props: ClaimsPageProps & { claims: ClaimRow[] }) {
  const { claims, text = '', start, older, take, zone } = props
  return (
    <>
      <Table caption="Claims, the newest service first" captionHidden rows={claims} columns={columns} />
      <Pager
        of="claims"
        text={text}
        newer={start}
        newerLabel="Back to the newest"
        older={older}
        olderLabel="Older claims"
      />
      <AsOf time={time(Math.max(...claims.map(({ asOf }) => asOf)), zone)} source="core system" />
      {take && <TakeForm {...take} />}
    </>
  )
}

/** Takes the whole list, as it is narrowed, for a purpose (II.D). */
function TakeForm({ sealed, cut, purposeMissing }: NonNullable<ClaimsPageProps['take']>) {
  return (
    <Card heading="Take the list with you" id="take">
      {cut !== undefined && (
        <p>{`One file takes ${number(cut)} claims, the newest. Narrow the list by days to take the others.`}</p>
      )}
      <form class="form" method="get" action="/claims/export" novalidate>
        <input type="hidden" name="s" value={sealed} />
        <PurposeChoice label="For what do you need it?" isMissing={purposeMissing} where="stands in the file" />
        <Buttons>
          <Button kind="outline">Download as CSV</Button>
        </Buttons>
      </form>
    </Card>
  )
}
