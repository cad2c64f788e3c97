import type { Filter } from '../../src/eligibility-checks/check.ts'
import { count, day, dayAt, days, money, number, time, UNKNOWN } from '../format.ts'
import { Button, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Empty } from '../parts/empty.tsx'
import { Facts } from '../parts/facts.tsx'
import { Form } from '../parts/form.tsx'
import { Pager } from '../parts/pager.tsx'
import { PurposeChoice } from '../parts/purpose-choice.tsx'
import { PurposeNotice } from '../parts/purpose-notice.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { ProgressCard } from './progress-card.tsx'
import {
  changesOf,
  type CheckShown,
  filterWords,
  memberOf,
  problemOf,
  type RowShown,
  standing,
  typedOf,
} from './words.ts'

type CheckPageProps = {
  csrf: string
  check: CheckShown
  rows: RowShown[]
  filter: Filter
  /** Each filter with its address. */
  filters: { name: Filter; href: string }[]
  page: number
  start: string | undefined
  more: string | undefined
  mayDiscard: boolean
  keptDays: number
  purposeMissing: boolean
  zone: string
}

/** A check as it was answered then: how the members stood, and what was different from the time before. */
export function CheckPage(props: CheckPageProps) {
  const { csrf, check, filter, filters, keptDays, zone } = props
  const { answered, rows } = check
  return (
    <div id="check">
      <PurposeNotice />
      {answered < rows && <ProgressCard csrf={csrf} id={check.id} answered={answered} rows={rows} />}
      <Facts
        facts={[
          { label: 'Date of service', value: day(check.askedOn) },
          { label: 'Checked', value: time(check.madeAt, zone) },
          { label: 'By', value: check.author },
          { label: 'Eligible', value: number(check.eligible) },
          { label: 'Not eligible', value: number(check.notEligible) },
          { label: 'Not known', value: number(check.unknown) },
          { label: 'Changed', value: number(check.changed) },
          { label: 'No answer', value: number(check.problems) },
        ]}
      />
      <p>
        This is what the core system said then. A member’s name leads to what it says today. The check is deleted{' '}
        {keptDays} days after it was made.
      </p>
      <nav aria-label="Which rows">
        <ul class="legend">
          {filters.map(({ name, href }) => (
            <li>
              <a href={href} aria-current={name === filter ? 'true' : undefined}>
                {name === filter ? <strong>{filterWords[name]}</strong> : filterWords[name]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <Rows {...props} />
      <Export {...props} />
      <Card heading="Check these members again">
        <p>The same list is asked for today’s date, and kept as a new check.</p>
        <Form action={`/eligibility-checks/${check.id}/repetition`} csrf={csrf} region="check">
          <Button kind="outline">Check again</Button>
        </Form>
      </Card>
      {props.mayDiscard && (
        <details class="search">
          <summary>Discard this check</summary>
          <p>It is gone for everybody in your office, at once. Who looked at it stays recorded.</p>
          <Form action={`/eligibility-checks/${check.id}/removal`} csrf={csrf}>
            <Button kind="danger">Discard</Button>
          </Form>
        </details>
      )}
    </div>
  )
}

function Rows({ rows, filter, page, start, more, zone }: CheckPageProps) {
  if (rows.length === 0) return <Empty heading={filter === 'changed' ? 'Nothing changed' : 'There are none of these'} />
  return (
    <>
      <Table
        caption="Members in the order of the list"
        captionHidden
        rows={rows}
        columns={[
          { head: 'Member', cell: (row) => <Member row={row} /> },
          { head: 'Status', cell: (row) => <Standing row={row} zone={zone} /> },
          { head: 'Plan', cell: (row) => row.answer && <Plan row={row} /> },
          { head: 'Provider, network', cell: (row) => joined([row.pcpName, row.network]) },
          { head: 'Copayment', numeric: true, cell: (row) => money(row.copayCents) },
          { head: 'Since the last check', cell: (row) => row.answer && <Since row={row} zone={zone} /> },
        ]}
      />
      {(start ?? more) && (
        <Pager
          of="members"
          text={`Page ${number(page)}, ${count(rows.length, 'row')}`}
          newer={start}
          newerLabel="Back to the beginning"
          older={more}
          olderLabel="More rows"
        />
      )}
    </>
  )
}

/** Whom the row found, and what was typed for it. */
function Member({ row }: { row: RowShown }) {
  const name = memberOf(row)
  return (
    <span>
      {name && row.memberId ? (
        <>
          <a href={`/members/${row.memberId}`}>{name}</a> <small>{row.number}</small>
          <br />
        </>
      ) : null}
      <small>{`Line ${row.line}: ${typedOf(row) || 'empty'}`}</small>
    </span>
  )
}

function Standing({ row, zone }: { row: RowShown; zone: string }) {
  const { word, feeling } = standing(row)
  const below = problemOf(row) ?? (row.asOf === null ? null : `As of ${time(row.asOf, zone)}`)
  return (
    <span>
      <Status feeling={feeling} word={word} /> {below && <small>{below}</small>}
    </span>
  )
}

function Plan({ row }: { row: RowShown }) {
  const effective = days(row.startsOn, row.endsOn)
  return (
    <span>
      {joined([row.planName, row.product]) ?? 'No coverage on record'}{' '}
      {effective !== UNKNOWN && <small>{effective}</small>}
    </span>
  )
}

function Since({ row, zone }: { row: RowShown; zone: string }) {
  if (row.checkedBeforeAt === null) return <>First check</>
  const changes = changesOf(row)
  const when = dayAt(row.checkedBeforeAt, zone)
  if (changes.length === 0) return <>Nothing changed since {when}</>
  return (
    <span>
      <Status feeling="waiting" word="Changed" /> <small>{`${changes.join('; ')}. Last checked ${when}.`}</small>
    </span>
  )
}

function joined(parts: readonly (string | null)[]): string | null {
  return parts.filter(Boolean).join(', ') || null
}

function Export({ check, purposeMissing }: CheckPageProps) {
  return (
    <Card heading="Save as a file" id="export">
      <form class="form" method="get" action={`/eligibility-checks/${check.id}/export`} novalidate>
        <PurposeChoice
          label="For what do you need it as a file?"
          isMissing={purposeMissing}
          where="stands in the file"
        />
        <Buttons>
          <Button kind="outline">Save all rows as CSV</Button>
        </Buttons>
      </form>
    </Card>
  )
}
