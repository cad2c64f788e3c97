import { count, number, time } from '../format.ts'
import { Button, Buttons } from '../parts/button.tsx'
import { Select } from '../parts/choice.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Pager } from '../parts/pager.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'

type Row = {
  seq: number
  at: number
  event: string
  email: string | null
  subjectEmail: string | null
  office: string | null
  memberNumber: string | null
  members: number
  page: string | null
  record: string | null
  ip: string | null
  device: string | null
  clause: string | null
  withheld: number
}

export type AuditPageProps = {
  csrf: string
  typed: { person: string; office: string; memberNumber: string; event: string; from: string; to: string }
  errors?: FieldErrors
  kinds: readonly string[]
  /** null: the search could not be read. */
  rows: Row[] | null
  /** So many rows were looked through, and there are older ones: where no index has just those that fit. */
  looked?: number | undefined
  newest?: string | undefined
  older?: string | undefined
  zone: string
}

/** Who did what, and whose information they saw: the log's rows as they are, the newest first. */
export function AuditPage(props: AuditPageProps) {
  const { csrf, typed, errors = {}, kinds, rows, looked, newest, older, zone } = props
  const narrowed = Object.values(typed).some((value) => value !== '')
  return (
    <>
      <ErrorSummary errors={errors} />
      <details class="search" open={narrowed || rows === null}>
        <summary>Search</summary>
        <Form action="/staff/audit" csrf={csrf} filters>
          <Field
            name="person"
            label="Who did it"
            hint="E-mail address"
            value={typed.person}
            error={errors.person}
            optional
            autocomplete="off"
            inputmode="email"
          />
          <Field
            name="memberNumber"
            label="Whose information was shown"
            hint="Member number"
            value={typed.memberNumber}
            error={errors.memberNumber}
            optional
            autocomplete="off"
            width="medium"
          />
          <Field
            name="office"
            label="Office"
            hint="NPI, or its whole name"
            value={typed.office}
            error={errors.office}
            optional
            autocomplete="off"
          />
          <Select
            name="event"
            label="Kind"
            value={typed.event}
            error={errors.event}
            optional
            empty="Any"
            choices={kinds.map((kind) => ({ value: kind, label: kindWords(kind) }))}
          />
          <Field name="from" label="From" type="date" value={typed.from} error={errors.from} optional width="medium" />
          <Field name="to" label="To" type="date" value={typed.to} error={errors.to} optional width="medium" />
          <Buttons>
            <Button>Search</Button>
            {narrowed && <a href="/staff/audit">Show all</a>}
          </Buttons>
        </Form>
      </details>
      {rows?.length === 0 && (
        <Empty heading={older ? 'No row fits so far' : 'No row fits'}>
          <p>
            {older
              ? 'Older rows were not looked through yet.'
              : 'An e-mail address, a member number and an office’s name have to be whole.'}
          </p>
        </Empty>
      )}
      {rows && rows.length > 0 && (
        <>
          <Table
            caption="Rows of the audit log, the newest first"
            captionHidden
            rows={rows}
            columns={[
              { head: 'When', short: true, cell: (row) => time(row.at, zone) },
              { head: 'Who', long: true, cell: (row) => row.email },
              {
                head: 'What',
                cell: (row) => (
                  <>
                    {kindWords(row.event)} {row.withheld ? <Status feeling="bad" word="withheld" /> : null}
                  </>
                ),
              },
              { head: 'Whose', long: true, cell: (row) => whose(row) },
              { head: 'Office', cell: (row) => row.office },
              { head: 'Page', long: true, cell: (row) => [row.page, row.record].filter(Boolean).join(' ') },
              { head: 'From', cell: (row) => [row.ip, row.device].filter(Boolean).join(', ') },
              { head: 'Clause', cell: (row) => row.clause },
            ]}
          />
        </>
      )}
      {rows && (rows.length > 0 || older || newest) && (
        <Pager
          of="the audit log"
          text={
            looked === undefined
              ? count(rows.length, 'row')
              : `${count(rows.length, 'row')} among ${number(looked)} that were looked through. Days narrow the search.`
          }
          newer={newest}
          newerLabel="Back to the newest"
          older={older}
          olderLabel={looked === undefined ? 'Older rows' : 'Look further back'}
        />
      )}
    </>
  )
}

function kindWords(event: string): string {
  return event.replaceAll(/[._]/g, ' ')
}

function whose(row: Row): string | null {
  if (row.memberNumber) return `Member ${row.memberNumber}`
  if (row.members > 0) return count(row.members, 'member')
  return row.subjectEmail
}
