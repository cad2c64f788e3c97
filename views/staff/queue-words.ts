import type { Found, QueueName } from '../../src/staff/queues/queue.ts'
import { countUpTo, day, number } from '../format.ts'
import type { Queue } from './staff-page.tsx'

/** Each queue: what it is called, where it is worked on, and what one of it is. */
const words: Record<QueueName, { label: string; href: string; thing: string }> = {
  'office-requests': { label: 'Offices that ask for access', href: '/staff/offices', thing: 'office' },
  'access-requests': {
    label: 'People who ask for access, for the plan to decide',
    href: '/staff/requests',
    thing: 'request',
  },
  'without-loa': {
    label: 'Offices without a Local Office Administrator',
    href: '/staff/offices',
    thing: 'office',
  },
  unreceived: { label: 'Verifications that nobody has received', href: '/staff/verifications', thing: 'office' },
  restricted: { label: 'Offices restricted to their verification', href: '/staff/verifications', thing: 'office' },
  suspended: { label: 'Offices suspended until they are verified', href: '/staff/verifications', thing: 'office' },
  'to-reinstate': {
    label: 'Verified offices that wait for their access',
    href: '/staff/verifications',
    thing: 'office',
  },
  'late-revocations': { label: 'Late revocations to decide', href: '/staff/late-revocations', thing: 'report' },
  'referred-revocations': {
    label: 'Late revocations referred to the privacy office',
    href: '/staff/late-revocations',
    thing: 'report',
  },
  locked: { label: 'Locked accounts', href: '/staff/accounts', thing: 'account' },
  capabilities: { label: 'Capabilities to review', href: '/staff/people', thing: 'review' },
  'dead-mail': { label: 'Messages given up since yesterday', href: '/staff/mail', thing: 'message' },
  undelivered: { label: 'Referrals that the core system did not take', href: '/staff/deliveries', thing: 'referral' },
  'failed-jobs': { label: 'Jobs that failed', href: '/staff/jobs', thing: 'job' },
  'drafts-to-sign': {
    label: 'Drafts of the restricted list to sign',
    href: '/staff/restricted-codes/draft',
    thing: 'draft',
  },
  'list-review': {
    label: 'Reviews of the restricted list that are overdue',
    href: '/staff/restricted-codes/reviews',
    thing: 'review',
  },
  unjudged: { label: 'Records that can’t be judged', href: '/staff/hidden-records', thing: 'record' },
  texts: { label: 'Texts whose review is overdue', href: '/staff/agreements', thing: 'text' },
}

/** A queue in words; `since`: the day since when the oldest waits. More than `cap` are not counted. */
export function queueShown(name: QueueName, { count, overdue = 0 }: Found, since: string | null, cap: number): Queue {
  const { label, href, thing } = words[name]
  return {
    label,
    href,
    text: count > 0 ? countUpTo(cap, count, thing) : null,
    note: overdue > 0 ? `${number(overdue)} overdue` : since && day(since),
    isOverdue: overdue > 0,
  }
}
