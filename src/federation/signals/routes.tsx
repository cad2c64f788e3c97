/** Where identity providers push what happened to their people (RFC 8935). */
import { type Context, Hono } from 'hono'
import { recorded } from '../../audit/statement.ts'
import { batch } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import type { App } from '../../http/context.ts'
import { MOST_BYTES, readAtMost } from '../../http/form.ts'
import { origin } from '../../http/origin.ts'
import { readId } from '../../ids.ts'
import { dayOf } from '../../policy/calendar.ts'
import { providerOf, readProvider } from '../store.ts'
import { receive } from './receive.ts'
import type { Fault } from './signal.ts'

/** In how many seconds a transmitter may send again whose keys could not be had. */
const RETRY_AFTER = '30'

/** No session and no secret: a token that the provider signed is the whole proof (RFC 8935, section 5.1). */
export const signals = new Hono<App>()

signals.post('/:provider', async (c) => {
  const { config } = c.var
  const { rows } = await batch(c.env.DB, [providerOf(readId('identity-provider', c.req.param('provider')))])
  const provider = rows[0][0] && readProvider(rows[0][0])
  // Whether one is switched off, sends none, or never was: nobody can tell.
  if (!config.policy.PROVIDERS || !provider?.signals || provider.disabledAt !== null) {
    throw new AppError({ kind: 'not_found' })
  }
  const { at, ip, request } = origin(c)
  if (!/^application\/secevent\+jwt\s*(;|$)/i.test(c.req.header('Content-Type') ?? '')) {
    return faulty(c, { err: 'invalid_request', description: 'Send it as application/secevent+jwt.' })
  }
  const token = new TextDecoder().decode(await readAtMost(c.req.raw.body, MOST_BYTES))
  const from = { at, ip, request }
  const means = { db: c.env.DB, policy: config.policy, today: dayOf(c.var.now, config.zone) }
  const received = await receive(means, provider, provider.signals, token, from)
  if (received.ok) return c.body(null, 202)
  if (received.refusal === 'provider-down') {
    c.header('Retry-After', RETRY_AFTER)
    return c.body(null, 503)
  }
  // Who sends what is wrong fills neither the log nor our time; what is right passes from the same address.
  const address = c.env.ADDRESS_GUARD.getByName(ip)
  const admitted = await address.admit(provider.id, at)
  if (!admitted.admitted) throw new AppError({ kind: 'too_many_attempts', ...admitted })
  await address.ended(admitted.take, true)
  const detail = { why: received.refusal.err }
  await batch(c.env.DB, [recorded({ name: 'signal.refused', ...from, record: provider.id, detail })])
  return faulty(c, received.refusal)
})

function faulty(c: Context<App>, fault: Fault): Response {
  c.header('Content-Language', 'en')
  return c.json(fault, 400)
}
