/** The queues of the staff's first page: who sees each, the statement that counts it, and what its answer comes to. */
import type { Prepared } from '../../db/client.ts'
import { kinds } from '../../documents/document.ts'
import { reviewDueOn } from '../../documents/rules.ts'
import { overviewOf } from '../../documents/store.ts'
import { countedWithoutLoa } from '../../offices/store.ts'
import { type Day, dayOf } from '../../policy/calendar.ts'
import type { Policy } from '../../policy/profiles.ts'
import { countedGivenUp } from '../../referrals/delivery/store.ts'
import { countedDraftToSign } from '../../restricted-info/draft/store.ts'
import { countedUnjudged } from '../../restricted-info/hidden/store.ts'
import { overdueDay } from '../../restricted-info/reviews/rules.ts'
import { reviewMark } from '../../restricted-info/reviews/store.ts'
import type { Right } from '../../roles/matrix.ts'
import { countedLateRevocations, countedReferred } from '../../termination/reports/store.ts'
import { countedChosen } from '../../verification/plan/store.ts'
import {
  COUNT_CAP, countedAccessRequests, countedDeadMail, countedFailedJobs, countedLocked, countedOfficeRequests, countedReviews,
} from '../store.ts' // prettier-ignore
import type { Found, QueueName } from './queue.ts'

const DAY = 86_400_000

/** A queue: who sees it, but for those who have `unless` and another queue for it, its statement, and what the rows of that come to. */
export type Queue = {
  name: QueueName
  right: Right
  unless?: Right
  read: Prepared<unknown>
  found: (rows: unknown[]) => Found
}

/** The time and the rules by which something waits too long. */
type Measure = { now: Date; today: Day; zone: string; policy: Policy }

/** Every queue, in the order of the work. */
export function queuesAt({ now, today, zone, policy }: Measure): Queue[] {
  const chosen = (selection: Parameters<typeof countedChosen>[0]) => countedChosen(selection, today, policy, COUNT_CAP)
  return [
    queue('office-requests', 'offices.admit', countedOfficeRequests),
    queue('access-requests', 'requests.decide', countedAccessRequests(today)),
    queue('without-loa', 'offices.admit', countedWithoutLoa(today, COUNT_CAP)),
    queue('unreceived', 'verifications.read', chosen('unreceived')),
    queue('restricted', 'verifications.read', chosen('restricted')),
    queue('suspended', 'verifications.read', chosen('suspended')),
    queue('to-reinstate', 'offices.reinstate', chosen('to-reinstate')),
    queue('late-revocations', 'late-revocations.decide', countedLateRevocations(today)),
    // Whoever decides them has the queue above.
    { ...queue('referred-revocations', 'late-revocations.read', countedReferred), unless: 'late-revocations.decide' },
    queue('locked', 'accounts.administer', countedLocked),
    queue('capabilities', 'accounts.administer', countedReviews(today)),
    queue('dead-mail', 'mail.read', countedDeadMail(now.getTime() - DAY)),
    queue('undelivered', 'deliveries.read', countedGivenUp),
    queue('failed-jobs', 'jobs.read', countedFailedJobs),
    queue('drafts-to-sign', 'restricted-codes.sign', countedDraftToSign),
    reckoned('list-review', 'restricted-codes.read', reviewMark, ([review]) => {
      const overdue = review !== undefined && overdueDay(review, now, zone, policy).isOverdue ? 1 : 0
      return { count: overdue, overdue }
    }),
    queue('unjudged', 'hidden-records.read', countedUnjudged({ reason: '', type: '' })),
    reckoned('texts', 'documents.edit', overviewOf(kinds), (texts) => {
      const dueOn = (text: (typeof texts)[number]) =>
        reviewDueOn(dayOf(new Date(text.publishedAt), zone), text.reviewedOn, policy)
      return { count: texts.filter((text) => dueOn(text) < today).length }
    }),
  ]
}

/** A queue whose statement counts it. */
function queue(name: QueueName, right: Right, read: Prepared<Found>): Queue {
  return reckoned(name, right, read, ([found]) => found ?? { count: 0 })
}

/** A queue that is reckoned from the rows of its statement. */
function reckoned<Row>(name: QueueName, right: Right, read: Prepared<Row>, found: (rows: Row[]) => Found): Queue {
  // In a list the statement's own type is lost: its rows come back to the one who knows it.
  return { name, right, read, found: (rows) => found(rows as Row[]) }
}
