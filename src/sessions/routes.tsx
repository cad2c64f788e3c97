/** The open session: staying, leaving, and working for another office (section 6). */
import { type Context, Hono } from 'hono'
import { sessionsEnded } from '../accounts/store.ts'
import { recordedIfChanged, recordedForEndedSessions } from '../audit/statement.ts'
import { batch } from '../db/client.ts'
import { AppError } from '../errors.ts'
import { endThere } from '../federation/logout/end-there.ts'
import type { SessionThere } from '../federation/logout/session-there.ts'
import { openedThrough } from '../federation/logout/store.ts'
import type { Actor } from '../http/actor.ts'
import type { App } from '../http/context.ts'
import { dropCookie, readKey } from '../http/cookies.ts'
import { isOurPath } from '../http/criteria.ts'
import { visitorToken } from '../http/csrf.ts'
import { act, guardOf } from '../http/gate.ts'
import { acting, origin } from '../http/origin.ts'
import { closedBecause } from '../http/session.ts'
import { show } from '../http/respond.tsx'
import { OtherOffice } from '../../views/sign-in/provider-pages.tsx'
import { OnTheWay, SignedOutHere } from '../../views/federation/logout/signed-out-page.tsx'
import { StillOpen } from '../../views/sessions/still-open.tsx'
import { thisSessionEnded, switchMembership, throughProvider } from './store.ts'

export const session = new Hono<App>()
export const signOut = new Hono<App>()

/** Looks without touching: whether the session is closed, and the seconds left (III.E.2). Scripts ask for JSON. */
session.get('/closed', async (c) => {
  const key = await readKey(c, 'session')
  const now = c.var.now.getTime()
  const idle = key && (await guardOf(c, key).look(key.id, key.secretHash, now))
  const left = idle?.open ? Math.ceil((idle.idleEndsAt - now) / 1000) : 0
  if (c.req.header('Accept') === 'application/json') return c.json({ closed: !idle?.open, secondsLeft: left })
  const back = pathOf(c.req.header('Referer'), c.var.config.origin)
  if (!idle?.open) {
    dropCookie(c, 'session')
    // Without a cookie another tab was here before.
    const why = key && idle ? await closedBecause(c, key, idle) : 'idle'
    return c.redirect(`/sign-in?${new URLSearchParams({ closed: why, ...(back ? { next: back } : {}) })}`, 303)
  }
  return show(c, { title: 'Still signed in' }, <StillOpen secondsLeft={left} back={back ?? '/home'} />)
})

/** "Stay signed in": the gate has touched the session already. */
session.post('/extension', async (c) => {
  const { actor } = await act(c, 'session.keep')
  if (c.req.header('Accept') === 'application/json')
    return c.json({ closed: false, secondsLeft: actor.session.secondsLeft })
  return c.redirect(pathOf(c.req.header('Referer'), c.var.config.origin) ?? '/home', 303)
})

/** Works for another office from here on (section 0: one account, several memberships). */
session.post('/office', async (c) => {
  const { actor, form } = await act(c, 'office.switch')
  const chosen = actor.facts.memberships.find((one) => one.publicId === form.get('membership'))
  if (!chosen) throw new AppError({ kind: 'not_found' })
  const { changes, rows } = await batch(c.env.DB, [
    switchMembership(actor.session.row, actor.account, chosen.publicId),
    recordedIfChanged({ ...acting(c, actor), name: 'office.switched', office: chosen.officeId }),
    throughProvider(actor.session.row),
  ])
  if (changes[0] === 0) {
    const provider = rows[2][0]
    if (!provider) throw new AppError({ kind: 'changed_meanwhile' })
    // Who speaks for one office says nothing of another (requirements, section 13).
    const title = 'Sign in with your password for this office'
    return show(c, { title, error: true, status: 403 }, <OtherOffice name={provider.name} office={chosen.office} />)
  }
  return c.redirect('/home', 303)
})

signOut.post('/', async (c) => {
  const { actor } = await act(c, 'sign-out')
  return signedOut(c, await end(c, actor, false))
})

signOut.post('/everywhere', async (c) => {
  const { actor } = await act(c, 'sign-out')
  return signedOut(c, await end(c, actor, true))
})

/** Ends in D1 first, the truth; the guard forgets afterwards. Answers through which provider this session was opened, if one. */
async function end(c: Context<App>, actor: Actor, everywhere: boolean): Promise<SessionThere | undefined> {
  const { at, ip, request } = origin(c)
  const { row, key } = actor.session
  const why = everywhere ? 'signed-out-everywhere' : 'signed-out'
  const { rows } = await batch(c.env.DB, [
    openedThrough(row),
    everywhere ? sessionsEnded({ account: actor.account }, at, why) : thisSessionEnded(row, at, why),
    recordedForEndedSessions({ account: actor.account }, at, why, { ip, request }),
  ])
  await guardOf(c, key).forget(everywhere ? undefined : key.id)
  return rows[0][0]
}

/** Signed out here, whatever the provider does: there it is the browser that goes on, if the provider can be gone to. */
async function signedOut(c: Context<App>, there: SessionThere | undefined): Promise<Response> {
  dropCookie(c, 'session')
  c.header('Clear-Site-Data', '"cache", "storage"')
  if (!there) return c.redirect('/sign-in?closed=signed-out', 303)
  c.set('actor', undefined)
  const { config, now } = c.var
  const onwards = await endThere(config, there, visitorToken(c), now.getTime())
  // An answer, not a redirect: the ID token stands in an address of the provider's alone, and in no address of ours.
  return onwards.to === null
    ? show(c, { title: 'You are signed out here' }, <SignedOutHere name={there.name} why={onwards.why} />)
    : show(
        c,
        { title: 'You are signed out here', goesOnTo: onwards.to },
        <OnTheWay name={there.name} to={onwards.to} />,
      )
}

/** The path of a page of ours; null for any other address, and for a path that leads elsewhere (`//`; T22). */
function pathOf(address: string | undefined, ours: string): string | null {
  if (!address || !URL.canParse(address)) return null
  const url = new URL(address)
  return url.origin === ours && isOurPath(url.pathname) ? url.pathname : null
}
