/** One's own authenticator apps: adding one by its first code, and taking one away (III.F.2). */
import { type Context, Hono } from 'hono'
import { batch } from '../../../db/client.ts'
import { randomText } from '../../../digest.ts'
import { AppError } from '../../../errors.ts'
import type { Actor } from '../../../http/actor.ts'
import type { App } from '../../../http/context.ts'
import { act, page } from '../../../http/gate.ts'
import { acting } from '../../../http/origin.ts'
import { show } from '../../../http/respond.tsx'
import { newId, readId } from '../../../ids.ts'
import { seal, unseal } from '../../../seal.ts'
import { add } from '../../../second-factor/apps/add.ts'
import { APP_OFFER, type Offer } from '../../../second-factor/apps/app.ts'
import { keyAddress, offerEnds, readOffer, SECRET_BYTES, secretInLetters } from '../../../second-factor/apps/rules.ts'
import { ownApps } from '../../../second-factor/apps/store.ts'
import { FACTOR_NAME_AT_MOST, inFours, passcodeDigits, readFactorName } from '../../../second-factor/rules.ts'
import type { FieldErrors } from '../../../../views/parts/error-summary.tsx'
import { EnoughApps, NewAppPage } from '../../../../views/profile/new-app-page.tsx'
import { RemoveFactorPage } from '../../../../views/profile/remove-factor-page.tsx'
import type { Removable } from '../factor.ts'
import { removable } from '../store.ts'
import { withdrawFactor } from '../withdraw-factor.ts'

const SECURITY = '/profile/security'
const PATH = `${SECURITY}/apps`
const back = { href: SECURITY, label: 'Sign-in and security' }

export const ownAuthenticatorApps = new Hono<App>()

ownAuthenticatorApps.get('/', async (c) => {
  const { actor, rows } = await page(c, {
    right: 'signed-in',
    fresh: 'step-up',
    name: 'page.viewed',
    read: (key) => [ownApps(key)],
  })
  demandInUse(c)
  const { AUTHENTICATOR_APPS_EACH: most } = c.var.config.policy
  if (rows[0].length >= most) return show(c, { title: 'Add an authenticator app', back }, <EnoughApps most={most} />)
  return offerPage(c, actor, { offer: newOffer(c) })
})

ownAuthenticatorApps.post('/', async (c) => {
  const { actor, form } = await act(c, 'signed-in', { fresh: 'step-up' })
  demandInUse(c)
  const { policy, sealKeys } = c.var.config
  const sealed = form.get('offer') ?? ''
  const typedName = form.get('name') ?? ''
  const offer = readOffer(await unseal(sealed, sealKeys, APP_OFFER, actor.session.key.id), c.var.now.getTime())
  // Too old, or of another session: the secret of a form is believed under its seal alone.
  if (!offer) return lateOffer(c, actor, typedName)
  const name = readFactorName(typedName)
  const code = passcodeDigits(form.get('code') ?? '', policy.PASSCODE_DIGITS)
  const errors = {
    ...(name === null ? { name: `Give the app a name of at most ${FACTOR_NAME_AT_MOST} characters.` } : {}),
    ...(code === null ? { code: `The code has ${policy.PASSCODE_DIGITS} digits.` } : {}),
  }
  if (name === null || code === null) return offerPage(c, actor, { offer, name: typedName, errors })
  const added = await add({ db: c.env.DB, mail: c.env.MAIL, policy, sealKeys }, { offer, name, code }, acting(c, actor))
  if (added.ok) {
    return c.redirect(`${added.value.hasRecovery ? SECURITY : `${SECURITY}/recovery-codes`}?done=app-added`, 303)
  }
  switch (added.refusal) {
    case 'wrong-code':
      return offerPage(c, actor, { offer, name: typedName, errors: { code: wrongCode } })
    case 'too-many':
      return c.redirect(PATH, 303)
    case 'gone':
      return lateOffer(c, actor, typedName)
    default:
      return added.refusal satisfies never
  }
})

ownAuthenticatorApps.get('/:id/removal', async (c) => {
  const id = readId('authenticator-app', c.req.param('id'))
  const { actor, rows } = await page(c, {
    right: 'signed-in',
    fresh: 'step-up',
    name: 'page.viewed',
    read: (key) => [removable('app', key, id, c.var.config.policy)],
  })
  return removalPage(c, actor, id, rows[0][0])
})

ownAuthenticatorApps.post('/:id/removal', async (c) => {
  const { actor, form } = await act(c, 'signed-in', { fresh: 'step-up' })
  const { policy, sealKeys } = c.var.config
  const id = readId('authenticator-app', c.req.param('id'))
  const removed = await withdrawFactor(
    { db: c.env.DB, mail: c.env.MAIL, policy, sealKeys },
    'app',
    { id, isSure: form.get('sure') === 'yes', session: actor.session.key },
    acting(c, actor),
  )
  if (removed.ok) return c.redirect(`${SECURITY}?done=app-removed`, 303)
  if (removed.refusal === 'not-found') throw new AppError({ kind: 'not_found' })
  const { rows } = await batch(c.env.DB, [removable('app', actor.session.key, id, policy)])
  return removalPage(c, actor, id, rows[0][0], 422)
})

const wrongCode =
  'This code is not the app’s. Type the one that it shows now; if it is wrong again, set the clock of the app’s device right.'

/** A plan that has no apps has no pages for them. */
function demandInUse(c: Context<App>): void {
  if (!c.var.config.policy.AUTHENTICATOR_APPS) throw new AppError({ kind: 'not_found' })
}

function newOffer(c: Context<App>): Offer {
  const { now, config } = c.var
  return {
    id: newId('authenticator-app'),
    secret: randomText(SECRET_BYTES),
    until: offerEnds(now.getTime(), config.policy),
  }
}

function lateOffer(c: Context<App>, actor: Actor, name: string) {
  const errors = { form: 'The key waited too long. Give the app this new one, and type its code.' }
  return offerPage(c, actor, { offer: newOffer(c), name, errors })
}

/** The page with the key of the offer. */
async function offerPage(
  c: Context<App>,
  actor: Actor,
  { offer, name, errors }: { offer: Offer; name?: string; errors?: FieldErrors },
) {
  const { plan, policy, sealKeys } = c.var.config
  return show(
    c,
    { title: 'Add an authenticator app', error: errors !== undefined, status: errors ? 422 : 200, back },
    <NewAppPage
      csrf={actor.csrf}
      offer={await seal(offer, sealKeys, APP_OFFER, actor.session.key.id)}
      letters={inFours(secretInLetters(offer.secret))}
      address={keyAddress(offer.secret, plan.name, actor.email, policy)}
      minutes={policy.APP_OFFER_LASTS}
      nameAtMost={FACTOR_NAME_AT_MOST}
      name={name}
      errors={errors}
    />,
  )
}

function removalPage(c: Context<App>, actor: Actor, id: string, app: Removable | undefined, status: 200 | 422 = 200) {
  if (!app) throw new AppError({ kind: 'not_found' })
  return show(
    c,
    { title: 'Remove this authenticator app?', status, back },
    <RemoveFactorPage
      csrf={actor.csrf}
      action={`${PATH}/${id}/removal`}
      back={SECURITY}
      kind="app"
      name={app.name}
      isLast={app.isLast === 1}
      isBreakGlass={app.isBreakGlass === 1}
    />,
  )
}
