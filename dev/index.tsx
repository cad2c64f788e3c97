/** The Worker as `npm start` runs it: the product, a mailbox in place of a mail provider, and /dev. Never deployed. */
import { createApp } from '../src/http/app.tsx'
import type { MailTicket } from '../src/mail/outbox.ts'
import { mounts } from '../src/routes.ts'
import { consume, hourly } from '../src/schedule.ts'
import { clock } from './clock/routes.tsx'
import { mailbox } from './mailbox/routes.tsx'
import { people } from './people/routes.tsx'
import { ready } from './ready.ts'

export { DevAccountGuard as AccountGuard, DevAddressGuard as AddressGuard } from './object.ts'

const app = createApp([
  ...mounts,
  { prefix: '/dev/mailbox', gate: 'open', routes: mailbox },
  { prefix: '/dev/people', gate: 'open', routes: people },
  { prefix: '/dev/clock', gate: 'open', routes: clock },
])

export default {
  async fetch(request, env, context) {
    await ready(env.DB)
    return app.fetch(request, env, context)
  },
  async scheduled(_event, env) {
    await ready(env.DB)
    await hourly(env)
  },
  async queue(messages, env) {
    await ready(env.DB)
    await consume(messages, env)
  },
} satisfies ExportedHandler<Env, MailTicket>
