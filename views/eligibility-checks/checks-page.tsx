import { count, day, number, time } from '../format.ts'
import { Button, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Pager } from '../parts/pager.tsx'
import { PurposeNotice } from '../parts/purpose-notice.tsx'
import { type Column, Table } from '../parts/table.tsx'
import { Textarea } from '../parts/textarea.tsx'
import type { CheckShown } from './words.ts'

type ChecksPageProps = {
  csrf: string
  typed?: { list: string; on: string; fileOn: string; name: string } | undefined
  errors?: FieldErrors | undefined
  /** The plan's day: the date of service unless another is typed. */
  today: string
  checks: CheckShown[]
  start: string | undefined
  older: string | undefined
  /** Rows that a list may have. */
  most: number
  keptDays: number
  zone: string
}

/** Asks for many members at once, from a pasted list or a file, and lists what the office asked before. */
export function ChecksPage(props: ChecksPageProps) {
  const { errors = {}, checks, keptDays } = props
  return (
    <div id="checks">
      <PurposeNotice />
      <ErrorSummary errors={errors} />
      <PastedList {...props} errors={errors} />
      <SentFile {...props} errors={errors} />
      <h2>Checks of your office</h2>
      <p>Everybody in your office who may look up members can open them. They are deleted after {keptDays} days.</p>
      {checks.length === 0 ? <Empty heading="No checks yet" /> : <Listed {...props} />}
    </div>
  )
}

type AskedProps = ChecksPageProps & { errors: FieldErrors }

function PastedList({ csrf, typed, errors, today, most }: AskedProps) {
  return (
    <Card heading="Check a list">
      <Form action="/eligibility-checks" csrf={csrf} region="checks">
        <Textarea
          name="list"
          label="Members, one on a line"
          hint={`A member number, or last name, first name and birth date, as your own system writes them: with commas, semicolons or tabs, with or without column names. ${number(most)} rows at most.`}
          value={typed?.list}
          error={errors.list}
          rows={8}
        />
        <Field
          name="on"
          label="Date of service"
          type="date"
          width="medium"
          value={typed?.on || today}
          error={errors.on}
        />
        <Field
          name="name"
          label="Name of this check"
          hint="To find it again, such as “Monday morning”. Nothing about members, please."
          value={typed?.name}
          error={errors.name}
          maxlength={60}
          optional
          autocomplete="off"
        />
        <Buttons>
          <Button>Check these members</Button>
        </Buttons>
      </Form>
    </Card>
  )
}

function SentFile({ csrf, typed, errors, today, most }: AskedProps) {
  return (
    <details class="search" open={Boolean(errors.scan ?? errors.fileOn)}>
      <summary>Or send a file</summary>
      <Form action="/eligibility-checks" csrf={csrf} region="checks" files>
        <Field
          name="fileOn"
          label="Date of service"
          type="date"
          width="medium"
          value={typed?.fileOn || today}
          error={errors.fileOn}
        />
        <Field
          name="scan"
          label="CSV file"
          hint={`${number(most)} rows at most. The file itself is not kept.`}
          type="file"
          accept=".csv,.txt,.tsv,text/csv,text/plain"
          error={errors.scan}
        />
        <Buttons>
          <Button>Check this file</Button>
        </Buttons>
      </Form>
    </details>
  )
}

function Listed({ checks, start, older, zone }: ChecksPageProps) {
  return (
    <>
      <Table caption="Checks, the newest first" captionHidden rows={checks} columns={columnsIn(zone)} />
      {(start ?? older) && (
        <Pager
          of="checks"
          text={count(checks.length, 'check')}
          newer={start}
          newerLabel="Back to the newest"
          older={older}
          olderLabel="Older checks"
        />
      )}
    </>
  )
}

function columnsIn(zone: string): Column<CheckShown>[] {
  return [
    {
      head: 'Checked',
      cell: ({ id, name, madeAt }) => (
        <a href={`/eligibility-checks/${id}`}>{name ? `${name}, ${time(madeAt, zone)}` : time(madeAt, zone)}</a>
      ),
    },
    { head: 'Date of service', short: true, cell: (one) => day(one.askedOn) },
    { head: 'By', cell: (one) => one.author },
    { head: 'Rows', numeric: true, cell: (one) => number(one.rows) },
    { head: 'Eligible', numeric: true, cell: (one) => number(one.eligible) },
    { head: 'Not eligible', numeric: true, cell: (one) => number(one.notEligible) },
    { head: 'Changed', numeric: true, cell: (one) => number(one.changed) },
    { head: 'No answer', numeric: true, cell: (one) => number(one.problems + one.unknown) },
  ]
}
