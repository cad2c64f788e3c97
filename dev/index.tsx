/** The Worker as `npm start` runs it: the product, a mailbox in place of a mail provider, and /dev. Never deployed. */
import { createApp } from '../src/http/app.tsx'
import type { MailTicket } from '../src/mail/outbox.ts'
import { carryBy } from '../src/mail/provider.ts'
import { mounts } from '../src/routes.ts'
import type { JobTicket } from '../src/runs/means.ts'
import { consume, hourly } from '../src/schedule.ts'
import { clock } from './clock/routes.tsx'
import { toMailbox } from './mailbox/carry.ts'
import { mailbox } from './mailbox/routes.tsx'
import { people } from './people/routes.tsx'
import { ready } from './ready.ts'

export { DevAccountGuard as AccountGuard, DevAddressGuard as AddressGuard } from './object.ts'

carryBy(toMailbox)

const app = createApp([
  ...mounts,
  { prefix: '/dev/mailbox', gate: 'open', routes: mailbox },
  { prefix: '/dev/people', gate: 'open', routes: people },
  { prefix: '/dev/clock', gate: 'open', routes: clock },
])

export default {
  async fetch(request, env, context) {
    await ready(env.DB)
    const answer = await app.fetch(request, env, context)
    return isMail(new URL(request.url).pathname) ? withStyles(answer) : answer
  },
  async scheduled(_event, env) {
    await ready(env.DB)
    await hourly(env)
  },
  async queue(messages, env) {
    await ready(env.DB)
    await consume(messages, env)
  },
} satisfies ExportedHandler<Env, MailTicket | JobTicket>

const isMail = (path: string) => /^\/dev\/mailbox\/\w+\/html$/.test(path)

/** A mail as its reader shows it: it may have styles of its own, which no page of the portal may. */
function withStyles(answer: Response): Response {
  const mail = new Response(answer.body, answer)
  mail.headers.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
  return mail
}
