import { day } from '../format.ts'
import { Empty } from '../parts/empty.tsx'

/** Nothing is to be verified now: when it is next, and when it was last. Days as ISO texts. */
export function NothingDue({ nextOn, lastOn }: { nextOn: string | null; lastOn: string | null }) {
  return (
    <Empty heading="Nothing to verify now">
      {nextOn && <p>The next verification of your office’s users is on {day(nextOn)}. We will write to you.</p>}
      {lastOn && <p>The last one was completed on {day(lastOn)}.</p>}
      <p>
        If somebody leaves or changes jobs before that, don’t wait: end or change their access in{' '}
        <a href="/office/users">Users</a>.
      </p>
    </Empty>
  )
}
