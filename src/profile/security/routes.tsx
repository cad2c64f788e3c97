/** How one signs in: password, known devices, open sessions, security questions (requirements, sections 5 and 6). */
import { type Context, Hono } from 'hono'
import { recordedIfChanged, recordedForEndedSessions } from '../../audit/statement.ts'
import { batch, type Prepared } from '../../db/client.ts'
import { sha256 } from '../../digest.ts'
import { AppError } from '../../errors.ts'
import type { Actor } from '../../http/actor.ts'
import type { App } from '../../http/context.ts'
import { readCookie } from '../../http/cookies.ts'
import { act, guardOf, page } from '../../http/gate.ts'
import { acting, origin } from '../../http/origin.ts'
import { show } from '../../http/respond.tsx'
import { dispatch, post } from '../../mail/outbox.ts'
import { hash } from '../../passwords/hash.ts'
import { endsOn } from '../../passwords/rules.ts'
import { questionProblems } from '../../registration/rules.ts'
import { ownApps } from '../../second-factor/apps/store.ts'
import { areFew } from '../../second-factor/recovery/rules.ts'
import { ownRecoveryLeft } from '../../second-factor/recovery/store.ts'
import { foldedAnswers, readQuestions, securityQuestions } from '../../second-factor/questions.ts'
import { passkeysOfSession } from '../../second-factor/passkeys/store.ts'
import { questionsOf, questionsSet, revokeDevices } from '../../second-factor/store.ts'
import type { FieldErrors } from '../../../views/parts/error-summary.tsx'
import { doneBanner } from '../../../views/profile/done.ts'
import { ChooseQuestions } from '../../../views/profile/choose-questions.tsx'
import { SecurityPage } from '../../../views/profile/security-page.tsx'
import { stillKnown } from '../rules.ts'
import { deviceRevoked, otherSessionsEnded, ownDevices, ownSessions, sessionEnded } from '../store.ts'

const PATH = '/profile/security'
/** More sessions than these are ended together, not one by one. */
const SESSIONS_SHOWN = 25
const ENDED_BY_OWNER = 'ended-by-owner'

export const security = new Hono<App>()

security.get('/', async (c) => {
  const now = c.var.now.getTime()
  const presented = readCookie(c, 'device')
  const { actor, rows } = await page(c, {
    right: 'signed-in',
    fresh: 'step-up',
    name: 'page.viewed',
    read: (key) => [
      ownDevices(key, presented ? sha256(presented) : ''),
      ownSessions(key, now, SESSIONS_SHOWN),
      questionsOf(key),
      ownApps(key),
      ownRecoveryLeft(key),
      passkeysOfSession(key),
    ],
  })
  const { policy, zone } = c.var.config
  const [devices, sessions, [questions], apps, [recovery], passkeys] = rows
  const setOn = actor.facts.passwordSetOn
  return show(
    c,
    { title: 'Sign-in and security', banner: doneBanner(c.req.query('done')) },
    <SecurityPage
      csrf={actor.csrf}
      zone={zone}
      password={setOn && { setOn, endsOn: endsOn(setOn, policy) }}
      devices={stillKnown(devices, now, policy)}
      sessions={sessions}
      apps={policy.AUTHENTICATOR_APPS ? { apps, most: policy.AUTHENTICATOR_APPS_EACH } : null}
      recovery={{ ...recovery!, areFew: areFew(recovery!, policy) }}
      questions={policy.SECURITY_QUESTIONS ? { setAt: questions?.setAt ?? null } : null}
      passkeys={policy.PASSKEYS ? passkeys.length : null}
    />,
  )
})

security.post('/devices/revocation', async (c) => {
  const { actor, form } = await act(c, 'signed-in', { fresh: 'step-up' })
  const at = c.var.now.getTime()
  const all = form.get('device') === 'all'
  const device = Number(form.get('device'))
  const revoked = all
    ? revokeDevices(actor.account, at)
    : deviceRevoked(actor.account, Number.isSafeInteger(device) ? device : 0, at)
  const { changes } = await batch(c.env.DB, [revoked, recordedIfChanged(own(c, actor, 'device.revoked'))])
  if (changes[0] === 0 && !all) throw new AppError({ kind: 'not_found' })
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

security.get('/questions', async (c) => {
  const { actor } = await page(c, { right: 'signed-in', fresh: 'step-up', name: 'page.viewed', read: () => [] })
  return questionsPage(c, actor, [])
})

security.post('/questions', async (c) => {
  const { actor, form } = await act(c, 'signed-in', { fresh: 'step-up' })
  const { policy, scryptCost, sealKeys } = c.var.config
  const { chosen, answers } = readQuestions(form, policy.SECURITY_QUESTIONS_ASKED)
  const problems = questionProblems(chosen, answers, policy)
  if (!policy.SECURITY_QUESTIONS || Object.keys(problems).length > 0) return questionsPage(c, actor, chosen, problems)
  const at = c.var.now.getTime()
  const stored = await hash(foldedAnswers(answers), scryptCost)
  const mail = await post({ name: 'questions-changed', to: { account: actor.account }, channel: 'email' }, at, sealKeys)
  await batch(c.env.DB, [
    questionsSet(actor.account, JSON.stringify(chosen), stored, at),
    recordedIfChanged(own(c, actor, 'questions.set')),
    mail.statement,
  ])
  await dispatch(c.env.MAIL, [mail])
  return c.redirect(`${PATH}?done=questions-set`, 303)
})

/** Ends in D1 first, the truth; the guard forgets afterwards. Answers how many sessions ended. */
async function end(c: Context<App>, actor: Actor, ending: Prepared<{ id: string }>): Promise<number> {
  const { at, ip, request } = origin(c)
  const { rows } = await batch(c.env.DB, [
    ending,
    recordedForEndedSessions({ account: actor.account }, at, ENDED_BY_OWNER, { ip, request }),
  ])
  const guard = guardOf(c, actor.session.key)
  await Promise.all(rows[0].map(({ id }) => guard.forget(id)))
  return rows[0].length
}

/** A change that its person made of their own way in. */
function own(c: Context<App>, actor: Actor, name: 'device.revoked' | 'questions.set') {
  const clause = name === 'questions.set' ? 'III.F.2.b' : 'III.F.1.b'
  return { ...acting(c, actor), name, subject: actor.account, clause }
}

function questionsPage(c: Context<App>, actor: Actor, chosen: string[], errors?: FieldErrors) {
  const { policy } = c.var.config
  if (!policy.SECURITY_QUESTIONS) throw new AppError({ kind: 'not_found' })
  return show(
    c,
    {
      title: 'Your security questions',
      error: errors !== undefined,
      status: errors ? 422 : 200,
      back: { href: PATH, label: 'Sign-in and security' },
    },
    <ChooseQuestions
      csrf={actor.csrf}
      questions={securityQuestions}
      count={policy.SECURITY_QUESTIONS_ASKED}
      chosen={chosen}
      errors={errors}
    />,
  )
}
