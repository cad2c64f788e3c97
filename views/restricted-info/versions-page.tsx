import { number, onThisPage, time } from '../format.ts'
import { Empty } from '../parts/empty.tsx'
import { Pager } from '../parts/pager.tsx'
import { Table } from '../parts/table.tsx'

type Version = {
  version: number
  madeAt: number
  source: string
  reason: string
  added: number
  ended: number
  draftedBy: string | null
  signedBy: string | null
}

type VersionsPageProps = {
  versions: readonly Version[]
  zone: string
  start: string | undefined
  more: string | undefined
}

/** Every version of the list, the newest first. */
export function VersionsPage({ versions, zone, start, more }: VersionsPageProps) {
  if (versions.length === 0) {
    return (
      <Empty heading="No version yet">
        <p>The first one comes with the portal’s installation, or from a draft.</p>
      </Empty>
    )
  }
  return (
    <>
      <Table
        caption="Versions, the newest first"
        captionHidden
        rows={versions}
        columns={[
          {
            head: 'Version',
            short: true,
            cell: (one) => <a href={`/staff/restricted-codes/versions/${one.version}`}>Version {one.version}</a>,
          },
          { head: 'Published', cell: (one) => time(one.madeAt, zone) },
          { head: 'Drafted by', long: true, cell: (one) => one.draftedBy ?? `By command: ${one.source}` },
          { head: 'Signed by', cell: (one) => one.signedBy },
          { head: 'Added', numeric: true, cell: (one) => number(one.added) },
          { head: 'Ended', numeric: true, cell: (one) => number(one.ended) },
          { head: 'Why', long: true, cell: (one) => one.reason },
        ]}
      />
      <Pager
        of="versions"
        text={onThisPage(versions.length, 'version', start ?? more)}
        newer={start}
        newerLabel="Back to the newest"
        older={more}
      />
    </>
  )
}
