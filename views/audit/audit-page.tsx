import type { Child } from 'hono/jsx'
import { count, number, time } from '../format.ts'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Pager } from '../parts/pager.tsx'
import { type Filter, SearchFilters } from '../parts/search-filters.tsx'
import { Status } from '../parts/status.tsx'
import { type Column, Table } from '../parts/table.tsx'

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
  const { csrf, typed, errors = {}, kinds, rows, newest, older, zone } = props
  return (
    <>
      <ErrorSummary errors={errors} />
      <SearchFilters
        action="/staff/audit"
        csrf={csrf}
        summary="Search"
        button="Search"
        filters={filtersFor(kinds)}
        typed={typed}
        errors={errors}
        open={rows === null}
      />
      {rows?.length === 0 && <NoRows goesOn={older !== undefined} />}
      {rows && rows.length > 0 && (
        <Table caption="Rows of the audit log, the newest first" captionHidden rows={rows} columns={columnsIn(zone)} />
      )}
      {rows && (rows.length > 0 || older || newest) && <Way {...props} rows={rows} />}
    </>
  )
}

/** What the log may be searched by. */
function filtersFor(kinds: readonly string[]): Filter<keyof AuditPageProps['typed']>[] {
  return [
    { kind: 'text', name: 'person', label: 'Who did it', hint: 'E-mail address', inputmode: 'email' },
    {
      kind: 'text',
      name: 'memberNumber',
      label: 'Whose information was shown',
      hint: 'Member number',
      width: 'medium',
    },
    { kind: 'text', name: 'office', label: 'Office', hint: 'NPI, or its whole name' },
    {
      kind: 'choice',
      name: 'event',
      label: 'Kind',
      choices: kinds.map((kind) => ({ value: kind, label: kindWords(kind) })),
    },
    { kind: 'day', name: 'from', label: 'From' },
    { kind: 'day', name: 'to', label: 'To' },
  ]
}

function NoRows({ goesOn }: { goesOn: boolean }) {
  return (
    <Empty heading={goesOn ? 'No row fits so far' : 'No row fits'}>
      <p>
        {goesOn
          ? 'Older rows were not looked through yet.'
          : 'An e-mail address, a member number and an office’s name have to be whole.'}
      </p>
    </Empty>
  )
}

function columnsIn(zone: string): Column<Row>[] {
  return [
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
    { head: 'Page', long: true, cell: (row) => pageAndRecord(row) },
    { head: 'From', cell: (row) => [row.ip, row.device].filter(Boolean).join(', ') },
    { head: 'Clause', cell: (row) => row.clause },
  ]
}

/** How many rows these are, and the way to the others. */
function Way({ rows, looked, newest, older }: AuditPageProps & { rows: Row[] }) {
  const found = count(rows.length, 'row')
  const text =
    looked === undefined ? found : `${found} among ${number(looked)} that were looked through. Days narrow the search.`
  return (
    <Pager
      of="the audit log"
      text={text}
      newer={newest}
      newerLabel="Back to the newest"
      older={older}
      olderLabel={looked === undefined ? 'Older rows' : 'Look further back'}
    />
  )
}

/** The page's path, which may go on in the next line after each slash, and the record's id. */
function pageAndRecord({ page, record }: Row): Child {
  if (!page) return record
  const [first, ...rest] = page.split('/')
  return (
    <>
      {first}
      {rest.map((part) => (
        <>
          /<wbr />
          {part}
        </>
      ))}
      {record && ` ${record}`}
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
