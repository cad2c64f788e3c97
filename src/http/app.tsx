/** The app: what every request passes, in order, before it reaches its feature. */
import { Hono } from 'hono'
import { instant } from '../clock.ts'
import { readConfig } from '../config.ts'
import { AppError } from '../errors.ts'
import { randomText } from '../digest.ts'
import type { App } from './context.ts'
import { sameOriginOnly } from './csrf.ts'
import { securityHeaders } from './headers.ts'
import { answerProblem } from './problem.tsx'

/** A feature's routes behind a URL prefix; `gate` says who may come: `open`, or what its handlers demand. */
export type Mount = { prefix: string; gate: 'open' | 'signed-in' | 'staff' | 'bearer'; routes: Hono<App> }

/** Builds the app once for an isolate. */
export function createApp(mounts: readonly Mount[]): Hono<App> {
  const app = new Hono<App>()
  app.use(async (c, next) => {
    c.set('now', instant())
    c.set('requestId', randomText(12))
    c.set('config', readConfig(c.env))
    await next()
  })
  app.use(securityHeaders)
  app.use(sameOriginOnly)
  for (const { prefix, routes } of mounts) app.route(prefix, routes)
  app.get('/', (c) => c.redirect('/home', 303))
  app.notFound(() => {
    throw new AppError({ kind: 'not_found' })
  })
  app.onError(answerProblem)
  return app
}
