import { Button, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Select } from '../parts/choice.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Pager } from '../parts/pager.tsx'
import { Table } from '../parts/table.tsx'
import { reasonInWords, reasonWords } from './words.ts'

const PATH = '/staff/hidden-records'

export type HiddenPageProps = {
  csrf: string
  typed: { reason: string; type: string }
  recordId?: string | undefined
  errors?: FieldErrors | undefined
  /** null: what was typed could not be read. */
  records: readonly { type: string; sourceId: string; reason: string }[] | null
  text?: string | undefined
  start?: string | undefined
  more?: string | undefined
  reasons: readonly string[]
  types: readonly string[]
}

/** The records that could not be judged, by id and reason, and the question why one is hidden. */
export function HiddenPage(props: HiddenPageProps) {
  const { typed, errors = {}, records, text = '', start, more } = props
  const narrowed = typed.reason !== '' || typed.type !== ''
  return (
    <>
      <ErrorSummary errors={errors} />
      <p>
        Nobody sees these records, and this page has neither their codes nor their content. Each look at why is logged.
      </p>
      <Why {...props} errors={errors} />
      <h2>Records that can’t be judged</h2>
      <p>They are hidden until what is missing arrives, or the list knows their codes.</p>
      <Filter {...props} errors={errors} narrowed={narrowed} />
      {records?.length === 0 && (
        <Empty heading={narrowed ? 'No record fits' : 'Every record could be judged'}>
          <p>{narrowed ? 'Loosen the filter.' : 'Nothing is to be done here.'}</p>
        </Empty>
      )}
      {records && records.length > 0 && (
        <>
          <Table
            caption="Records that can’t be judged"
            captionHidden
            rows={records}
            columns={[
              { head: 'Record', long: true, cell: (one) => `${one.type}/${one.sourceId}` },
              { head: 'Reason', cell: (one) => reasonInWords(one.reason) },
            ]}
          />
          <Pager
            of="records"
            text={text}
            newer={start}
            newerLabel="Back to the first"
            older={more}
            olderLabel="More records"
          />
        </>
      )}
    </>
  )
}

type Asking = HiddenPageProps & { errors: FieldErrors }

function Why({ csrf, recordId, errors }: Asking) {
  return (
    <Card heading="Why is a record hidden?">
      <Form action={`${PATH}/explanation`} csrf={csrf}>
        <Field
          name="recordId"
          label="Id of the record"
          hint="As the core system has it: Claim/123, or 123 alone."
          value={recordId}
          error={errors.recordId}
          autocomplete="off"
          maxlength={200}
        />
        <Buttons>
          <Button>Tell me why</Button>
        </Buttons>
      </Form>
    </Card>
  )
}

function Filter({ csrf, typed, errors, reasons, types, narrowed }: Asking & { narrowed: boolean }) {
  return (
    <Form action={PATH} csrf={csrf} filters>
      <Select
        name="reason"
        label="Reason"
        choices={reasons.map((value) => ({ value, label: reasonWords[value] ?? value }))}
        value={typed.reason}
        error={errors.reason}
        optional
        empty="Any"
      />
      <Select
        name="type"
        label="Type"
        choices={types.map((value) => ({ value, label: value }))}
        value={typed.type}
        error={errors.type}
        optional
        empty="Any"
      />
      <Buttons>
        <Button kind="outline">Filter</Button>
        {narrowed && <a href={PATH}>Show all</a>}
      </Buttons>
    </Form>
  )
}
