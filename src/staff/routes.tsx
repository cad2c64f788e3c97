/** The staff's first page: what waits for whom, and how much is going on (requirements, sections 7 and 11). */
import { type Context, Hono } from 'hono'
import { byDay } from '../audit/tally/rules.ts'
import { slotsOfTail, talliedSince, tallyMark } from '../audit/tally/store.ts'
import type { Tally } from '../audit/tally/tally.ts'
import { isQuiet } from '../feed/alarms/rules.ts'
import { feedState } from '../feed/alarms/store.ts'
import type { App } from '../http/context.ts'
import { page } from '../http/gate.ts'
import { show } from '../http/respond.tsx'
import { type Day, dayOf } from '../policy/calendar.ts'
import { can } from '../roles/rules.ts'
import type { ChartsProps } from '../../views/staff/charts.tsx'
import { queueShown } from '../../views/staff/queue-words.ts'
import { StaffPage } from '../../views/staff/staff-page.tsx'
import { events, type Verified } from './charts/chart.ts'
import { eventsByDay, firstDay, verificationsByDay } from './charts/rules.ts'
import { verifiedByDay } from './charts/store.ts'
import type { Found } from './queues/queue.ts'
import { queuesAt } from './queues/store.ts'
import { COUNT_CAP } from './store.ts'

export const staff = new Hono<App>()

/** So many rows of the log are counted for a page; those before are tallied each hour. */
const TAIL = 2_000

staff.get('/', async (c) => {
  const { zone, policy } = c.var.config
  const today = dayOf(c.var.now, zone)
  const queues = queuesAt({ now: c.var.now, today, zone, policy })
  const { actor, rows } = await page(c, {
    right: 'staff',
    name: 'page.viewed',
    read: () => [
      feedState,
      tallyMark,
      talliedSince(firstDay(today), Object.values(events).flat(2)),
      slotsOfTail(TAIL),
      verifiedByDay(firstDay(today), today, policy),
      ...queues.map(({ read }) => read),
    ],
  })
  const [[fed], [mark], tallied, tail, verified, ...counts] = rows
  const seen = queues.flatMap(({ name, right, unless, found }, place) =>
    can(actor, right) && !(unless && can(actor, unless)) ? [{ name, found: found(counts[place] ?? []) }] : [],
  )
  return show(
    c,
    { title: 'Queues' },
    <StaffPage
      queues={seen.map(({ name, found }) => queueShown(name, found, sinceDay(found, zone), COUNT_CAP))}
      charts={can(actor, 'charts.read') ? charts([...tallied, ...byDay(tail, zone)], verified, today) : null}
      alarms={can(actor, 'feed.run') ? alarms(c, fed) : []}
      isBehind={mark !== undefined && mark.newest - mark.mark > TAIL}
    />,
  )
})

/** The day since when the oldest of a queue waits. */
function sinceDay({ since = null }: Found, zone: string): Day | null {
  return typeof since === 'number' ? dayOf(new Date(since), zone) : since
}

/** What is wrong with the feed, in sentences. */
function alarms(c: Context<App>, fed: { lastAt: number | null; shrunkImport: unknown } | undefined): string[] {
  const { quietHours } = c.var.config.feed
  return [
    ...(fed?.shrunkImport ? ['The last whole import brought far fewer records than the one before'] : []),
    ...(isQuiet(fed?.lastAt ?? null, quietHours, c.var.now.getTime()) ? ['No import was completed for too long'] : []),
  ]
}

function charts(tallies: readonly Tally[], verified: readonly Verified[], today: Day): ChartsProps {
  return {
    signIns: eventsByDay(tallies, today, events.signIns),
    locks: eventsByDay(tallies, today, events.locks),
    verifications: verificationsByDay(verified, today, ['in-time', 'late', 'open', 'suspended']),
    volume: eventsByDay(tallies, today, [[]]),
  }
}
