import { day, number, time } from '../format.ts'
import { Empty } from '../parts/empty.tsx'
import { Facts } from '../parts/facts.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { jobWords } from './words.ts'

type Job = {
  name: string
  startedAt: number
  okAt: number | null
  done: number
  failed: number
  error: string | null
  doneOn: string | null
  isLate: boolean
  /** It was cut off, and goes on from there. */
  goesOn: boolean
}

export type JobsPageProps = { jobs: readonly Job[]; waiting: string; givenUp: string; zone: string }

/** How each job of the hourly run went last, and what mail waits or was given up. */
export function JobsPage({ jobs, waiting, givenUp, zone }: JobsPageProps) {
  return (
    <>
      <p>
        What happens without a person is done each hour. A run that was missed is made good by the next one, and
        nobody’s access depends on it.
      </p>
      {jobs.length === 0 ? (
        <Empty heading="Nothing has run yet">
          <p>The first run comes within the hour. If it doesn’t, the schedule of the portal is not set up.</p>
        </Empty>
      ) : (
        <Table
          caption="Jobs and their last runs"
          captionHidden
          rows={jobs}
          columns={[
            { head: 'Job', long: true, cell: (job) => jobWords[job.name] ?? job.name },
            { head: 'State', cell: (job) => <State job={job} /> },
            { head: 'Last run', cell: (job) => time(job.startedAt, zone) },
            { head: 'Last without failure', cell: (job) => (job.okAt === null ? 'never' : time(job.okAt, zone)) },
            { head: 'Done', cell: (job) => number(job.done) },
            {
              head: 'Failed',
              cell: (job) => (job.error ? `${number(job.failed)} (${job.error})` : number(job.failed)),
            },
            { head: 'All done up to', cell: (job) => (job.doneOn === null ? 'keeps no day' : day(job.doneOn)) },
          ]}
        />
      )}
      <h2>Mail</h2>
      <Facts
        facts={[
          { label: 'Waiting', value: waiting },
          { label: 'Given up', value: <a href="/staff/mail">{givenUp}</a> },
        ]}
      />
    </>
  )
}

function State({ job }: { job: Job }) {
  if (job.isLate) return <Status feeling="bad" word="Late" />
  if (job.failed > 0) return <Status feeling="bad" word="Failing" />
  return job.goesOn ? <Status feeling="waiting" word="Going on" /> : <Status feeling="good" word="Working" />
}
