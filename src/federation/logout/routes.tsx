/** Signing out at a provider, as its servers and its pages tell it here; and the page that one comes back to. */
import { type Context, Hono } from 'hono'
import { batch } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import type { App } from '../../http/context.ts'
import { readKey } from '../../http/cookies.ts'
import { visitorToken } from '../../http/csrf.ts'
import { readForm } from '../../http/form.ts'
import { origin } from '../../http/origin.ts'
import { show } from '../../http/respond.tsx'
import { readId } from '../../ids.ts'
import { SignedOut } from '../../../views/federation/logout/signed-out-page.tsx'
import type { Provider } from '../provider.ts'
import { providerOf, readProvider } from '../store.ts'
import { endHere } from './end-here.ts'
import { signedOutAt } from './end-there.ts'
import { receive } from './receive.ts'
import { isName } from './rules.ts'

export const signedOut = new Hono<App>()
export const logout = new Hono<App>()

/** Back from the provider. Whoever has signed in again meanwhile goes on. */
signedOut.get('/', async (c) => {
  if (await readKey(c, 'session')) return c.redirect('/home', 303)
  const { config, now } = c.var
  const lasts = config.policy.PROVIDER_FLOW_LASTS
  const asked = { holder: visitorToken(c), lasts }
  const name = await signedOutAt(config, c.req.query('state') ?? '', asked, now.getTime())
  return show(c, { title: 'You are signed out' }, <SignedOut name={name} />)
})

/**
 * A logout token in place of a session: what it bears decides, and the answer tells nothing of who was signed in
 * (OpenID Connect Back-Channel Logout 1.0, 2.5–2.8).
 */
logout.post('/:provider/back-channel-logout', async (c) => {
  const form = await formOf(c)
  if ('status' in form) return c.json({ error: 'invalid_request' }, form.status)
  const provider = await providerIn(c)
  if (!provider) return c.json({ error: 'not_found' }, 404)
  const received = await receive(c.env, c.var.config, provider, form.token, wordOf(c, provider))
  if (received.ok) return c.body(null, 200)
  return c.json({ error: received.refusal === 'provider-down' ? 'temporarily_unavailable' : 'invalid_request' }, 400)
})

/**
 * The provider's own page loads this one in a frame, in the browser of whoever signed out there (OpenID Connect Front-Channel
 * Logout 1.0). Browsers send no cookie of ours along: who knows the session's id there may end it. It is never shown in the
 * frame, and need not be.
 */
logout.get('/:provider/front-channel-logout', async (c) => {
  const provider = await providerIn(c)
  if (!provider) throw new AppError({ kind: 'not_found' })
  const sid = c.req.query('sid')
  if (c.req.query('iss') === provider.issuer && isName(sid)) {
    await endHere(c.env, { provider: provider.row, subject: null, sid }, wordOf(c, provider))
  }
  return c.html('<!doctype html><html lang="en"><title>Signed out</title><p>Done.</p></html>')
})

async function providerIn(c: Context<App>): Promise<Provider | null> {
  const { rows } = await batch(c.env.DB, [providerOf(readId('identity-provider', c.req.param('provider') ?? ''))])
  return rows[0][0] ? readProvider(rows[0][0]) : null
}

/** The token in the form, '' without one; or how what is no form is answered. */
async function formOf(c: Context<App>): Promise<{ token: string } | { status: 400 | 413 }> {
  try {
    return { token: (await readForm(c)).get('logout_token') ?? '' }
  } catch (failure) {
    if (!(failure instanceof AppError)) throw failure
    return { status: failure.stop.kind === 'too_large' ? 413 : 400 }
  }
}

function wordOf(c: Context<App>, { id }: Provider) {
  const { at, ip, request } = origin(c)
  return { at, ip, request, provider: id }
}
