/** The way there and back before anybody depends on it: what a provider says of whoever sets it up. It opens and links nothing. */
import { Hono } from 'hono'
import { batch } from '../../../db/client.ts'
import { AppError } from '../../../errors.ts'
import type { App } from '../../../http/context.ts'
import { visitorOf } from '../../../http/csrf.ts'
import { act, page } from '../../../http/gate.ts'
import { origin } from '../../../http/origin.ts'
import { show } from '../../../http/respond.tsx'
import { readId } from '../../../ids.ts'
import { dayOf } from '../../../policy/calendar.ts'
import { ROLES } from '../../../policy/roles.ts'
import { unseal } from '../../../seal.ts'
import { TriedPage, TrialRefused, UntriedPage } from '../../../../views/federation/tried-page.tsx'
import { Leaving } from '../../../../views/sign-in/provider-pages.tsx'
import { TRIAL, type Trial } from '../../flow/flow.ts'
import { requestAuthorization } from '../../flow/request-authorization.ts'
import { vouchedEmail } from '../../people/rules.ts'
import { accountOfAddress } from '../../people/store.ts'
import { providerOf, readProvider } from '../../store.ts'
import { providerSeen } from '../store.ts'
import { claimRows, leadingOf, missingClaims, trialGrants } from './rules.ts'
import { addressedAccount, linkedAccount, officesOfTrial } from './store.ts'

export const providerTrial = new Hono<App>()

const PATH = '/staff/identity-providers'
const RIGHT = 'providers.configure'
/** No seal of a trial has more characters. */
const LONGEST_TRIAL = 16_384

providerTrial.post('/:id/trial', async (c) => {
  const { actor } = await act(c, RIGHT, { fresh: 'any' })
  const id = readId('identity-provider', c.req.param('id'))
  const { rows } = await batch(c.env.DB, [providerOf(id)])
  const [row] = rows[0]
  if (!row) throw new AppError({ kind: 'not_found' })
  const provider = readProvider(row)
  const { name } = provider
  const back = { href: `${PATH}/${id}`, label: name }
  const title = `Trying ${name}`
  const why = !c.var.config.policy.PROVIDERS ? 'off' : provider.clientId === '' ? 'no-client' : null
  if (why) return show(c, { title, back, error: true, status: 422 }, <TrialRefused why={why} name={name} />)
  const means = { db: c.env.DB, config: c.var.config, origin: origin(c), visitor: visitorOf(c) }
  const asked = await requestAuthorization(means, provider, { purpose: 'try', account: actor.account })
  if (!asked.ok) return show(c, { title, back, error: true, status: 503 }, <TrialRefused why={asked.refusal} name={name} />)
  const { address } = asked.value
  return show(c, { title, back, goesOnTo: address }, <Leaving name={name} address={address} />)
}) // prettier-ignore

// What the provider answered comes sealed for this person alone, from the address it sends every answer to.
providerTrial.get('/:id/trial', async (c) => {
  const id = readId('identity-provider', c.req.param('id'))
  const { actor, rows } = await page(c, {
    right: RIGHT,
    name: 'identity_provider.tried',
    record: () => ({ id, seen: providerSeen(id) }),
    read: () => [providerOf(id)],
  })
  const [[row]] = rows
  if (!row) throw new AppError({ kind: 'not_found' })
  const provider = readProvider(row)
  const { name } = provider
  const sealed = c.req.query('s') ?? ''
  const holder = `${id} ${actor.account}`
  const trial = (await unseal(sealed, c.var.config.sealKeys, TRIAL, holder, LONGEST_TRIAL)) as Trial | null
  const frame = { title: `Trying ${name}`, back: { href: `${PATH}/${id}`, label: name } }
  if (!trial) return show(c, frame, <UntriedPage csrf={actor.csrf} id={id} />)
  if ('refused' in trial) return show(c, { ...frame, error: true }, <TrialRefused why={trial.refused} name={name} />)
  const { claims, isMultiFactor } = trial
  const today = dayOf(c.var.now, c.var.config.zone)
  const subject = typeof claims['sub'] === 'string' ? claims['sub'] : ''
  const email = vouchedEmail(claims, provider) ?? ''
  const { rows: found } = await batch(c.env.DB, [
    linkedAccount(provider.issuer, subject),
    addressedAccount(email),
    accountOfAddress(email, provider.row, today),
    officesOfTrial(provider.row, { issuer: provider.issuer, subject, email }, today),
  ])
  const [[linked = null], [addressed = null], [may], offices] = found
  const facts = { linked, addressed: addressed && { ...addressed, isHere: may?.isHere === 1 } }
  const { department, capabilities, roles } = trialGrants(claims, provider)
  return show(
    c,
    frame,
    <TriedPage
      csrf={actor.csrf}
      provider={{ id, name, kind: provider.kind }}
      claims={claimRows(claims)}
      missing={missingClaims(claims, provider)}
      isMultiFactor={isMultiFactor}
      leading={leadingOf(claims, provider, facts)}
      department={department}
      capabilities={capabilities}
      roles={roles.map((role) => ROLES[role].name)}
      offices={offices.map((office) => office.name)}
    />,
  )
})
