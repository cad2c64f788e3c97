/** The Worker: requests, the hourly run, queues, and the objects. */
import { createApp } from './http/app.tsx'
import type { MailTicket } from './mail/outbox.ts'
import { mounts } from './routes.ts'
import type { DeliveryTicket } from './referrals/submission.ts'
import type { JobTicket } from './runs/means.ts'
import { consume, hourly } from './schedule.ts'

export { AccountGuard } from './account-guard/object.ts'
export { AddressGuard } from './address-guard/object.ts'

const app = createApp(mounts)
const places = new WeakMap<Env, Env>()

/** The bindings, with the objects in the plan's jurisdiction. Without one they are asked for plainly: a local platform knows none. */
function placed(env: Env): Env {
  const jurisdiction: string = env.JURISDICTION
  if (jurisdiction === '') return env
  let there = places.get(env)
  if (!there) {
    const where = jurisdiction as DurableObjectJurisdiction
    const guards = {
      ACCOUNT_GUARD: env.ACCOUNT_GUARD.jurisdiction(where),
      ADDRESS_GUARD: env.ADDRESS_GUARD.jurisdiction(where),
    }
    there = { ...env, ...guards }
    places.set(env, there)
  }
  return there
}

export default {
  fetch: (request, env, context) => app.fetch(request, placed(env), context),
  scheduled: (_event, env) => hourly(placed(env)),
  queue: (messages, env) => consume(messages, placed(env)),
} satisfies ExportedHandler<Env, MailTicket | JobTicket | DeliveryTicket>
