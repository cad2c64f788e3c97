import { number, time } from '../format.ts'
import { Empty } from '../parts/empty.tsx'
import { Pager } from '../parts/pager.tsx'
import { type Column, Table } from '../parts/table.tsx'
import {
  type ActShown,
  type AreaShown,
  areaWords,
  eventWords,
  type MemberShown,
  type RecordShown,
} from './report-words.ts'

type Reached = { times: number; firstAt: number; lastAt: number }

function often<Row extends Reached>(zone: string): Column<Row>[] {
  return [
    { head: 'Times', numeric: true, cell: (row) => number(row.times) },
    { head: 'First', short: true, cell: (row) => time(row.firstAt, zone) },
    { head: 'Last', short: true, cell: (row) => time(row.lastAt, zone) },
  ]
}

/** The areas of the portal that were reached. */
export function AreasReached(props: { areas: readonly AreaShown[]; zone: string }) {
  return (
    <Table
      caption="Areas that were reached"
      captionHidden
      rows={props.areas}
      columns={[
        { head: 'Area', cell: (area) => areaWords(area.page) },
        { head: 'What', cell: (area) => eventWords(area.event) },
        ...often<AreaShown>(props.zone),
      ]}
    />
  )
}

/** What else the log has: sign-ins, and changes. */
export function ActsRecorded(props: { acts: readonly ActShown[]; zone: string }) {
  return (
    <Table
      caption="What else was recorded"
      captionHidden
      rows={props.acts}
      columns={[{ head: 'What', cell: (act) => eventWords(act.event) }, ...often<ActShown>(props.zone)]}
    />
  )
}

/** Records that were opened, by their ids: whoever decides this reads no members' information (II.C). */
export function RecordsReached(props: { records: readonly RecordShown[]; zone: string; more?: string | undefined }) {
  const { records, zone, more } = props
  if (records.length === 0) return <Empty heading="No record was opened" />
  return (
    <>
      <Table
        caption="Records that were opened, in the order they were"
        captionHidden
        rows={records}
        columns={[
          { head: 'Record', long: true, cell: (one) => one.record },
          { head: 'Member', long: true, cell: (one) => one.member },
          { head: 'Area', cell: (one) => areaWords(one.page) },
          ...often<RecordShown>(zone),
        ]}
      />
      {more && <Pager of="records" text="" older={more} olderLabel="More records" />}
    </>
  )
}

/** Members whose information was shown, in records and in lists, by their ids. */
export function MembersReached(props: { members: readonly MemberShown[]; zone: string; more?: string | undefined }) {
  const { members, zone, more } = props
  if (members.length === 0) return <Empty heading="No member’s information was shown" />
  return (
    <>
      <Table
        caption="Members whose information was shown"
        captionHidden
        rows={members}
        columns={[{ head: 'Member', long: true, cell: (one) => one.member }, ...often<MemberShown>(zone)]}
      />
      {more && <Pager of="members" text="" older={more} olderLabel="More members" />}
    </>
  )
}
