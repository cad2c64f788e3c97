import { day } from '../format.ts'
import { Button, ButtonLink, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary } from '../parts/error-summary.tsx'
import { Facts } from '../parts/facts.tsx'
import { Form } from '../parts/form.tsx'
import { Table } from '../parts/table.tsx'
import { Textarea } from '../parts/textarea.tsx'
import { ReviewDue } from './documents-page.tsx'

export type DocumentPageProps = {
  csrf: string
  /** The page's own address, and that of any version by its id. */
  href: string
  versionHref: (id: string) => string
  dueOn: string
  isOverdue: boolean
  hasDraft: boolean
  versions: { id: string; version: number; publishedOn: string; by: string | null }[]
  reviews: { reviewedOn: string; note: string; by: string }[]
  note?: { typed: string; error: string } | undefined
}

/** One text: its versions, its reviews, and the way to the next version. */
export function DocumentPage(props: DocumentPageProps) {
  const { csrf, href, versionHref, dueOn, isOverdue, hasDraft, versions, reviews, note } = props
  const [inForce] = versions
  return (
    <>
      <ErrorSummary errors={{ note: note?.error }} />
      {inForce && (
        <Facts
          facts={[
            { label: 'In force', value: <a href={versionHref(inForce.id)}>Version {inForce.version}</a> },
            { label: 'Since', value: day(inForce.publishedOn) },
            { label: 'Review due', value: <ReviewDue dueOn={dueOn} isOverdue={isOverdue} /> },
          ]}
        />
      )}
      <Card heading="Versions">
        <Table
          caption="Published versions, the newest first"
          captionHidden
          rows={versions}
          columns={[
            { head: 'Version', cell: (one) => <a href={versionHref(one.id)}>Version {one.version}</a> },
            { head: 'Published', short: true, cell: (one) => day(one.publishedOn) },
            { head: 'By', cell: (one) => one.by ?? 'Came with the portal' },
          ]}
        />
        <Buttons>
          <ButtonLink href={`${href}/draft`}>{hasDraft ? 'Go on with the draft' : 'Write a new version'}</ButtonLink>
        </Buttons>
      </Card>
      <Card heading="Yearly review">
        {reviews.length === 0 ? (
          <Empty heading="Not reviewed yet">
            <p>Read the version in force. If it can stay, say so below; if not, write a new version.</p>
          </Empty>
        ) : (
          <Table
            caption="Reviews, the newest first"
            captionHidden
            rows={reviews}
            columns={[
              { head: 'Reviewed', short: true, cell: (one) => day(one.reviewedOn) },
              { head: 'By', cell: (one) => one.by },
              { head: 'Note', cell: (one) => one.note },
            ]}
          />
        )}
        <Form action={`${href}/reviews`} csrf={csrf}>
          <Textarea
            name="note"
            label="What was looked at, and what came of it"
            value={note?.typed}
            error={note?.error}
            maxlength={2000}
          />
          <Buttons>
            <Button>Record the review</Button>
          </Buttons>
        </Form>
      </Card>
    </>
  )
}
