/** One identity provider: what it is, what to type there, and each thing that is done to it. */
import { type Context, Hono } from 'hono'
import { batch } from '../../../db/client.ts'
import { randomText, sha256 } from '../../../digest.ts'
import { AppError } from '../../../errors.ts'
import type { Actor } from '../../../http/actor.ts'
import type { App } from '../../../http/context.ts'
import { act, page } from '../../../http/gate.ts'
import { changeBy } from '../../../http/origin.ts'
import { show } from '../../../http/respond.tsx'
import { readId } from '../../../ids.ts'
import { ROLES } from '../../../policy/roles.ts'
import { keyName, seal } from '../../../seal.ts'
import type { ProviderPageProps } from '../../../../views/federation/provider-forms.tsx'
import { PROVIDER_DONE, ProviderPage } from '../../../../views/federation/provider-page.tsx'
import { TokenPage } from '../../../../views/federation/token-page.tsx'
import { CLIENT_SECRET, type Provider } from '../../provider.ts'
import { providerOf, readProvider } from '../../store.ts'
import { type Changing, changeProvider } from '../change-provider.ts'
import { discoverProvider } from '../discover-provider.ts'
import { readClient, readOffice, readReason, readVersion } from '../form.ts'
import { addressesFor, grantOf, obstacles, signInWords, works } from '../rules.ts'
import { type Difference, type Flaw, flaws, LONGEST, MOST, type ProviderFacts } from '../settings.ts'
import {
  clientChanged, directoryTokenSet, officeJoined, officeLeft, officesLike, officesThatBrought, providerChanges, providerFacts,
  providerSeen, switchedOff, switchedOn, versionRaised,
} from '../store.ts' // prettier-ignore

export const identityProvider = new Hono<App>()

const PATH = '/staff/identity-providers'
const RIGHT = 'providers.configure'
const CHANGES = 25
const OFFICES = 20

const reading = (id: Provider['id']) =>
  [providerOf(id), providerFacts(id), officesThatBrought(id), providerChanges(id, CHANGES)] as const

identityProvider.get('/:id', async (c) => {
  const id = readId('identity-provider', c.req.param('id'))
  const { actor, rows } = await page(c, {
    right: RIGHT,
    name: 'page.viewed',
    record: () => ({ id, seen: providerSeen(id) }),
    read: () => reading(id),
  })
  return providerPage(c, actor, known(rows), {})
})

identityProvider.post('/:id/client', async (c) => {
  const asked = await asking(c)
  const { actor, form, provider, version } = asked
  const { typed, secret, errors } = readClient(form, provider.clientId !== '')
  if (Object.keys(errors).length > 0) return providerPage(c, actor, asked, { client: typed, errors })
  const { sealKeys } = c.var.config
  const isAnother = typed.clientId !== provider.clientId
  const differences: Difference[] = [
    ...(isAnother ? [{ field: 'client id' as const, before: provider.clientId || null, after: typed.clientId }] : []),
    ...(secret === '' ? [] : [{ field: 'client secret' as const, before: null, after: null }]),
  ]
  if (differences.length === 0) return c.redirect(`${PATH}/${provider.id}?done=same`, 303)
  const sealed = secret && {
    sealed: await seal(secret, sealKeys, CLIENT_SECRET, provider.id),
    by: keyName(sealKeys.present),
  }
  const first = clientChanged(version, typed.clientId, sealed || null)
  return changed(c, asked, { first, differences, endsSessions: isAnother }, 'client')
})

identityProvider.post('/:id/offices', async (c) => {
  const asked = await asking(c)
  const { actor, form, provider, offices, version } = asked
  const { typed, words, npi, error } = readOffice(form)
  const refuse = (sentence: string, found: ProviderPageProps['found'] = []) =>
    providerPage(c, actor, asked, { words: typed.words, found, errors: { words: sentence } })
  if (provider.kind === 'plan') return refuse('The plan’s own provider is no office’s.')
  if (error) return refuse(error)
  const { rows } = await batch(c.env.DB, [officesLike({ words, npi, id: typed.office }, OFFICES)])
  const found = rows[0].filter(({ row }) => !offices.some((one) => one.row === row))
  const [office] = found
  if (!office) {
    return refuse(rows[0].length > 0 ? 'This office is among them already.' : 'No office of that name or NPI is there.')
  }
  if (rows[0].length > OFFICES) return refuse(`More than ${OFFICES} offices have that in their name. Type more of it, or the NPI.`)
  if (found.length > 1) return providerPage(c, actor, asked, { words: typed.words, found })
  if (offices.length >= MOST.offices) return refuse(`A provider has at most ${MOST.offices} offices.`)
  const differences: Difference[] = [{ field: 'offices', before: null, after: office.name }]
  const also = [officeJoined(provider.row, office.row)]
  return changed(c, asked, { first: versionRaised(version), also, differences, office: office.row }, 'office-added')
}) // prettier-ignore

identityProvider.post('/:id/offices/removal', async (c) => {
  const asked = await asking(c)
  const { actor, form, provider, offices, version } = asked
  const office = offices.find(({ id }) => id === form.get('office'))
  if (!office) throw new AppError({ kind: 'changed_meanwhile' })
  if (provider.disabledAt === null && offices.length === 1) {
    const words = 'It is the only office of a provider that is switched on. Switch that off first.'
    return providerPage(c, actor, asked, { errors: { words } })
  }
  const differences: Difference[] = [{ field: 'offices', before: office.name, after: null }]
  const also = [officeLeft(provider.row, office.row)]
  const changing = { first: versionRaised(version), also, differences, endsSessions: true, office: office.row }
  return changed(c, asked, changing, 'office-removed')
})

identityProvider.post('/:id/directory-token', async (c) => {
  const asked = await asking(c)
  const { provider, facts, version } = asked
  const token = randomText()
  const hasOne = facts.scimTokenAt !== null
  const differences: Difference[] = [{ field: 'directory token', before: hasOne ? 'one' : null, after: 'a new one' }]
  const made = await changeProvider(
    c.env,
    { provider, first: directoryTokenSet(version, sha256(token)), differences },
    changeBy(c, asked.actor),
  )
  if (!made.ok) throw new AppError({ kind: 'changed_meanwhile' })
  // Shown in this one answer and kept nowhere: an address to come back to would keep it.
  return show(
    c,
    {
      title: 'The directory’s token',
      back: { href: `${PATH}/${provider.id}`, label: provider.name },
      banner: { kind: 'success', heading: 'A new token is made', focus: true },
    },
    <TokenPage name={provider.name} token={token} base={addressesFor(c.var.config.origin, provider.id).scim} hadOne={hasOne} />,
  )
}) // prettier-ignore

identityProvider.post('/:id/directory-token/revocation', async (c) => {
  const asked = await asking(c)
  if (asked.facts.scimTokenAt === null) throw new AppError({ kind: 'changed_meanwhile' })
  const differences: Difference[] = [{ field: 'directory token', before: 'one', after: null }]
  return changed(c, asked, { first: directoryTokenSet(asked.version, null), differences }, 'token-revoked')
})

identityProvider.post('/:id/switching-on', async (c) => {
  const asked = await asking(c)
  const { actor, provider, facts, version } = asked
  if (provider.disabledAt === null) throw new AppError({ kind: 'changed_meanwhile' })
  if (obstacles(provider, facts, c.var.config.policy.PROVIDERS).length > 0) {
    const form = 'Some things are to be done first: they stand under “Switching it on”.'
    return providerPage(c, actor, asked, { errors: { form } })
  }
  const found = await discoverProvider(provider.issuer, !c.var.config.secure)
  if (!works(found)) {
    return providerPage(c, actor, asked, { check: found, errors: { form: 'What the provider publishes keeps it off. It stands below.' } })
  }
  const differences: Difference[] = [{ field: 'state', before: 'off', after: 'on' }]
  return changed(c, asked, { first: switchedOn(version), differences }, 'on')
}) // prettier-ignore

// At once, whatever was changed since the page was opened: only one that is off already stays as it is.
identityProvider.post('/:id/switching-off', async (c) => {
  const asked = await asking(c, false)
  const { actor, form, provider } = asked
  const { typed, error } = readReason(form)
  if (error) return providerPage(c, actor, asked, { reason: typed.reason, errors: { reason: error } })
  const first = switchedOff(provider.row, c.var.now.getTime())
  const differences: Difference[] = [{ field: 'state', before: 'on', after: 'off' }]
  return changed(c, asked, { first, differences, endsSessions: true }, 'off', typed.reason)
})

identityProvider.post('/:id/check', async (c) => {
  const { provider } = await asking(c, false)
  const found = await discoverProvider(provider.issuer, !c.var.config.secure)
  return c.redirect(`${PATH}/${provider.id}?done=${['checked', ...found].join('.')}`, 303)
})

type Rows = readonly [
  Parameters<typeof readProvider>[0][],
  ProviderFacts[],
  ProviderPageProps['offices'],
  { at: number; by: string; changes: string; reason: string | null }[],
]

/** The provider as the page and its forms take it. Throws `not_found`. */
function known([[row], [facts], offices, changes]: Rows) {
  if (!row || !facts) throw new AppError({ kind: 'not_found' })
  return { provider: readProvider(row), facts, offices, changes }
}

type Known = ReturnType<typeof known>

/** Who asks for a change of which provider; with `ofVersion` of none but the one that they saw. */
async function asking(c: Context<App>, ofVersion = true) {
  const { actor, form } = await act(c, RIGHT, { fresh: 'any' })
  const { rows } = await batch(c.env.DB, reading(readId('identity-provider', c.req.param('id') ?? '')))
  const found = known(rows)
  const { provider, facts } = found
  if (ofVersion && readVersion(form) !== String(facts.changedAt)) throw new AppError({ kind: 'changed_meanwhile' })
  const version = { row: provider.row, changedAt: facts.changedAt, at: c.var.now.getTime() }
  return { actor, form, version, ...found }
}

async function changed(
  c: Context<App>,
  { actor, provider }: { actor: Actor; provider: Provider },
  changing: Omit<Changing, 'provider'>,
  done: keyof typeof PROVIDER_DONE,
  reason: string | null = null,
): Promise<Response> {
  const made = await changeProvider(c.env, { provider, ...changing }, { ...changeBy(c, actor), reason })
  if (!made.ok) throw new AppError({ kind: 'changed_meanwhile' })
  return c.redirect(`${PATH}/${provider.id}?done=${done}`, 303)
}

/** After these the address says what the provider's metadata was found to lack: `?done=changed.no-pkce`. */
const looksUp = ['created', 'changed', 'changed-and-off', 'checked']

type Told = Partial<Pick<ProviderPageProps, 'client' | 'words' | 'found' | 'reason' | 'errors'>> & { check?: Flaw[] }

function providerPage(c: Context<App>, actor: Actor, { provider, facts, offices, changes }: Known, told: Told) {
  const { client, words = '', found = [], reason = '', errors = {} } = told
  const isWrong = Object.keys(errors).length > 0
  const [word, ...asked] = (c.req.query('done') ?? '').split('.')
  const done = Object.entries(PROVIDER_DONE).find(([one]) => one === word)
  const check = told.check ?? (done && looksUp.includes(done[0]) ? flaws.filter((one) => asked.includes(one)) : null)
  const { sealedSecret: _sealed, ...shown } = provider
  return show(
    c,
    {
      title: provider.name,
      error: isWrong,
      status: isWrong ? 422 : 200,
      back: { href: PATH, label: 'Identity providers' },
      banner: done && !isWrong ? { kind: done[0] === 'changed-and-off' ? 'warning' : 'success', heading: done[1], focus: true } : undefined,
    },
    <ProviderPage
      csrf={actor.csrf}
      zone={c.var.config.zone}
      provider={{ ...shown, mfaWhen: provider.mfaWhen.map(signInWords), mappings: provider.mappings.map((one) => ({ group: one.group, grant: grantOf(one) })) }}
      facts={facts}
      offices={offices}
      roleNames={roleNames}
      addresses={addressesFor(c.var.config.origin, provider.id)}
      obstacles={obstacles(provider, facts, c.var.config.policy.PROVIDERS)}
      check={check}
      changes={changes.map((one) => ({ ...one, changes: JSON.parse(one.changes) as Difference[] }))}
      longest={LONGEST}
      client={client ?? { clientId: provider.clientId }}
      words={words}
      found={found}
      reason={reason}
      errors={errors}
    />,
  )
} // prettier-ignore

const roleNames = Object.fromEntries(Object.entries(ROLES).map(([role, { name }]) => [role, name]))
