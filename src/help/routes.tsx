/** Help with signing in, for anyone. */
import { Hono } from 'hono'
import type { App } from '../http/context.ts'
import { show } from '../http/respond.tsx'
import { Help } from '../../views/help/help-page.tsx'

export const help = new Hono<App>()

help.get('/', (c) => {
  const { plan, policy } = c.var.config
  return show(c, { title: 'Help' }, <Help plan={plan} policy={policy} />)
})
