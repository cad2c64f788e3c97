/** Our public keys, where a Bulk Data server looks for them (SMART Backend Services, RFC 7517). */
import { Hono } from 'hono'
import type { App } from '../../http/context.ts'

export const feedKeys = new Hono<App>()

/** What of a key is public, for either kind: nothing else leaves. */
const publicParts = ['kty', 'kid', 'alg', 'crv', 'x', 'y', 'n', 'e']

feedKeys.get('/jwks.json', (c) => {
  const key = c.var.config.feed.bulk?.client?.key
  const shown = Object.entries(key ?? {}).filter(([name]) => publicParts.includes(name))
  return c.json({ keys: key ? [{ ...Object.fromEntries(shown), use: 'sig', key_ops: ['verify'] }] : [] })
})
