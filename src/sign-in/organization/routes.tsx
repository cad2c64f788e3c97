/** Off to an organization's own sign-in: the one sign-in page finds it by the address (requirements, section 13). */
import { type Context, Hono } from 'hono'
import { normalEmail } from '../../accounts/email.ts'
import { batch } from '../../db/client.ts'
import { requestAuthorization } from '../../federation/flow/request-authorization.ts'
import type { Provider } from '../../federation/provider.ts'
import { domainOf } from '../../federation/rules.ts'
import { providerOfDomain, readProvider } from '../../federation/store.ts'
import type { App } from '../../http/context.ts'
import { demandToken, visitorOf, visitorToken } from '../../http/csrf.ts'
import { readForm } from '../../http/form.ts'
import { origin } from '../../http/origin.ts'
import { show } from '../../http/respond.tsx'
import { Leaving } from '../../../views/sign-in/provider-pages.tsx'
import { signInForm } from '../form.ts'
import { brake, signInPage } from '../routes.tsx'

export const organization = new Hono<App>()
/** Stands before the password at the same address. */
export const withoutPassword = new Hono<App>()

organization.get('/', (c) => c.redirect('/sign-in', 303))

organization.post('/', async (c) => {
  const form = await readForm(c)
  demandToken(form, visitorToken(c))
  const next = form.get('next') ?? ''
  const email = form.get('email') ?? ''
  const typed = signInForm.shape.email.safeParse(email)
  if (!typed.success || email.trim() === '') {
    const errors = { email: 'Type your e-mail address: it tells which sign-in is yours.' }
    return signInPage(c, { next, email, errors })
  }
  await brake(c, origin(c).ip)
  const provider = await providerFor(c, email)
  if (provider) return leave(c, provider, email, next)
  const sentence = 'There is no sign-in of an organization for this address. Sign in with your password.'
  return signInPage(c, { next, email, errors: { form: sentence } })
})

/** An address without a password goes to its organization, if that has a sign-in; else the page asks for the password. */
withoutPassword.post('/', async (c, next) => {
  const form = await readForm(c)
  const email = form.get('email') ?? ''
  if (form.get('password') !== '' || !signInForm.shape.email.safeParse(email).success || email.trim() === '') {
    return next()
  }
  demandToken(form, visitorToken(c))
  await brake(c, origin(c).ip)
  const provider = await providerFor(c, email)
  return provider ? leave(c, provider, email, form.get('next') ?? '') : next()
})

/** The provider of the address, by its domain alone: whether anybody here has the address makes no difference (T6). */
async function providerFor(c: Context<App>, typed: string): Promise<Provider | null> {
  const email = normalEmail(typed)
  if (email === null || !c.var.config.policy.PROVIDERS) return null
  const { rows } = await batch(c.env.DB, [providerOfDomain(domainOf(email))])
  return rows[0][0] ? readProvider(rows[0][0]) : null
}

/** An answer, not a redirect: a form of ours leads nowhere else (docs/decisions/0019). */
async function leave(c: Context<App>, provider: Provider, email: string, next: string): Promise<Response> {
  const means = { db: c.env.DB, config: c.var.config, origin: origin(c), visitor: visitorOf(c) }
  const asked = await requestAuthorization(means, provider, { purpose: 'sign-in', next })
  if (asked.ok) {
    const { name } = provider
    const { address } = asked.value
    return show(c, { title: `Taking you to ${name}`, goesOnTo: address }, <Leaving name={name} address={address} />)
  }
  const sentence = `${provider.name} does not answer now. Try again in a moment, or sign in with your password here, if you have one.`
  return signInPage(c, { next, email, errors: { form: sentence }, status: 503 })
}
