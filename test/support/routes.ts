/** Every route there is, read from the route table itself: a new one is tested as soon as it is mounted. */
import { mounts } from '../../src/routes.ts'

export type Route = { gate: string; method: string; path: string }

export const routes: Route[] = mounts.flatMap(({ prefix, gate, routes: mounted }) =>
  mounted.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => ({ gate, method, path: `${prefix}${path === '/' ? '' : path}` })),
)

/** The routes behind a gate. */
export const guarded = routes.filter(({ gate }) => gate !== 'open' && gate !== 'bearer')
