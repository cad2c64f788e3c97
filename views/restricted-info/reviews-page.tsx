import { day, onThisPage } from '../format.ts'
import { Banner } from '../parts/banner.tsx'
import { Button, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Checkbox, type Choice } from '../parts/choice.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Facts } from '../parts/facts.tsx'
import { Form } from '../parts/form.tsx'
import { Hidden } from '../parts/hidden.tsx'
import { Pager } from '../parts/pager.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { Textarea } from '../parts/textarea.tsx'
import { type ListRow, namesOf, Rows } from './rows.tsx'

export type ReviewsPageProps = {
  csrf: string
  lastOn: string | null
  overdueOn: string | null
  isOverdue: boolean
  since: number
  version: number
  rows: readonly (ListRow & { change: 'added' | 'ended'; version: number })[]
  start: string | undefined
  more: string | undefined
  reviews: readonly { reviewedOn: string; by: string; since: number; version: number; note: string }[]
  maySign: boolean
  categories: Choice[]
  note?: string | undefined
  errors: FieldErrors
  /** Another version or review came first. */
  meanwhile?: boolean | undefined
}

/** What came and went since the last review, and the attestation (III.I.3). */
export function ReviewsPage(props: ReviewsPageProps) {
  const { lastOn, overdueOn, isOverdue, version, maySign, errors, meanwhile } = props
  return (
    <>
      {meanwhile && (
        <Banner kind="warning" heading="The list or its review changed meanwhile" focus>
          <p>Nothing is recorded yet. Look at what stands here now, then attest to it.</p>
        </Banner>
      )}
      <ErrorSummary errors={errors} />
      <Facts
        facts={[
          { label: 'In force', value: version > 0 ? `Version ${version}` : 'none yet' },
          { label: 'Last reviewed', value: lastOn ? day(lastOn) : 'never' },
          {
            label: 'Overdue on',
            value: (
              <>
                {day(overdueOn)} {isOverdue && <Status feeling="bad" word="Overdue" />}
              </>
            ),
          },
        ]}
      />
      <Changes {...props} />
      {maySign && version > 0 && <Attest {...props} />}
      <Reviews {...props} />
    </>
  )
}

function Changes({ since, rows, start, more, categories }: ReviewsPageProps) {
  return (
    <Card heading={since > 0 ? `Changes since version ${since}` : 'Changes since the list began'}>
      {rows.length === 0 ? (
        <Empty heading="Nothing was added or ended">
          <p>The review is recorded all the same.</p>
        </Empty>
      ) : (
        <>
          <Rows
            caption="Rows added and ended since the last review"
            rows={rows}
            names={namesOf(categories)}
            more={{
              head: 'Change',
              cell: (row) => `${row.change === 'added' ? 'Added' : 'Ended'} by version ${row.version}`,
            }}
          />
          <Pager
            of="changes"
            text={onThisPage(rows.length, 'change', start ?? more)}
            newer={start}
            newerLabel="Back to the first"
            older={more}
            olderLabel="More changes"
          />
        </>
      )}
    </Card>
  )
}

function Reviews({ reviews }: ReviewsPageProps) {
  return (
    <Card heading="Reviews">
      {reviews.length === 0 ? (
        <Empty heading="Not reviewed yet">
          <p>The privacy office attests to the list every month.</p>
        </Empty>
      ) : (
        <Table
          caption="Reviews, the newest first"
          captionHidden
          rows={reviews}
          columns={[
            { head: 'Reviewed', short: true, cell: (one) => day(one.reviewedOn) },
            { head: 'By', cell: (one) => one.by },
            {
              head: 'Versions',
              cell: (one) => (one.since === one.version ? `${one.version}` : `${one.since + 1} to ${one.version}`),
            },
            { head: 'Note', cell: (one) => one.note },
          ]}
        />
      )}
    </Card>
  )
}

function Attest({ csrf, since, version, note, errors }: ReviewsPageProps) {
  return (
    <Card heading="Attest">
      <Form action="/staff/restricted-codes/reviews" csrf={csrf}>
        <Hidden fields={{ since: String(since), version: String(version) }} />
        <Textarea
          name="note"
          label="What was looked at, and what came of it"
          value={note}
          error={errors.note}
          maxlength={2000}
        />
        <Checkbox
          name="attests"
          label="I have reviewed what was added to the list and what was ended since the last review."
          error={errors.attests}
        />
        <Buttons>
          <Button>Record the review</Button>
        </Buttons>
      </Form>
    </Card>
  )
}
