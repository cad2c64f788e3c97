/** The policy in force, for everybody of the staff to read (requirements, section 17). */
import { Hono } from 'hono'
import type { App } from '../../http/context.ts'
import { page } from '../../http/gate.ts'
import { show } from '../../http/respond.tsx'
import { describePolicy } from '../../policy/profiles.ts'
import { PolicyPage } from '../../../views/staff/policy-page.tsx'
import { chaptersOf } from './rules.ts'

export const policy = new Hono<App>()

policy.get('/', async (c) => {
  await page(c, { right: 'staff', name: 'page.viewed', read: () => [] })
  const inForce = c.var.config.policy
  return show(
    c,
    { title: 'Policy in force' },
    <PolicyPage profile={inForce.profile} chapters={chaptersOf(describePolicy(inForce))} />,
  )
})
