/** The users of an LOA's own office: what each may see, and changing it (III.B.6 to III.B.9). */
import { type Context, Hono } from 'hono'
import { AppError } from '../../errors.ts'
import { batch } from '../../db/client.ts'
import type { Actor } from '../../http/actor.ts'
import type { App } from '../../http/context.ts'
import { act, page } from '../../http/gate.ts'
import { origin } from '../../http/origin.ts'
import { show } from '../../http/respond.tsx'
import { readId } from '../../ids.ts'
import { providersOf } from '../../claims/store.ts'
import { dayOf } from '../../policy/calendar.ts'
import { ROLES } from '../../policy/roles.ts'
import { UserPage } from '../../../views/approval/user-page.tsx'
import { UsersPage } from '../../../views/approval/users-page.tsx'
import { tasksOf } from '../administrators/store.ts'
import { asTyped, choicesOf, type Errors, readDone, readGrants, type TypedGrants } from '../form.ts'
import { ATTESTATION, type Grant, type Provider } from '../access-request.ts'
import { grantState } from '../rules.ts'
import { PAGE_SIZE } from '../store.ts'
import { grantRoles } from './grant-roles.ts'
import { userFor, type UserRow, userSeen, usersOf } from './store.ts'

export const officeUsers = new Hono<App>()

const BASE = '/office/users'

officeUsers.get('/', async (c) => {
  const { now, config } = c.var
  const after = c.req.query('after')
  const today = dayOf(now, config.zone)
  const { actor, rows } = await page(c, {
    right: 'office.administer',
    name: 'page.viewed',
    read: (key) => [
      usersOf(key, today, now.getTime(), after ? readId('membership', after) : null),
      tasksOf(key, today),
      providersOf(key, null),
    ],
  })
  const found = rows[0].slice(0, PAGE_SIZE)
  const last = rows[0].length > PAGE_SIZE ? found.at(-1) : undefined
  return show(
    c,
    { title: 'Users' },
    <UsersPage
      users={found.map((user) => shown(c, actor, user, rows[2]))}
      isOnlyLoa={rows[1][0]?.isOnlyLoa === 1}
      start={after ? BASE : undefined}
      older={last && `${BASE}?after=${last.id}`}
    />,
  )
})

/** The form is on the page, so the page wants the fresh second factor that the change does. */
officeUsers.get('/:id', (c) => userPage(c, false))

officeUsers.post('/:id/roles', async (c) => {
  const { actor, form } = await act(c, 'office.administer', { fresh: 'any' })
  const id = readId('membership', c.req.param('id'))
  const { now, config } = c.var
  const today = dayOf(now, config.zone)
  const { key, row } = actor.session
  const { rows } = await batch(c.env.DB, [userFor(key, id, today, now.getTime()), providersOf(key, null)])
  const [user] = rows[0]
  if (!user) throw new AppError({ kind: 'not_found' })
  // Nobody grants roles to themselves: another LOA does, or the plan.
  if (user.account === actor.account) throw new AppError({ kind: 'no_right' })
  const providers = offered(user, rows[1])
  const given = readGrants(form, providers, today, user.isLoa === 1)
  if ('errors' in given)
    return userForm(c, actor, user, providers, { status: 422, typed: given.typed, errors: given.errors })
  const { ip, request, device } = origin(c)
  const outcome = await grantRoles(
    c.env.DB,
    {
      row: user.row,
      account: user.account,
      office: actor.membership?.officeId ?? 0,
      before: grantsOf(user),
      last: Number(form.get('last') ?? -1),
    },
    given.grants,
    { by: actor.account, name: actor.name, from: { ip, request, device, session: row } },
    now.getTime(),
    today,
  )
  return outcome.ok ? c.redirect(`${BASE}/${user.id}?done=changed`, 303) : userPage(c, true)
})

async function userPage(c: Context<App, '/:id' | '/:id/roles'>, late: boolean) {
  const id = readId('membership', c.req.param('id'))
  const now = c.var.now.getTime()
  const today = dayOf(c.var.now, c.var.config.zone)
  const { actor, rows } = await page(c, {
    right: 'office.administer',
    fresh: 'any',
    name: 'page.viewed',
    record: (key) => ({ id, seen: userSeen(key, id, today) }),
    read: (key) => [userFor(key, id, today, now), providersOf(key, null)],
  })
  const [user] = rows[0]
  if (!user) throw new AppError({ kind: 'not_found' })
  const typed = asTyped(grantsOf(user))
  return userForm(c, actor, user, offered(user, rows[1]), { status: late ? 409 : 200, typed, late })
}

type Told = { status: 200 | 409 | 422; typed: TypedGrants; errors?: Errors; late?: boolean }

function userForm(c: Context<App>, actor: Actor, user: UserRow, providers: Provider[], told: Told) {
  const { status, typed, errors, late } = told
  return show(
    c,
    {
      title: `${user.firstName} ${user.lastName}`,
      status,
      error: errors !== undefined,
      back: { href: BASE, label: 'Users' },
    },
    <UserPage
      csrf={actor.csrf}
      zone={c.var.config.zone}
      user={shown(c, actor, user, providers)}
      roles={choicesOf(typed)}
      providers={providers}
      attestation={ATTESTATION}
      last={user.attestation}
      errors={errors}
      late={late}
      done={readDone(c.req.query('done')) === 'changed'}
    />,
  )
}

/** The grants there are, ended ones too. */
export function grantsOf(user: UserRow): Grant[] {
  return JSON.parse(user.grants) as Grant[]
}

/** The office's providers, and those that a limit names though they are not its own any more. */
export function offered(user: UserRow, providers: readonly Provider[]): Provider[] {
  const known = new Set(providers.map(({ id }) => id))
  const gone = new Set(grantsOf(user).flatMap((grant) => grant.providers.filter((id) => !known.has(id))))
  return [...providers, ...[...gone].map((id) => ({ id, name: 'A provider who left', npi: null }))]
}

function shown(c: Context<App>, actor: Actor, user: UserRow, providers: readonly Provider[]) {
  const today = dayOf(c.var.now, c.var.config.zone)
  return {
    ...user,
    isSelf: user.account === actor.account,
    grants: grantsOf(user).map((grant) => ({
      name: ROLES[grant.role].name,
      endsOn: grant.endsOn,
      state: grantState(grant, today),
      providers: grant.providers.map((id) => providers.find((one) => one.id === id)?.name ?? 'a provider who left'),
    })),
  }
}
