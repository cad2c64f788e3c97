import { day } from '../format.ts'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'

/** A text in the list: what is in force, and when its yearly review is due (II.I). */
export type ListedText = {
  href: string
  title: string
  version: number
  publishedOn: string
  dueOn: string
  isOverdue: boolean
  hasDraft: boolean
}

/** The texts that staff maintain. */
export function DocumentsPage(props: { texts: ListedText[] }) {
  return (
    <>
      <p class="lead">Each text is in force in its newest published version, and is reviewed every year.</p>
      <Table
        caption="Texts, with the version in force and the next review"
        captionHidden
        rows={props.texts}
        columns={[
          { head: 'Text', cell: (text) => <a href={text.href}>{text.title}</a> },
          { head: 'In force', short: true, cell: (text) => `Version ${text.version}` },
          { head: 'Since', short: true, cell: (text) => day(text.publishedOn) },
          { head: 'Review due', cell: (text) => <ReviewDue {...text} /> },
          { head: 'Draft', cell: (text) => (text.hasDraft ? 'Being written' : 'None') },
        ]}
      />
    </>
  )
}

/** When the next review is due; flagged once the day is past. */
export function ReviewDue(props: { dueOn: string; isOverdue: boolean }) {
  return (
    <>
      {day(props.dueOn)} {props.isOverdue && <Status feeling="bad" word="Overdue" />}
    </>
  )
}
