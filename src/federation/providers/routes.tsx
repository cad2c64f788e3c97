/** Whose word signs people in: the list of identity providers, a new one, and what is typed of one (requirements, section 13). */
import { type Context, Hono } from 'hono'
import { batch } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import type { Actor } from '../../http/actor.ts'
import type { App } from '../../http/context.ts'
import { act, page } from '../../http/gate.ts'
import { changeBy } from '../../http/origin.ts'
import { show } from '../../http/respond.tsx'
import { readId } from '../../ids.ts'
import { ROLES } from '../../policy/roles.ts'
import { ProviderForm } from '../../../views/federation/provider-form.tsx'
import { ProvidersPage } from '../../../views/federation/providers-page.tsx'
import type { Provider } from '../provider.ts'
import { isIssuerAddress } from '../rules.ts'
import { providerOf, readProvider } from '../store.ts'
import { changeSettings } from './change-settings.ts'
import { createProvider } from './create-provider.ts'
import { discoverProvider } from './discover-provider.ts'
import { asTyped, type Judging, readSettings, readVersion, type TypedSettings } from './form.ts'
import { grantOf, kindHeldBy } from './rules.ts'
import { LONGEST, type ProviderFacts } from './settings.ts'
import { listedProviders, providerFacts, providerSeen, takenElsewhere } from './store.ts'

export const identityProviders = new Hono<App>()

const PATH = '/staff/identity-providers'
const RIGHT = 'providers.configure'
const SHOWN = 200

identityProviders.get('/', async (c) => {
  const { rows } = await page(c, { right: RIGHT, name: 'page.viewed', read: () => [listedProviders(SHOWN)] })
  return show(
    c,
    { title: 'Identity providers' },
    <ProvidersPage
      providers={rows[0].map((one) => ({ ...one, domains: JSON.parse(one.domains) as string[] }))}
      isAllowed={c.var.config.policy.PROVIDERS}
      zone={c.var.config.zone}
    />,
  )
})

identityProviders.get('/new', async (c) => {
  const { actor } = await page(c, { right: RIGHT, name: 'page.viewed', read: () => [] })
  return formPage(c, actor, null, { typed: nothing, errors: {} })
})

identityProviders.post('/', async (c) => {
  const { actor, form } = await act(c, RIGHT, { fresh: 'any' })
  const { typed, settings, errors } = readSettings(form, judging(c, null))
  const { rows } = await batch(c.env.DB, [takenElsewhere(null, settings.issuer, [])])
  if (rows[0].length > 0) errors.issuer = ISSUER_TAKEN
  if (Object.keys(errors).length > 0) return formPage(c, actor, null, { typed, errors })
  const flaws = await discoverProvider(settings.issuer, !c.var.config.secure)
  const means = { db: c.env.DB, sealKeys: c.var.config.sealKeys }
  const created = await createProvider(means, { ...settings, mfaWhen: [] }, changeBy(c, actor))
  if (!created.ok) throw new AppError({ kind: 'changed_meanwhile' })
  return c.redirect(`${PATH}/${created.value}?done=${['created', ...flaws].join('.')}`, 303)
})

identityProviders.get('/:id/settings', async (c) => {
  const id = readId('identity-provider', c.req.param('id'))
  const { actor, rows } = await page(c, {
    right: RIGHT,
    name: 'page.viewed',
    record: () => ({ id, seen: providerSeen(id) }),
    read: () => [providerOf(id), providerFacts(id)],
  })
  const [[row], [facts]] = rows
  if (!row || !facts) throw new AppError({ kind: 'not_found' })
  const provider = readProvider(row)
  const typed = asTyped(provider, facts.changedAt, grantOf)
  return formPage(c, actor, { provider, facts }, { typed, errors: {} })
})

identityProviders.post('/:id/settings', async (c) => {
  const { actor, form } = await act(c, RIGHT, { fresh: 'any' })
  const id = readId('identity-provider', c.req.param('id'))
  const { rows: found } = await batch(c.env.DB, [providerOf(id), providerFacts(id)])
  const [[row], [facts]] = found
  if (!row || !facts) throw new AppError({ kind: 'not_found' })
  if (readVersion(form) !== String(facts.changedAt)) throw new AppError({ kind: 'changed_meanwhile' })
  const provider = readProvider(row)
  const held = kindHeldBy(provider, facts) === null ? null : provider.kind
  const { typed, settings, errors } = readSettings(form, judging(c, held))
  const { rows } = await batch(c.env.DB, [takenElsewhere(provider.row, settings.issuer, settings.domains)])
  for (const { what, value } of rows[0]) {
    if (what === 'issuer') errors.issuer = ISSUER_TAKEN
    else errors.domains ??= `Another provider has “${value}”. A domain leads to one provider alone.`
  }
  if (provider.disabledAt === null && settings.domains.length === 0)
    errors.domains ??= 'The provider is switched on: it keeps a domain at least. Switch it off first.'
  if (Object.keys(errors).length > 0) return formPage(c, actor, { provider, facts }, { typed, errors })
  const flaws = await discoverProvider(settings.issuer, !c.var.config.secure)
  const change = { provider, facts, settings, found: flaws }
  const settled = await changeSettings(c.env, change, changeBy(c, actor))
  if (!settled.ok) throw new AppError({ kind: 'changed_meanwhile' })
  return c.redirect(`${PATH}/${id}?done=${[settled.value, ...flaws].join('.')}`, 303)
})

const ISSUER_TAKEN = 'Another provider has this issuer. Who a person is there can lead to one account alone.'

const nothing: TypedSettings = {
  version: '', name: '', kind: '', issuer: '', domains: '', mfa: '', groupsClaim: 'groups', mappings: [], signalsIssuer: '',
  signalsAudience: '', signalsJwksUri: '',
} // prettier-ignore

function judging(c: Context<App>, held: Provider['kind'] | null): Judging {
  const { secure, origin } = c.var.config
  return { isIssuer: (text) => isIssuerAddress(text, !secure), origin, held }
}

const roleNames = Object.fromEntries(Object.entries(ROLES).map(([role, { name }]) => [role, name]))

function formPage(
  c: Context<App>,
  actor: Actor,
  known: { provider: Provider; facts: ProviderFacts } | null,
  { typed, errors }: { typed: TypedSettings; errors: Record<string, string> },
) {
  const isWrong = Object.keys(errors).length > 0
  return show(
    c,
    {
      title: known ? `Settings of ${known.provider.name}` : 'A new identity provider',
      error: isWrong,
      status: isWrong ? 422 : 200,
      back: known
        ? { href: `${PATH}/${known.provider.id}`, label: known.provider.name }
        : { href: PATH, label: 'Identity providers' },
    },
    <ProviderForm
      csrf={actor.csrf}
      id={known?.provider.id ?? null}
      kind={known?.provider.kind ?? null}
      kindHeldBy={known && kindHeldBy(known.provider, known.facts)}
      openSessions={known?.facts.openSessions ?? 0}
      roleNames={roleNames}
      longest={LONGEST}
      typed={typed}
      errors={errors}
    />,
  )
}
