/** The first page after signing in: what this person can do, and what needs them. */
import { Hono } from 'hono'
import type { App } from '../http/context.ts'
import { page } from '../http/gate.ts'
import { show } from '../http/respond.tsx'
import { can } from '../roles/rules.ts'
import { Home } from '../../views/home/home-page.tsx'

export const home = new Hono<App>()

home.get('/', async (c) => {
  const { actor } = await page(c, { right: 'signed-in', name: 'page.viewed', read: () => [] })
  return show(
    c,
    { title: `Welcome, ${actor.facts.firstName}` },
    <Home
      csrf={actor.csrf}
      members={can(actor, 'members.read')}
      claims={can(actor, 'claims.read')}
      audit={can(actor, 'audit.read')}
      staff={actor.kind === 'staff'}
      office={actor.membership?.office}
    />,
  )
})
