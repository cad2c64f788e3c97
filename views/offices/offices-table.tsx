import { day } from '../format.ts'
import { type Feeling, Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'

/** An office in a list. */
export type OfficeInList = {
  id: string
  name: string
  city: string | null
  state: string | null
  npi: string | null
  accessOn: string | null
  suspendedAt: number | null
  terminatedOn: string | null
  isReinstated: 0 | 1
  loas: number
  invited: number
}

/** Offices with where they stand. */
export function OfficesTable(props: { caption: string; offices: readonly OfficeInList[] }) {
  return (
    <Table
      caption={props.caption}
      captionHidden
      rows={props.offices}
      columns={[
        { head: 'Office', cell: (one) => <a href={`/staff/offices/${one.id}`}>{one.name}</a> },
        { head: 'Place', cell: (one) => [one.city, one.state].filter(Boolean).join(', ') },
        { head: 'NPI', short: true, cell: (one) => one.npi },
        { head: 'Access', cell: (one) => <OfficeStatus office={one} /> },
        { head: 'From', short: true, cell: (one) => (one.terminatedOn ? null : day(one.accessOn)) },
        { head: 'LOAs', cell: (one) => loaWords(one) },
      ]}
    />
  )
}

function loaWords({ loas, invited }: OfficeInList): string {
  if (loas > 0) return String(loas)
  return invited > 0 ? 'None yet, invited' : 'None'
}

type Standing = Pick<OfficeInList, 'accessOn' | 'suspendedAt' | 'terminatedOn' | 'isReinstated'>

/** Where an office stands, in a word or two. */
export function OfficeStatus({ office }: { office: Standing }) {
  const [feeling, word] = statusOf(office)
  return <Status feeling={feeling} word={word} />
}

function statusOf({ accessOn, suspendedAt, terminatedOn, isReinstated }: Standing): [Feeling, string] {
  if (isReinstated) return ['waiting', 'Reinstated']
  if (terminatedOn) return ['bad', 'Terminated']
  if (suspendedAt !== null) return ['bad', 'Suspended']
  return accessOn ? ['good', 'Has access'] : ['neutral', 'No access']
}
