/** The staff's first page: what waits for whom, and how much is going on (requirements, sections 7 and 11). */
import { Hono } from 'hono'
import { byDay } from '../audit/tally/rules.ts'
import { slotsOfTail, talliedSince, tallyMark } from '../audit/tally/store.ts'
import { kinds } from '../documents/document.ts'
import { reviewDueOn } from '../documents/rules.ts'
import { overviewOf } from '../documents/store.ts'
import type { App } from '../http/context.ts'
import { page } from '../http/gate.ts'
import { show } from '../http/respond.tsx'
import { countedWithoutLoa } from '../offices/store.ts'
import { type Day, dayOf } from '../policy/calendar.ts'
import { countedGivenUp } from '../referrals/delivery/store.ts'
import type { Right } from '../roles/matrix.ts'
import { can } from '../roles/rules.ts'
import { countedChosen } from '../verification/plan/store.ts'
import { countUpTo, day, number } from '../../views/format.ts'
import { StaffPage } from '../../views/staff/staff-page.tsx'
import { events } from './charts/chart.ts'
import { eventsByDay, firstDay, verificationsByDay } from './charts/rules.ts'
import { verifiedByDay } from './charts/store.ts'
import {
  COUNT_CAP, countedAccessRequests, countedDeadMail, countedFailedJobs, countedLateRevocations, countedLocked, countedOfficeRequests,
  countedReferred, countedReviews,
} from './store.ts' // prettier-ignore

export const staff = new Hono<App>()

const DAY = 86_400_000
/** So many rows of the log are counted for a page; those before are tallied each hour. */
const TAIL = 2_000

staff.get('/', async (c) => {
  const { zone, policy } = c.var.config
  const { actor, rows } = await page(c, {
    right: 'staff',
    name: 'page.viewed',
    read: (_key, today) => [
      countedOfficeRequests,
      countedAccessRequests(today),
      countedWithoutLoa(today, COUNT_CAP),
      countedChosen('unreceived', today, policy, COUNT_CAP),
      countedChosen('restricted', today, policy, COUNT_CAP),
      countedChosen('suspended', today, policy, COUNT_CAP),
      countedChosen('to-reinstate', today, policy, COUNT_CAP),
      countedLateRevocations(today),
      countedReferred,
      countedLocked,
      countedReviews(today),
      countedDeadMail(c.var.now.getTime() - DAY),
      countedFailedJobs,
      countedGivenUp,
      overviewOf(kinds),
      talliedSince(firstDay(today), Object.values(events).flat(2)),
      slotsOfTail(TAIL),
      tallyMark,
      verifiedByDay(firstDay(today), today, policy),
    ],
  })
  const [offices, people, withoutLoa, unreceived, restricted, suspended, toReinstate, late, referred, locked, reviews, dead, jobs, undelivered, texts] = rows // prettier-ignore
  const [tallied, tail, [mark], verified] = rows.slice(15) as [(typeof rows)[15], (typeof rows)[16], (typeof rows)[17], (typeof rows)[18]] // prettier-ignore
  const today = dayOf(c.var.now, zone)
  const dueTexts = texts.filter(
    ({ publishedAt, reviewedOn }) => reviewDueOn(dayOf(new Date(publishedAt), zone), reviewedOn, policy) < today,
  )
  const queue = (right: Right, label: string, href: string, [row]: Found[], thing: string) => {
    const { count = 0, since = null, overdue = 0 } = row ?? {}
    const from = typeof since === 'number' ? dayOf(new Date(since), zone) : since
    const note = overdue > 0 ? `${number(overdue)} overdue` : from && day(from)
    const text = count > 0 ? countUpTo(COUNT_CAP, count, thing) : null
    return { right, label, href, text, note: note || null, isOverdue: overdue > 0 }
  }
  const queues = [
    queue('offices.admit', 'Offices that ask for access', '/staff/offices', offices, 'office'),
    queue('requests.decide', 'People who ask for access, for the plan to decide', '/staff/requests', people, 'request'),
    queue('offices.admit', 'Offices without a Local Office Administrator', '/staff/offices', withoutLoa, 'office'),
    queue('verifications.read', 'Verifications that nobody has received', '/staff/verifications', unreceived, 'office'),
    queue('verifications.read', 'Offices restricted to their verification', '/staff/verifications', restricted, 'office'),
    queue('verifications.read', 'Offices suspended until they are verified', '/staff/verifications', suspended, 'office'),
    queue('offices.reinstate', 'Verified offices that wait for their access', '/staff/verifications', toReinstate, 'office'),
    queue('late-revocations.decide', 'Late revocations to decide', '/staff/late-revocations', late, 'report'),
    // Whoever decides them has the queue above.
    ...(can(actor, 'late-revocations.decide')
      ? []
      : [queue('late-revocations.read', 'Late revocations referred to the privacy office', '/staff/late-revocations', referred, 'report')]),
    queue('accounts.administer', 'Locked accounts', '/staff/accounts', locked, 'account'),
    queue('accounts.administer', 'Capabilities to review', '/staff/people', reviews, 'review'),
    queue('mail.read', 'Messages given up since yesterday', '/staff/mail', dead, 'message'),
    queue('deliveries.read', 'Referrals that the core system did not take', '/staff/deliveries', undelivered, 'referral'),
    queue('jobs.read', 'Jobs that failed', '/staff/jobs', jobs, 'job'),
    queue('documents.edit', 'Texts whose review is overdue', '/staff/agreements', [{ count: dueTexts.length }], 'text'),
  ] // prettier-ignore
  const tallies = [...tallied, ...byDay(tail, zone)]
  const charts = {
    signIns: eventsByDay(tallies, today, events.signIns),
    locks: eventsByDay(tallies, today, events.locks),
    verifications: verificationsByDay(verified, today, ['in-time', 'late', 'open', 'suspended']),
    volume: eventsByDay(tallies, today, [[]]),
  }
  return show(
    c,
    { title: 'Queues' },
    <StaffPage
      queues={queues.filter(({ right }) => can(actor, right))}
      charts={can(actor, 'charts.read') ? charts : null}
      isBehind={mark !== undefined && mark.newest - mark.mark > TAIL}
    />,
  )
})

/** What a queue's statement answers: how many, since when (an instant or a day), and how many of them overdue. */
type Found = { count: number; since?: number | Day | null; overdue?: number }
