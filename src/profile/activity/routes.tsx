/** What happened with one's own account: sign-ins, sessions, devices, changes (requirements, section 11). */
import { Hono } from 'hono'
import type { App } from '../../http/context.ts'
import { addressOf, criteriaOf } from '../../http/criteria.ts'
import { page } from '../../http/gate.ts'
import { show } from '../../http/respond.tsx'
import { sessionKey } from '../../http/session.ts'
import { ActivityPage } from '../../../views/profile/activity-page.tsx'
import { readBefore } from '../form.ts'
import { activitySince } from '../rules.ts'
import { ownActivity, PAGE_SIZE } from './store.ts'

const PATH = '/profile/activity'

export const activity = new Hono<App>()

activity.get('/', async (c) => {
  const { policy, zone } = c.var.config
  const before = readBefore(await criteriaOf(c, PATH, await sessionKey(c)))
  const { actor, rows } = await page(c, {
    right: 'signed-in',
    fresh: 'step-up',
    name: 'page.viewed',
    read: (key) => [ownActivity(key, activitySince(c.var.now.getTime(), policy), before)],
  })
  const shown = rows[0].slice(0, PAGE_SIZE)
  const last = shown.at(-1)
  return show(
    c,
    { title: 'Your activity' },
    <ActivityPage
      rows={shown}
      days={policy.ACTIVITY_SHOWN_FOR}
      zone={zone}
      newest={before === null ? undefined : PATH}
      older={
        rows[0].length > PAGE_SIZE && last
          ? await addressOf(c, PATH, { before: last.seq }, actor.session.key)
          : undefined
      }
    />,
  )
})
