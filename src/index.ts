/** The Worker: requests, the hourly run, queues, and the objects. */
import { createApp } from './http/app.tsx'
import type { MailTicket } from './mail/outbox.ts'
import type { JobTicket } from './runs/means.ts'
import { mounts } from './routes.ts'
import { consume, hourly } from './schedule.ts'

export { AccountGuard } from './account-guard/object.ts'
export { AddressGuard } from './address-guard/object.ts'

const app = createApp(mounts)

export default {
  fetch: (request, env, context) => app.fetch(request, env, context),
  scheduled: (_event, env) => hourly(env),
  queue: (messages, env) => consume(messages, env),
} satisfies ExportedHandler<Env, MailTicket | JobTicket>
