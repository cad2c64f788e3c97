/** Where a request comes from, as guards and audit rows tell it. */
import type { Context } from 'hono'
import type { Origin } from '../account-guard/guard.ts'
import type { Actor } from './actor.ts'
import type { App } from './context.ts'

const browsers = ['Edg', 'Firefox', 'Chrome', 'Safari', 'w3m', 'Lynx'] as const
const systems = ['Windows', 'Android', 'iPhone', 'iPad', 'Mac OS', 'Linux'] as const

/** Instant, IP address, request and device. The device is one of a few known words, never the header itself (T29). */
export function origin(c: Context<App>): Origin {
  const agent = c.req.header('User-Agent') ?? ''
  const browser = browsers.find((name) => agent.includes(name)) ?? 'Browser'
  const system = systems.find((name) => agent.includes(name))
  return {
    at: c.var.now.getTime(),
    ip: address(c.req.header('CF-Connecting-IP')),
    request: c.var.requestId,
    device: `${browser === 'Edg' ? 'Edge' : browser}${system ? ` on ${system}` : ''}`,
  }
}

/** Who acts (the account's row), in which session and from where, as the audit row of a change tells it. */
export function acting(c: Context<App>, { account, session }: Actor) {
  return { ...origin(c), account, session: session.row }
}

/** The same, as verbs take it that nobody may have called: `by` an account's row. */
export function changeBy(c: Context<App>, { account, session }: Actor) {
  return { ...origin(c), by: account, session: session.row }
}

/** The platform's word for the address; anything that is no address is none. */
function address(header: string | undefined): string {
  return header && /^[0-9a-fA-F.:]{2,45}$/.test(header) ? header : '0.0.0.0'
}
