/** Changes the roles of a user who is being verified, from their card and back to it (III.H.1, III.B.9). */
import { type Context, Hono } from 'hono'
import { providersOf } from '../../../claims/store.ts'
import { batch } from '../../../db/client.ts'
import { AppError } from '../../../errors.ts'
import type { Actor } from '../../../http/actor.ts'
import type { App } from '../../../http/context.ts'
import { act, page } from '../../../http/gate.ts'
import { changeBy } from '../../../http/origin.ts'
import { show } from '../../../http/respond.tsx'
import { readId } from '../../../ids.ts'
import { dayOf } from '../../../policy/calendar.ts'
import { decisionKept } from '../../../verification/cards/store.ts'
import { openVerificationFor } from '../../../verification/store.ts'
import { RolesPage } from '../../../../views/verification/roles-page.tsx'
import { ATTESTATION, type Provider } from '../../access-request.ts'
import { asTyped, choicesOf, type TypedGrants } from '../../form.ts'
import { type Asked, changeRoles, grantsOf, offered, timesOf } from '../routes.tsx'
import { userFor, type UserRow, userSeen } from '../store.ts'

export const rolesVerified = new Hono<App>()

const BASE = '/office/verification'

/** The form is on the page, so the page wants the fresh second factor that the change does. */
rolesVerified.get('/:id/roles', (c) => rolesPage(c, false))

rolesVerified.post('/:id/roles', async (c) => {
  const { actor, form } = await act(c, 'office.verify', { fresh: 'any' })
  const id = readId('membership', c.req.param('id'))
  const { key } = actor.session
  const reads = [userFor(key, id, timesOf(c)), providersOf(key, null), openVerificationFor(key)] as const
  const { rows } = await batch(c.env.DB, reads)
  const [[user], known, [verification]] = rows
  if (!user) throw new AppError({ kind: 'not_found' })
  // Nobody grants roles to themselves: another LOA does, or the plan.
  if (user.account === actor.account) throw new AppError({ kind: 'no_right' })
  if (!verification) return c.redirect(BASE, 303)
  const providers = offered(user, known)
  const whose = { user, office: verification.office, providers }
  const kept = decisionKept(verification, user, 'changed', changeBy(c, actor))
  const outcome = await changeRoles(c, actor, form, whose, kept)
  if ('ask' in outcome) return rolesForm(c, actor, user, providers, outcome.ask)
  return outcome.done ? c.redirect(`${BASE}?done=${outcome.done}#next`, 303) : rolesPage(c, true)
})

async function rolesPage(c: Context<App, '/:id/roles'>, late: boolean) {
  const id = readId('membership', c.req.param('id'))
  const today = dayOf(c.var.now, c.var.config.zone)
  const { actor, rows } = await page(c, {
    right: 'office.verify',
    fresh: 'any',
    name: 'page.viewed',
    record: (key) => ({ id, seen: userSeen(key, id, today) }),
    read: (key) => [userFor(key, id, timesOf(c)), providersOf(key, null), openVerificationFor(key)],
  })
  const [[user], providers, [verification]] = rows
  if (!user) throw new AppError({ kind: 'not_found' })
  if (user.account === actor.account) throw new AppError({ kind: 'no_right' })
  if (!verification) return c.redirect(BASE, 303)
  return rolesForm(c, actor, user, offered(user, providers), { typed: asTyped(grantsOf(user)), late })
}

type Told = Partial<Asked> & { typed: TypedGrants; late?: boolean }

function rolesForm(c: Context<App>, actor: Actor, user: UserRow, providers: Provider[], told: Told) {
  const { typed, changedOn, errors, reported, late = false } = told
  return show(
    c,
    {
      title: `Roles of ${user.firstName} ${user.lastName}`,
      status: errors || reported ? 422 : late ? 409 : 200,
      error: errors !== undefined,
      back: { href: `${BASE}#next`, label: 'Verification' },
    },
    <RolesPage
      csrf={actor.csrf}
      action={`${BASE}/${user.id}/roles`}
      jobTitle={user.jobTitle}
      jobDescription={user.jobDescription}
      roles={choicesOf(typed)}
      providers={providers}
      attestation={ATTESTATION}
      last={user.attestation}
      changedOn={changedOn}
      errors={errors}
      reported={reported}
      late={late}
    />,
  )
}
