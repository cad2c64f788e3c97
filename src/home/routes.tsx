/** The first page after signing in: what this person can do, and what needs them. */
import { Hono } from 'hono'
import { loasOf, tasksOf } from '../approval/administrators/store.ts'
import type { App } from '../http/context.ts'
import { page } from '../http/gate.ts'
import { changeBy } from '../http/origin.ts'
import { show } from '../http/respond.tsx'
import { RECENT_SHOWS, recentMembers } from '../members/recent/store.ts'
import { endsSoon } from '../passwords/rules.ts'
import { dayOf } from '../policy/calendar.ts'
import { draftsToResume } from '../referrals/drafts/store.ts'
import { can } from '../roles/rules.ts'
import { offeredUnlessSince, signsInAlone } from '../second-factor/passkeys/rules.ts'
import { passkeyOffered } from '../second-factor/passkeys/store.ts'
import { trainingDueOn } from '../standing/rules.ts'
import { isDueSoon } from '../training/rules.ts'
import { receiveBanner } from '../verification/cards/receive-banner.ts'
import { Home } from '../../views/home/home-page.tsx'

export const home = new Hono<App>()

/** So many drafts of referrals are shown, the latest. */
const DRAFTS_SHOWN = 3

/** What was done just before. */
const banners = {
  'password-set': 'Your new password is set. Every other session has ended.',
  discarded: 'The form was discarded.',
}

home.get('/', async (c) => {
  const { actor, rows } = await page(c, {
    right: 'signed-in',
    name: 'page.viewed',
    listShows: [RECENT_SHOWS, DRAFTS_SHOWN],
    read: (key, today) => [
      recentMembers(key, today),
      draftsToResume(key, today, DRAFTS_SHOWN),
      loasOf(key, today),
      tasksOf(key, today),
      passkeyOffered(key, offeredUnlessSince(c.var.now.getTime(), c.var.config.policy)),
    ],
  })
  const [recent, drafts, loas, [tasks], offers] = rows
  const { zone, policy } = c.var.config
  const today = dayOf(c.var.now, zone)
  const trainingDue = trainingDueOn(actor.facts.trainedOn, c.var.config)
  // III.H.1: who sees the banner has received the prompt.
  const verification =
    actor.isLoa && actor.membership
      ? await receiveBanner(c.env.DB, actor.membership, today, policy, changeBy(c, actor))
      : null
  const done = Object.entries(banners).find(([word]) => word === c.req.query('done'))?.[1]
  return show(
    c,
    {
      title: `Welcome, ${actor.facts.firstName}`,
      banner: done ? { kind: 'success', heading: done, focus: true } : undefined,
    },
    <Home
      csrf={actor.csrf}
      members={can(actor, 'members.read')}
      recent={can(actor, 'members.read') ? recent.slice(0, RECENT_SHOWS) : []}
      claims={can(actor, 'claims.read')}
      referrals={{ read: can(actor, 'referrals.read'), submit: can(actor, 'referrals.submit') }}
      drafts={can(actor, 'referrals.submit') ? drafts.slice(0, DRAFTS_SHOWN) : []}
      zone={zone}
      audit={can(actor, 'audit.read')}
      staff={actor.kind === 'staff'}
      office={actor.membership?.office}
      ends={endsSoon(actor.facts.passwordSetOn, today, policy)}
      trainingDue={isDueSoon(trainingDue, today, policy) ? trainingDue : null}
      verification={verification}
      loas={loas}
      plan={c.var.config.plan.name}
      officeRequests={tasks?.officeRequests ?? null}
      planRequests={tasks?.planRequests ?? null}
      isOnlyLoa={tasks?.isOnlyLoa === 1}
      passkeyOffer={policy.PASSKEYS && offers.length > 0 ? { alone: signsInAlone(policy) } : null}
    />,
  )
})
