/** How one signs in, and where one is signed in (requirements, sections 5, 6 and 13). */
import { type Context, Hono } from 'hono'
import { recordedForEndedSessions, recordedIfChanged } from '../../audit/statement.ts'
import { batch, type Prepared } from '../../db/client.ts'
import { sha256 } from '../../digest.ts'
import { AppError } from '../../errors.ts'
import type { Actor } from '../../http/actor.ts'
import type { App } from '../../http/context.ts'
import { readCookie } from '../../http/cookies.ts'
import { act, guardOf, page } from '../../http/gate.ts'
import { acting, origin } from '../../http/origin.ts'
import { show } from '../../http/respond.tsx'
import type { SignInChange } from '../../mail/messages.ts'
import { dispatch, postIfChanged } from '../../mail/outbox.ts'
import { endsOn } from '../../passwords/rules.ts'
import { ownApps } from '../../second-factor/apps/store.ts'
import { areFew } from '../../second-factor/recovery/rules.ts'
import { ownPasskeys } from '../../second-factor/passkeys/store.ts'
import { ownRecoveryLeft } from '../../second-factor/recovery/store.ts'
import { questionsOf, revokeDevices } from '../../second-factor/store.ts'
import { doneBanner } from '../../../views/profile/done.ts'
import { SecurityPage } from '../../../views/profile/security/security-page.tsx'
import { activitySince, stillKnown } from '../rules.ts'
import { deviceRevoked, otherSessionsEnded, ownDevices, sessionEnded } from '../store.ts'
import { unlink } from './identities/unlink.ts'
import { signIns } from './overview/rules.ts'
import * as own from './overview/store.ts'

const PATH = '/profile/security'
/** More sessions than these are ended together, not one by one. */
const SESSIONS_SHOWN = 25
const SIGN_INS_SHOWN = 10
/** Wrong passwords one after another are one of those shown, so more are read. */
const SIGN_INS_READ = 60
const ENDED_BY_OWNER = 'ended-by-owner'

export const security = new Hono<App>()

security.get('/', async (c) => {
  const now = c.var.now.getTime()
  const { policy, zone } = c.var.config
  const presented = readCookie(c, 'device')
  const { actor, rows } = await page(c, {
    right: 'signed-in',
    fresh: 'step-up',
    name: 'page.viewed',
    read: (key) => [
      ownDevices(key, presented ? sha256(presented) : ''),
      own.ownSessions(key, now, SESSIONS_SHOWN),
      questionsOf(key),
      ownPasskeys(key),
      ownApps(key),
      ownRecoveryLeft(key),
      own.ownIdentities(key),
      own.ownSignIns(key, activitySince(now, policy), SIGN_INS_READ),
    ],
  })
  const [devices, sessions, [questions], passkeys, apps, [recovery], identities, recent] = rows
  const setOn = actor.facts.passwordSetOn
  return show(
    c,
    { title: 'Sign-in and security', banner: doneBanner(c.req.query('done')) },
    <SecurityPage
      csrf={actor.csrf}
      zone={zone}
      password={setOn && { setOn, endsOn: endsOn(setOn, policy) }}
      passkeys={policy.PASSKEYS ? passkeys : null}
      apps={policy.AUTHENTICATOR_APPS ? { apps, most: policy.AUTHENTICATOR_APPS_EACH } : null}
      recovery={{ ...recovery!, areFew: areFew(recovery!, policy) }}
      identities={identities}
      devices={stillKnown(devices, now, policy)}
      sessions={sessions}
      questions={policy.SECURITY_QUESTIONS ? { setAt: questions?.setAt ?? null } : null}
      signIns={signIns(recent, SIGN_INS_SHOWN)}
    />,
  )
})

security.post('/devices/revocation', async (c) => {
  const { actor, form } = await act(c, 'signed-in', { fresh: 'step-up' })
  const { account } = actor
  const at = c.var.now.getTime()
  const all = form.get('device') === 'all'
  const revoked = all ? revokeDevices(account, at) : deviceRevoked(account, rowOf(form.get('device')), at)
  const mail = await told(c, actor, 'device-revoked')
  const { changes } = await batch(c.env.DB, [
    revoked,
    recordedIfChanged({ ...acting(c, actor), name: 'device.revoked', subject: account, clause: 'III.F.1.b' }),
    mail.statement,
  ])
  if (changes[0] !== 0) await dispatch(c.env.MAIL, [mail])
  else if (!all) throw new AppError({ kind: 'not_found' })
  return c.redirect(`${PATH}?done=${all ? 'devices-revoked' : 'device-revoked'}`, 303)
})

security.post('/sessions/end', async (c) => {
  const { actor, form } = await act(c, 'signed-in', { fresh: 'step-up' })
  const at = c.var.now.getTime()
  const chosen = form.get('session') ?? ''
  const all = chosen === 'others'
  const ended = await end(
    c,
    actor,
    all
      ? otherSessionsEnded(actor.account, actor.session.row, at, ENDED_BY_OWNER)
      : sessionEnded(actor.account, chosen, at, ENDED_BY_OWNER),
  )
  if (ended === 0 && !all) throw new AppError({ kind: 'not_found' })
  return c.redirect(`${PATH}?done=${all ? 'sessions-ended' : 'session-ended'}`, 303)
})

security.post('/identities/unlinking', async (c) => {
  const { actor, form } = await act(c, 'signed-in', { fresh: 'step-up' })
  const means = { env: c.env, guard: guardOf(c, actor.session.key), sealKeys: c.var.config.sealKeys }
  const isDone = await unlink(means, rowOf(form.get('identity')), acting(c, actor))
  if (!isDone) throw new AppError({ kind: 'not_found' })
  // Whoever is here through it finds the session closed there.
  return c.redirect(`${PATH}?done=identity-unlinked`, 303)
})

/** Ends in D1 first, the truth; the guard forgets afterwards. Answers how many sessions ended. */
async function end(c: Context<App>, actor: Actor, ending: Prepared<{ id: string }>): Promise<number> {
  const { at, ip, request } = origin(c)
  const mail = await told(c, actor, 'sessions-ended')
  const { rows } = await batch(c.env.DB, [
    ending,
    recordedForEndedSessions({ account: actor.account }, at, ENDED_BY_OWNER, { ip, request }),
    mail.statement,
  ])
  if (rows[0].length > 0) await dispatch(c.env.MAIL, [mail])
  const guard = guardOf(c, actor.session.key)
  await Promise.all(rows[0].map(({ id }) => guard.forget(id)))
  return rows[0].length
}

/** The mail to the owner, written if the statement before it changed a row. */
function told(c: Context<App>, { account }: Actor, what: SignInChange) {
  const message = { name: 'sign-in-changed', what, to: { account }, channel: 'email' } as const
  return postIfChanged(message, c.var.now.getTime(), c.var.config.sealKeys)
}

/** The row that a field names; 0, which is none, for anything else. */
function rowOf(field: string | null): number {
  return /^[1-9]\d{0,14}$/.test(field ?? '') ? Number(field) : 0
}
