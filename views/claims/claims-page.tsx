import { day, money, number, time } from '../format.ts'
import { AsOf } from '../parts/as-of.tsx'
import { Button, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Select } from '../parts/choice.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Pager } from '../parts/pager.tsx'
import { PurposeChoice } from '../parts/purpose-choice.tsx'
import { PurposeNotice } from '../parts/purpose-notice.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
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
  const { csrf, typed, errors = {}, statuses, providers, claims, text = '', start, older, take, zone } = props
  const asOf = claims?.length ? Math.max(...claims.map((claim) => claim.asOf)) : undefined
  const narrowed = Object.values(typed).some((value) => value !== '')
  return (
    <>
      <PurposeNotice />
      <ErrorSummary errors={errors} />
      <details class="search" open={narrowed || claims === null}>
        <summary>Find a claim</summary>
        <Form action="/claims" csrf={csrf} filters>
          <Field
            name="number"
            label="Claim number"
            value={typed.number}
            error={errors.number}
            optional
            autocomplete="off"
            width="medium"
          />
          <Field
            name="memberNumber"
            label="Member number"
            value={typed.memberNumber}
            error={errors.memberNumber}
            optional
            autocomplete="off"
            width="medium"
          />
          {providers.length > 0 && (
            <Select
              name="provider"
              label="Provider"
              value={typed.provider}
              error={errors.provider}
              optional
              empty="Any"
              choices={providers.map(({ id, name, npi }) => ({
                value: String(id),
                label: npi ? `${name} (NPI ${npi})` : name,
              }))}
            />
          )}
          <Field
            name="from"
            label="Service from"
            type="date"
            value={typed.from}
            error={errors.from}
            optional
            width="medium"
          />
          <Field name="to" label="Service to" type="date" value={typed.to} error={errors.to} optional width="medium" />
          <Select
            name="status"
            label="Status"
            value={typed.status}
            error={errors.status}
            optional
            empty="Any"
            choices={statuses.map((value) => ({
              value,
              label: statusWords[value]?.word ?? value,
            }))}
          />
          <Buttons>
            <Button>Find</Button>
            {narrowed && <a href="/claims">Show all</a>}
          </Buttons>
        </Form>
      </details>
      {claims?.length === 0 && (
        <Empty heading={narrowed ? 'No claim fits' : 'No claims yet'}>
          <p>
            {narrowed
              ? 'Loosen the search: a number has to be whole.'
              : 'Claims appear here once the core system has sent them.'}
          </p>
        </Empty>
      )}
      {claims && claims.length > 0 && (
        <>
          <Table
            caption="Claims, the newest service first"
            captionHidden
            rows={claims}
            columns={[
              { head: 'Claim', short: true, cell: (claim) => <a href={`/claims/${claim.id}`}>{claim.number}</a> },
              { head: 'Service', short: true, cell: (claim) => day(claim.servicedFrom) },
              { head: 'Member', cell: (claim) => [claim.lastName, claim.firstName].filter(Boolean).join(', ') },
              { head: 'Provider', cell: (claim) => claim.providerName },
              { head: 'Billed', numeric: true, cell: (claim) => money(claim.billedCents) },
              { head: 'Paid', numeric: true, cell: (claim) => money(claim.paidCents) },
              {
                head: 'Status',
                cell: (claim) => (
                  <Status
                    feeling={statusWords[claim.status]?.feeling ?? 'neutral'}
                    word={statusWords[claim.status]?.word ?? claim.status}
                  />
                ),
              },
            ]}
          />
          <Pager
            of="claims"
            text={text}
            newer={start}
            newerLabel="Back to the newest"
            older={older}
            olderLabel="Older claims"
          />
          {asOf !== undefined && <AsOf time={time(asOf, zone)} source="core system" />}
          {take && <TakeForm {...take} />}
        </>
      )}
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
