import { count, time } from '../format.ts'
import { ButtonLink, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import type { Choice } from '../parts/choice.tsx'
import { Empty } from '../parts/empty.tsx'
import { Facts } from '../parts/facts.tsx'
import { Pager } from '../parts/pager.tsx'
import { Consequences, type Shown } from './consequences.tsx'
import { type ListRow, namesOf, Rows } from './rows.tsx'

type VersionPageProps = {
  version: {
    madeAt: number
    source: string
    reason: string
    added: number
    ended: number
    draftedBy: string | null
    signedBy: string | null
    on: readonly string[]
  }
  /** null: it was published without a dry run. */
  consequences: readonly Shown[] | null
  rows: readonly (ListRow & { change: 'added' | 'ended' })[]
  zone: string
  href: string
  seesRecords: boolean
  start: string | undefined
  more: string | undefined
  categories: Choice[]
}

/** One version: who, when and why, what changed, and what that did. */
export function VersionPage(props: VersionPageProps) {
  const { version, consequences, rows, zone, href, seesRecords, start, more, categories } = props
  const names = namesOf(categories)
  return (
    <>
      <Facts
        facts={[
          { label: 'Published', value: time(version.madeAt, zone) },
          { label: 'Drafted by', value: version.draftedBy ?? `By command: ${version.source}` },
          { label: 'Signed by', value: version.signedBy },
          { label: 'Adds', value: count(version.added, 'row') },
          { label: 'Ends', value: count(version.ended, 'row') },
          ...version.on.map((one) => ({ label: names[one] ?? one, value: 'on' })),
        ]}
      />
      <p>Why: {version.reason}</p>
      <Buttons>
        <ButtonLink href={`${href}/export`} kind="outline">
          Export the whole list (CSV)
        </ButtonLink>
      </Buttons>
      <Card heading="What it did to the stored records">
        {consequences ? <Consequences found={consequences} /> : <p>It was published by command, without a dry run.</p>}
        {seesRecords && (
          <p>
            <a href={`${href}/records`}>The records, by their ids</a>
          </p>
        )}
      </Card>
      <Card heading="What it changed">
        {rows.length === 0 ? (
          <Empty heading="No rows">
            <p>It added none and ended none.</p>
          </Empty>
        ) : (
          <>
            <Rows
              caption="Rows that this version added and ended"
              rows={rows}
              names={names}
              more={{ head: 'Change', cell: (row) => (row.change === 'added' ? 'Added' : 'Ended') }}
            />
            <Pager
              of="changes"
              text={count(version.added + version.ended, 'change')}
              newer={start}
              newerLabel="Back to the first"
              older={more}
              olderLabel="More changes"
            />
          </>
        )}
      </Card>
    </>
  )
}
