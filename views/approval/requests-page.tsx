import { day, time } from '../format.ts'
import { Banner } from '../parts/banner.tsx'
import { Empty } from '../parts/empty.tsx'
import { Pager } from '../parts/pager.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'

export type RequestListed = {
  id: string
  firstName: string | null
  lastName: string | null
  office: string
  jobTitle: string
  wantsLoa: number
  sentAt: number
  alertedAt: number | null
  decision: 'approved' | 'denied' | 'withdrawn' | null
  decidedOn: string | null
  decidedName: string | null
}

/** Somebody whom the office's directory announces, and who has not registered. */
export type AnnouncedShown = { name: string; email: string; since: number; roles: readonly string[] }

export type RequestsPageProps = {
  base: string
  zone: string
  requests: readonly RequestListed[]
  /** Staff see requests of many offices. */
  showsOffice: boolean
  announced?: readonly AnnouncedShown[] | undefined
  isAnnouncedCut?: boolean | undefined
  done?: 'approved' | 'denied' | undefined
  start?: string | undefined
  older?: string | undefined
}

const doneWords = {
  approved: { heading: 'Approved', text: 'The person is told by e-mail.' },
  denied: { heading: 'Denied', text: 'The person is told by e-mail, with your reason.' },
}

/** Requests that wait, the oldest first, and those decided of late. */
export function RequestsPage(props: RequestsPageProps) {
  const { base, zone, requests, showsOffice, done, start, older, announced = [] } = props
  const waiting = requests.filter(({ decision }) => decision === null)
  const decided = requests.filter(({ decision }) => decision !== null)
  const name = (one: RequestListed) => (
    <a href={`${base}/${one.id}`}>{[one.firstName, one.lastName].filter(Boolean).join(' ') || 'Name not kept'}</a>
  )
  const office = { head: 'Office', cell: (one: RequestListed) => one.office }
  return (
    <>
      {done && (
        <Banner kind="success" heading={doneWords[done].heading} focus>
          <p>{doneWords[done].text}</p>
        </Banner>
      )}
      {waiting.length === 0 && !start && (
        <Empty heading="Nobody waits">
          <p>Whoever asks for access appears here, the one who has waited longest first.</p>
        </Empty>
      )}
      {waiting.length > 0 && (
        <Table
          caption="Waiting, the oldest first"
          rows={waiting}
          columns={[
            { head: 'Name', cell: name },
            { head: 'Job', cell: (one) => one.jobTitle },
            ...(showsOffice ? [office] : []),
            { head: 'Asked on', short: true, cell: (one) => time(one.sentAt, zone) },
            {
              head: 'Asks',
              cell: (one) => (one.wantsLoa === 1 ? 'to administer the office' : 'for access'),
            },
            {
              head: 'State',
              cell: (one) => (
                <Status
                  feeling={one.alertedAt === null ? 'waiting' : 'bad'}
                  word={one.alertedAt === null ? 'Waiting' : 'Waiting too long'}
                />
              ),
            },
          ]}
        />
      )}
      {announced.length > 0 && <Announced people={announced} isCut={props.isAnnouncedCut} zone={zone} />}
      {decided.length > 0 && (
        <Table
          caption="Decided of late"
          rows={decided}
          columns={[
            { head: 'Name', cell: name },
            ...(showsOffice ? [office] : []),
            {
              head: 'Decision',
              cell: (one) => (
                <Status
                  feeling={one.decision === 'approved' ? 'good' : 'neutral'}
                  word={one.decision === 'approved' ? 'Approved' : 'Denied'}
                />
              ),
            },
            { head: 'On', short: true, cell: (one) => day(one.decidedOn) },
            { head: 'By', cell: (one) => one.decidedName },
          ]}
        />
      )}
      {(start ?? older) && (
        <Pager of="requests" text="" newer={start} newerLabel="Back to the first" older={older} olderLabel="More" />
      )}
    </>
  )
}

/** Nothing is decided here: they have access to nothing until they register and somebody approves them. */
function Announced(props: { people: readonly AnnouncedShown[]; isCut?: boolean | undefined; zone: string }) {
  const { people, isCut, zone } = props
  return (
    <section>
      <h2>Announced by your directory, not registered yet</h2>
      <p>
        We wrote to each of them. There is nothing for you to do until they have registered: then their request waits
        above.
      </p>
      <Table
        caption="Announced by your directory, not registered yet"
        captionHidden
        rows={people}
        columns={[
          { head: 'Name', cell: (one) => one.name },
          { head: 'E-mail', long: true, cell: (one) => one.email },
          { head: 'Suggested roles', cell: (one) => one.roles.join(', ') || 'None' },
          { head: 'Announced on', short: true, cell: (one) => time(one.since, zone) },
        ]}
      />
      {isCut && <p>There are more: these are the {people.length} announced first.</p>}
    </section>
  )
}
