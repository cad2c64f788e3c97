/** One's own passkeys, after a fresh second factor (III.F.1.c.iii): added, renamed, taken away, or put off. */
import { type Context, Hono } from 'hono'
import { recordedIfChanged } from '../../../audit/statement.ts'
import { batch } from '../../../db/client.ts'
import { AppError } from '../../../errors.ts'
import type { Actor } from '../../../http/actor.ts'
import type { App } from '../../../http/context.ts'
import { act, page } from '../../../http/gate.ts'
import { acting } from '../../../http/origin.ts'
import { show } from '../../../http/respond.tsx'
import { readId } from '../../../ids.ts'
import { dispatch, postIfChanged } from '../../../mail/outbox.ts'
import { noticeKept } from '../../../notices/store.ts'
import { dayOf } from '../../../policy/calendar.ts'
import { newChallenge } from '../../../second-factor/passkeys/challenge.ts'
import type { Owner, PasskeyRow, PasskeyShown } from '../../../second-factor/passkeys/passkey.ts'
import { registerPasskey } from '../../../second-factor/passkeys/register.ts'
import { creationOptions, descriptors, NAME_SENTENCE, signsInAlone } from '../../../second-factor/passkeys/rules.ts'
import { ownerOf, ownPasskeys, passkeyRenamed, passkeysOfSession } from '../../../second-factor/passkeys/store.ts'
import { readFactorName } from '../../../second-factor/rules.ts'
import { recoveryLeft } from '../../../second-factor/recovery/store.ts'
import type { SessionKey } from '../../../session-key.ts'
import type { FieldErrors } from '../../../../views/parts/error-summary.tsx'
import { doneBanner } from '../../../../views/profile/done.ts'
import { PasskeysPage } from '../../../../views/profile/passkeys-page.tsx'
import { RemoveFactorPage } from '../../../../views/profile/remove-factor-page.tsx'
import { passkeyScripts } from '../../../../views/second-factor/passkey-form.tsx'
import type { Removable } from '../factor.ts'
import { removable } from '../store.ts'
import { withdrawFactor } from '../withdraw-factor.ts'

const PATH = '/profile/security/passkeys'
const back = { href: '/profile/security', label: 'Sign-in and security' }

const wrongWords = {
  late: 'That took too long. Add it once more.',
  wrong: 'The passkey couldn’t be added. Try again, or use another device.',
  known: 'This passkey is known here already, or you have as many as there can be.',
} as const

export const passkeys = new Hono<App>()

passkeys.get('/', async (c) => {
  const { actor, rows } = await page(c, { ...ask(c), name: 'page.viewed', read: (session) => reads(session) })
  return passkeysPage(c, actor, rows)
})

passkeys.post('/', async (c) => {
  const { actor, form } = await act(c, 'signed-in', ask(c))
  const typed = form.get('name') ?? ''
  const name = readFactorName(typed)
  const again = async (errors: FieldErrors) => {
    const { rows } = await batch(c.env.DB, reads(actor.session.key))
    return passkeysPage(c, actor, rows, { name: typed, errors })
  }
  if (name === null) return again({ name: NAME_SENTENCE })
  const added = await registerPasskey(
    { db: c.env.DB, mail: c.env.MAIL, config: c.var.config },
    { session: actor.session.key.id, name, text: form.get('passkey') ?? '' },
    acting(c, actor),
  )
  if (!added.ok) return again({ form: wrongWords[added.refusal] })
  const { rows } = await batch(c.env.DB, [recoveryLeft(actor.account)])
  // The first one asks for a way back in, should it be lost.
  const to = (rows[0][0]?.left ?? 0) > 0 ? PATH : '/profile/security/recovery-codes'
  return c.redirect(`${to}?done=passkey-added`, 303)
})

/** Whoever has none is offered one on the home page, and not again for a while. */
passkeys.post('/later', async (c) => {
  const { actor } = await act(c, 'signed-in')
  const { zone } = c.var.config
  const now = c.var.now
  await batch(c.env.DB, [
    noticeKept(actor.account, 'passkey', dayOf(now, zone), 0, now.getTime()),
    recordedIfChanged({ ...acting(c, actor), name: 'passkey.put_off', subject: actor.account, clause: 'III.F.2' }),
  ])
  return c.redirect('/home', 303)
})

passkeys.post('/:id/name', async (c) => {
  const { actor, form } = await act(c, 'signed-in', ask(c))
  const id = readId('passkey', c.req.param('id'))
  const name = readFactorName(form.get('name') ?? '')
  const { rows } = await batch(c.env.DB, reads(actor.session.key))
  if (!rows[0].some((one) => one.id === id)) throw new AppError({ kind: 'not_found' })
  if (name === null) return passkeysPage(c, actor, rows, { errors: { form: NAME_SENTENCE } })
  const by = acting(c, actor)
  const { account } = actor
  const posting = await postIfChanged(
    { name: 'sign-in-changed', what: 'passkey-renamed', to: { account }, channel: 'email' },
    by.at,
    c.var.config.sealKeys,
  )
  const { changes } = await batch(c.env.DB, [
    passkeyRenamed(account, id, name),
    recordedIfChanged({ ...by, name: 'passkey.renamed', subject: account, clause: 'III.F.2', detail: { factor: id } }),
    posting.statement,
  ])
  if (changes[0] === 0) throw new AppError({ kind: 'changed_meanwhile' })
  await dispatch(c.env.MAIL, [posting])
  return c.redirect(`${PATH}?done=passkey-renamed`, 303)
})

passkeys.get('/:id/removal', async (c) => {
  const id = readId('passkey', c.req.param('id'))
  const { policy } = c.var.config
  const { actor, rows } = await page(c, {
    ...ask(c),
    name: 'page.viewed',
    read: (session) => [removable('passkey', session, id, policy)],
  })
  return removalPage(c, actor, id, rows[0][0])
})

passkeys.post('/:id/removal', async (c) => {
  const { actor, form } = await act(c, 'signed-in', ask(c))
  const id = readId('passkey', c.req.param('id'))
  const { policy, sealKeys } = c.var.config
  const withdrawn = await withdrawFactor(
    { db: c.env.DB, mail: c.env.MAIL, policy, sealKeys },
    'passkey',
    { id, isSure: form.get('sure') === 'yes', session: actor.session.key },
    acting(c, actor),
  )
  if (withdrawn.ok) return c.redirect(`${PATH}?done=passkey-removed`, 303)
  if (withdrawn.refusal === 'not-found') throw new AppError({ kind: 'not_found' })
  const { rows } = await batch(c.env.DB, [removable('passkey', actor.session.key, id, policy)])
  return removalPage(c, actor, id, rows[0][0], 422)
})

/** Nothing of it is there where the plan has no passkeys; all of it wants a fresh second factor. */
function ask(c: Context<App>) {
  if (!c.var.config.policy.PASSKEYS) throw new AppError({ kind: 'not_found' })
  return { right: 'signed-in', fresh: 'step-up' } as const
}

function reads(session: SessionKey) {
  return [ownPasskeys(session), passkeysOfSession(session), ownerOf(session)] as const
}

async function passkeysPage(
  c: Context<App>,
  actor: Actor,
  [shown, own, [owner]]: readonly [PasskeyShown[], PasskeyRow[], Owner[]],
  { name, errors }: { name?: string; errors?: FieldErrors } = {},
) {
  if (!owner) throw new AppError({ kind: 'session_closed', why: 'ended' })
  const { config, now } = c.var
  const bound = { use: 'registration', holder: actor.session.key.id } as const
  const challenge = await newChallenge(bound, now.getTime(), config.sealKeys)
  const person = { publicId: owner.publicId, email: actor.email, name: actor.name }
  const most = config.policy.PASSKEYS_EACH
  return show(
    c,
    {
      title: 'Your passkeys',
      error: errors !== undefined,
      status: errors ? 422 : 200,
      back,
      banner: doneBanner(c.req.query('done')),
      scripts: passkeyScripts,
    },
    <PasskeysPage
      csrf={actor.csrf}
      zone={config.zone}
      passkeys={shown}
      options={shown.length < most ? creationOptions(challenge, config, person, descriptors(own)) : null}
      most={most}
      alone={signsInAlone(config.policy) && owner.isManaged === 0}
      name={name}
      errors={errors}
    />,
  )
}

function removalPage(c: Context<App>, actor: Actor, id: string, found: Removable | undefined, status: 200 | 422 = 200) {
  if (!found) throw new AppError({ kind: 'not_found' })
  return show(
    c,
    { title: 'Remove this passkey?', status, back: { href: PATH, label: 'Your passkeys' } },
    <RemoveFactorPage
      csrf={actor.csrf}
      action={`${PATH}/${id}/removal`}
      back={PATH}
      kind="passkey"
      name={found.name}
      isLast={found.isLast === 1}
      isBreakGlass={found.isBreakGlass === 1}
    />,
  )
}
