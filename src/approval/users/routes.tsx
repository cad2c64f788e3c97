/** The users of an LOA's own office: how each stands, what each may see, and changing it (III.B.6 to III.B.9, III.M.3). */
import { type Context, Hono } from 'hono'
import { AppError } from '../../errors.ts'
import { batch, type Prepared } from '../../db/client.ts'
import type { Actor } from '../../http/actor.ts'
import type { App } from '../../http/context.ts'
import { addressOf, criteriaOf } from '../../http/criteria.ts'
import { act, page } from '../../http/gate.ts'
import { origin } from '../../http/origin.ts'
import { show } from '../../http/respond.tsx'
import { sessionKey } from '../../http/session.ts'
import { readId } from '../../ids.ts'
import { providersOf } from '../../claims/store.ts'
import { type Day, dayOf } from '../../policy/calendar.ts'
import { ROLES } from '../../policy/roles.ts'
import { isLate, judgeDay, lastDayOf } from '../../termination/rules.ts'
import { UserPage } from '../../../views/approval/user-page.tsx'
import { UsersPage, type UsersPageProps } from '../../../views/approval/users-page.tsx'
import { tasksOf } from '../administrators/store.ts'
import { asTyped, choicesOf, type Errors, readGrants, type TypedGrants } from '../form.ts'
import { ATTESTATION, type Grant, type Provider } from '../access-request.ts'
import { grantState, takesAway } from '../rules.ts'
import { PAGE_SIZE } from '../store.ts'
import { type Listing, readChangedOn, readListing, readSearch, readUserDone } from './form.ts'
import { grantRoles } from './grant-roles.ts'
import { limitRoles } from './limit-roles.ts'
import { timesAt } from './rules.ts'
import { userFor, type UserRow, userSeen, usersOf } from './store.ts'
import type { Times } from './user.ts'

export const officeUsers = new Hono<App>()

const BASE = '/office/users'

officeUsers.get('/', async (c) => {
  const listing = readListing(await criteriaOf(c, BASE, await sessionKey(c)))
  const read = readSearch(new URLSearchParams(listing.typed))
  const filters = 'filters' in read ? read.filters : { name: '', state: undefined }
  const { actor, rows } = await page(c, {
    right: 'office.administer',
    name: 'page.viewed',
    read: (key, today) => [
      usersOf(key, timesOf(c), filters, listing.after),
      tasksOf(key, today),
      providersOf(key, null),
    ],
  })
  const found = rows[0].slice(0, PAGE_SIZE)
  const last = rows[0].length > PAGE_SIZE ? found.at(-1) : undefined
  return usersPage(c, {
    csrf: actor.csrf,
    typed: listing.typed,
    users: found.map((user) => shown(c, actor, user, rows[2])),
    isOnlyLoa: rows[1][0]?.isOnlyLoa === 1,
    start: listing.after ? await listingAddress(c, actor, { ...listing, after: null }) : undefined,
    older: last && (await listingAddress(c, actor, { ...listing, after: last.id })),
    done: readUserDone(c.req.query('done')),
  })
})

officeUsers.post('/', async (c) => {
  const { actor, form } = await act(c, 'office.administer')
  const read = readSearch(form)
  if ('errors' in read)
    return usersPage(c, { csrf: actor.csrf, typed: read.typed, errors: read.errors, users: null, isOnlyLoa: false })
  return c.redirect(await listingAddress(c, actor, { typed: read.typed, after: null }), 303)
})

/** The form is on the page, so the page wants the fresh second factor that the change does. */
officeUsers.get('/:id', (c) => userPage(c, false))

officeUsers.post('/:id/roles', async (c) => {
  const { actor, form } = await act(c, 'office.administer', { fresh: 'any' })
  const id = readId('membership', c.req.param('id'))
  const { key } = actor.session
  const { rows } = await batch(c.env.DB, [userFor(key, id, timesOf(c)), providersOf(key, null)])
  const [user] = rows[0]
  if (!user) throw new AppError({ kind: 'not_found' })
  // Nobody grants roles to themselves: another LOA does, or the plan.
  if (user.account === actor.account) throw new AppError({ kind: 'no_right' })
  const providers = offered(user, rows[1])
  const office = actor.membership?.officeId ?? 0
  const outcome = await changeRoles(c, actor, form, { user, office, providers })
  if ('ask' in outcome) return userForm(c, actor, user, providers, { status: 422, ...outcome.ask })
  return outcome.done ? c.redirect(`${BASE}/${user.id}?done=${outcome.done}`, 303) : userPage(c, true)
})

/** What a form of roles is asked again with: sentences at its fields, or the day that makes it late and is to be confirmed. */
export type Asked = { typed: TypedGrants; changedOn: string; errors?: Errors; reported?: Day }

/**
 * Changes the roles as the form says, by the same rules at each door; what takes something away keeps the day the job
 * changed (III.B.9, III.M.3). `also` comes with it. Answers what was done; null: somebody was quicker.
 */
export async function changeRoles(
  c: Context<App>,
  actor: Actor,
  form: URLSearchParams,
  { user, office, providers }: { user: UserRow; office: number; providers: readonly Provider[] },
  also: readonly Prepared<never>[] = [],
): Promise<{ done: 'changed' | 'limited-reported' | null } | { ask: Asked }> {
  const { now, config } = c.var
  const today = dayOf(now, config.zone)
  const before = grantsOf(user)
  const given = readGrants(form, providers, today, user.isLoa === 1)
  const facts = { today, since: dayOf(new Date(user.createdAt), config.zone), endedOn: null }
  const changed = readChangedOn(form, (typed) => judgeDay(typed, 'limited', facts))
  const ask = { typed: given.typed, changedOn: changed.typed }
  if ('errors' in given) return { ask: { ...ask, errors: given.errors } }
  const whose = { row: user.row, account: user.account, office, before, last: Number(form.get('last') ?? -1) }
  const { ip, request, device } = origin(c)
  const from = { ip, request, device, session: actor.session.row }
  const decision = { by: actor.account, name: actor.name, from }
  if (!takesAway(before, given.grants, today)) {
    const granted = await grantRoles(c.env.DB, whose, given.grants, decision, now.getTime(), today, also)
    return { done: granted.ok ? 'changed' : null }
  }
  if ('error' in changed) return { ask: { ...ask, errors: { changedOn: changed.error } } }
  // Before anything is sent it is said that a report goes to the plan; of another day it is said anew.
  if (isLate(changed.day, today, config.policy, config.holidays) && form.get('knows') !== changed.day) {
    return { ask: { ...ask, reported: changed.day } }
  }
  const means = { env: c.env, config, today }
  const limited = await limitRoles(means, whose, given.grants, changed.day, decision, now.getTime(), also)
  if (!limited.ok) return { done: null }
  return { done: limited.value.late ? 'limited-reported' : 'changed' }
}

async function userPage(c: Context<App, '/:id' | '/:id/roles'>, late: boolean) {
  const id = readId('membership', c.req.param('id'))
  const { actor, rows } = await page(c, {
    right: 'office.administer',
    fresh: 'any',
    name: 'page.viewed',
    record: (key) => ({ id, seen: userSeen(key, id, dayOf(c.var.now, c.var.config.zone)) }),
    read: (key) => [userFor(key, id, timesOf(c)), providersOf(key, null)],
  })
  const [user] = rows[0]
  if (!user) throw new AppError({ kind: 'not_found' })
  const typed = asTyped(grantsOf(user))
  return userForm(c, actor, user, offered(user, rows[1]), { status: late ? 409 : 200, typed, late })
}

type Told = Partial<Asked> & { status: 200 | 409 | 422; typed: TypedGrants; late?: boolean }

function userForm(c: Context<App>, actor: Actor, user: UserRow, providers: Provider[], told: Told) {
  const { status, typed, changedOn, errors, late, reported } = told
  const { zone, plan } = c.var.config
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
      zone={zone}
      telephone={plan.telephone}
      user={shown(c, actor, user, providers)}
      roles={choicesOf(typed)}
      providers={providers}
      attestation={ATTESTATION}
      last={user.attestation}
      changedOn={changedOn}
      errors={errors}
      late={late}
      reported={reported}
      done={readUserDone(c.req.query('done'))}
    />,
  )
}

function usersPage(c: Context<App>, props: UsersPageProps) {
  const { errors } = props
  return show(c, { title: 'Users', error: errors !== undefined, status: errors ? 422 : 200 }, <UsersPage {...props} />)
}

function listingAddress(c: Context<App>, actor: Actor, listing: Listing): Promise<string> {
  return addressOf(c, BASE, listing, actor.session.key)
}

/** The days that a user's state depends on. */
export function timesOf(c: Context<App>): Times {
  return timesAt(c.var.now, c.var.config)
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
  const { zone } = c.var.config
  const today = dayOf(c.var.now, zone)
  return {
    ...user,
    endsOn: user.endedOn && lastDayOf(user.endedOn, user.leftAt === null ? null : dayOf(new Date(user.leftAt), zone)),
    isSelf: user.account === actor.account,
    grants: grantsOf(user).map((grant) => ({
      name: ROLES[grant.role].name,
      endsOn: grant.endsOn,
      state: grantState(grant, today),
      providers: grant.providers.map((id) => providers.find((one) => one.id === id)?.name ?? 'a provider who left'),
    })),
  }
}
