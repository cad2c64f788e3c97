/** An LOA ends or disables the access of somebody of the own office (III.M.2, III.M.3). It asks no second factor: it has to be easy. */
import { type Context, Hono } from 'hono'
import { batch } from '../db/client.ts'
import { AppError } from '../errors.ts'
import type { Actor } from '../http/actor.ts'
import type { App } from '../http/context.ts'
import { act, page } from '../http/gate.ts'
import { changeBy } from '../http/origin.ts'
import { show } from '../http/respond.tsx'
import { readId } from '../ids.ts'
import { type Day, dayOf } from '../policy/calendar.ts'
import { LeavingPage, type LeavingPageProps } from '../../views/termination/leaving-page.tsx'
import { readRevocation } from './form.ts'
import { revokeAccess } from './revoke-access.ts'
import { barOf, isLate, judgeDay, revokedOn } from './rules.ts'
import { type Leaver, leaverFor, leaverSeen } from './store.ts'

export const leaving = new Hono<App>()

type Kind = 'ended' | 'disabled'
type Told = Pick<LeavingPageProps, 'typed' | 'errors' | 'late' | 'meanwhile'> & { status?: 200 | 409 | 422 }

leaving.get('/:id/ending', (c) => leavingPage(c, 'ended'))
leaving.post('/:id/ending', (c) => revoke(c, 'ended'))
leaving.get('/:id/disabling', (c) => leavingPage(c, 'disabled'))
leaving.post('/:id/disabling', (c) => revoke(c, 'disabled'))

async function revoke(c: Context<App, '/:id/ending' | '/:id/disabling'>, kind: Kind) {
  const { actor, form } = await act(c, 'office.administer')
  const { config, now } = c.var
  const today = dayOf(now, config.zone)
  const leaver = await readLeaver(c, actor, today)
  if (barOf(leaver, actor.account)) throw new AppError({ kind: 'no_right' })
  if (isClosed(leaver, kind, today)) return leavingPage(c, kind, { status: 409, meanwhile: true })
  const since = dayOf(new Date(leaver.createdAt), config.zone)
  const facts = { today, since, endedOn: leaver.endedOn }
  const read = readRevocation(form, kind, (typed) => judgeDay(typed, kind, facts))
  if ('errors' in read) return leavingForm(c, actor, leaver, kind, { status: 422, ...read })
  const { revocation, typed } = read
  const on = revokedOn(revocation.changedOn, today)
  // Before anything is sent it is said that a report goes to the plan; of another day it is said anew.
  if (isLate(revocation.changedOn, on, config.policy, config.holidays) && form.get('knows') !== revocation.changedOn) {
    return leavingForm(c, actor, leaver, kind, { status: 422, typed, late: revocation.changedOn })
  }
  const whose = { membership: leaver.row, account: leaver.account, office: leaver.office }
  const outcome = await revokeAccess({ env: c.env, config, today }, whose, revocation, changeBy(c, actor))
  if (!outcome.ok) return leavingPage(c, kind, { status: 409, meanwhile: true })
  const { late, revokedOn: until } = outcome.value
  const word = until > today ? 'ends' : late ? `${kind}-reported` : kind
  return c.redirect(`/office/users?done=${word}`, 303)
}

async function readLeaver(c: Context<App, '/:id/ending' | '/:id/disabling'>, actor: Actor, today: Day) {
  const id = readId('membership', c.req.param('id'))
  const [leaver] = (await batch(c.env.DB, [leaverFor(actor.session.key, id, today)])).rows[0]
  if (!leaver) throw new AppError({ kind: 'not_found' })
  return leaver
}

/** Whether there is nothing left to close. */
function isClosed({ endedOn, suspendedAt }: Leaver, kind: Kind, today: Day): boolean {
  return (endedOn !== null && endedOn <= today) || (kind === 'disabled' && suspendedAt !== null)
}

async function leavingPage(c: Context<App, '/:id/ending' | '/:id/disabling'>, kind: Kind, told: Told = {}) {
  const id = readId('membership', c.req.param('id'))
  const { actor, rows } = await page(c, {
    right: 'office.administer',
    name: 'page.viewed',
    record: (key) => ({ id, seen: leaverSeen(key, id) }),
    read: (key, today) => [leaverFor(key, id, today)],
  })
  const [leaver] = rows[0]
  if (!leaver) throw new AppError({ kind: 'not_found' })
  return leavingForm(c, actor, leaver, kind, told)
}

function leavingForm(c: Context<App>, actor: Actor, leaver: Leaver, kind: Kind, told: Told) {
  const { config, now } = c.var
  const { status = 200, typed, errors, late, meanwhile } = told
  const today = dayOf(now, config.zone)
  const name = `${leaver.firstName} ${leaver.lastName}`
  return show(
    c,
    {
      title: kind === 'ended' ? `${name} no longer works here` : `Disable the access of ${name}`,
      status,
      error: errors !== undefined,
      back: { href: '/office/users', label: 'Users' },
    },
    <LeavingPage
      csrf={actor.csrf}
      kind={kind}
      id={leaver.id}
      name={name}
      email={leaver.email}
      today={today}
      endedOn={leaver.endedOn}
      isClosed={isClosed(leaver, kind, today)}
      bar={barOf(leaver, actor.account)}
      allowed={config.policy.REVOKE_WITHIN}
      telephone={config.plan.telephone}
      typed={typed}
      errors={errors}
      late={late}
      meanwhile={meanwhile}
    />,
  )
}
