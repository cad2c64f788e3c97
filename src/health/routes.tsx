/** For monitoring: whether the Worker reaches its database. Nothing else is told. */
import { Hono } from 'hono'
import { batch } from '../db/client.ts'
import type { App } from '../http/context.ts'
import { reached } from './store.ts'

export const health = new Hono<App>()

health.get('/', async (c) => {
  const isReached = await batch(c.env.DB, [reached]).then(
    () => true,
    () => false,
  )
  return c.json({ version: '0.1.0', database: isReached ? 'ok' : 'failing' }, isReached ? 200 : 503)
})
