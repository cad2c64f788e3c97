import { day, money } from '../format.ts'
import { Button, Buttons } from '../parts/button.tsx'
import { Select } from '../parts/choice.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Pager } from '../parts/pager.tsx'
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
}

export type ClaimsPageProps = {
  csrf: string
  typed: { number: string; memberNumber: string; from: string; to: string; status: string }
  errors?: FieldErrors
  /** The statuses to choose from. */
  statuses: readonly string[]
  /** null: the filters could not be read, so nothing was looked up. */
  claims: ClaimRow[] | null
  text?: string
  start?: string | undefined
  older?: string | undefined
}

/** The office's claims, a page at a time, narrowed by what is known of one. */
export function ClaimsPage(props: ClaimsPageProps) {
  const { csrf, typed, errors = {}, statuses, claims, text = '', start, older } = props
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
        </>
      )}
    </>
  )
}
