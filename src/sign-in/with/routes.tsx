/** Back from an organization's own sign-in: who it says it is, and a passcode where it has to be linked first. */
import { type Context, Hono } from 'hono'
import { batch } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import { type Answered, type Refused, TRIAL, type Trial } from '../../federation/flow/flow.ts'
import { receiveAnswer } from '../../federation/flow/receive-answer.ts'
import { enrolStaff } from '../../federation/people/enrol-staff.ts'
import { followClaims } from '../../federation/people/follow-claims.ts'
import { judgeIdentity } from '../../federation/people/judge-identity.ts'
import { connectIdentity } from '../../federation/people/connect-identity.ts'
import type { Holder, NoAccess } from '../../federation/people/person.ts'
import { claimsFollowed, readLink } from '../../federation/people/rules.ts'
import { claimsShown } from '../../federation/providers/trial/rules.ts'
import { isMultiFactor } from '../../federation/rules.ts'
import { providerOf, readProvider } from '../../federation/store.ts'
import type { App } from '../../http/context.ts'
import { dropCookie, readCookie, readKey, setCookie } from '../../http/cookies.ts'
import { knownVisitor, visitorToken } from '../../http/csrf.ts'
import { origin } from '../../http/origin.ts'
import { show } from '../../http/respond.tsx'
import { type Id, readId } from '../../ids.ts'
import { dayOf } from '../../policy/calendar.ts'
import { seal } from '../../seal.ts'
import { newFlow } from '../../second-factor/flow.ts'
import { entrySentence, passcodeDigits } from '../../second-factor/rules.ts'
import type { SessionKey } from '../../session-key.ts'
import type { FieldErrors } from '../../../views/parts/error-summary.tsx'
import { CodeForm } from '../../../views/second-factor/code-form.tsx'
import { AnswerRefused, answerTitles, NoAccessHere, noAccessTitles } from '../../../views/sign-in/provider-pages.tsx'
import { askFactor, brake, enter, meansFor, refuse, send } from '../routes.tsx'
import { posted, startAgain } from '../second-factor/routes.tsx'
import { arrive } from '../sign-in.ts'

export const withProvider = new Hono<App>()

const LINK = '/sign-in/with/link'

withProvider.get('/:provider/callback', async (c) => {
  await brake(c, `${origin(c).ip} from a provider`)
  const means = { db: c.env.DB, config: c.var.config, origin: origin(c), visitor: knownVisitor(c) }
  const id = readId('identity-provider', c.req.param('provider'))
  const received = await receiveAnswer(means, id, new URL(c.req.url).searchParams)
  if (!received.ok) {
    const { trial, why } = received.refusal
    return trial === null ? answerRefused(c, received.refusal) : trialPage(c, id, trial, { refused: why })
  }
  const { wish, provider, claims } = received.value
  if (wish.purpose === 'sign-in') return arrived(c, received.value, wish.next)
  const seen = { claims: claimsShown(claims, provider), isMultiFactor: isMultiFactor(claims, provider.mfaWhen) }
  return trialPage(c, id, wish.account, seen)
})

withProvider.get('/link', async (c) => {
  const flow = await readKey(c, 'flow')
  const sent = c.req.query('sent') === 'email' ? 'email' : undefined
  return flow ? linkPage(c, flow, { next: c.req.query('next') ?? '', sent }) : c.redirect('/sign-in', 303)
})

withProvider.post('/link/passcode', async (c) => {
  const {
    flow,
    page: { next },
  } = await posted(c)
  if (!flow || !(await isLinking(c, flow)) || (await send(c, flow, 'email'))) return startAgain(c)
  return c.redirect(linkAddress(next, 'email'), 303)
})

withProvider.post('/link', async (c) => {
  const {
    form,
    flow,
    page: { next },
  } = await posted(c)
  if (!flow) return startAgain(c)
  const { policy, sealKeys } = c.var.config
  const code = passcodeDigits(form.get('code') ?? '', policy.PASSCODE_DIGITS)
  if (!code) return linkPage(c, flow, { next, errors: { code: `The code has ${policy.PASSCODE_DIGITS} digits.` } })
  const means = await meansFor(c, flow.guard)
  const entry = await means.guard.enterPasscode(flow, code, means.origin, 'link')
  if (entry.outcome === 'gone') return startAgain(c)
  if (entry.outcome !== 'right') return linkPage(c, flow, { next, errors: { code: entrySentence(entry) } })
  dropCookie(c, 'flow')
  const { way, id, claims } = readLink(entry.carried)
  const { rows } = await batch(c.env.DB, [providerOf(id)])
  const [row] = rows[0]
  if (!row || !policy.PROVIDERS || entry.accountId === null) throw new AppError({ kind: 'changed_meanwhile' })
  const linked = await connectIdentity(
    { db: c.env.DB, mail: c.env.MAIL, sealKeys, origin: means.origin, today: means.today },
    way,
    entry.accountId,
  )
  if (!linked.ok) throw new AppError({ kind: 'changed_meanwhile' })
  const holder = { account: entry.accountId, guard: flow.guard }
  // The code came just now, so it is the second factor too (III.F.1).
  return come(c, { provider: readProvider(row), claims, way }, holder, { next, hasFactor: true })
})

/** Somebody whom the provider named: in, on to a second factor or to the link, or to the page that says why not. */
async function arrived(c: Context<App>, answered: Answered, next: string): Promise<Response> {
  const { config, now } = c.var
  const means = { db: c.env.DB, config, origin: origin(c), today: dayOf(now, config.zone) }
  const known = await judgeIdentity(means, answered)
  const hasFactor = isMultiFactor(answered.claims, answered.provider.mfaWhen)
  switch (known.is) {
    case 'linked':
      return come(c, answered, known, { next, hasFactor })
    case 'to-link':
      return askLink(c, answered, known, next)
    case 'new-staff': {
      const enrolled = await enrolStaff(means, answered, known)
      if (!enrolled) throw new AppError({ kind: 'changed_meanwhile' })
      return come(c, answered, enrolled, { next, hasFactor })
    }
    case 'nobody':
      return noAccess(c, known.why)
    default:
      return known satisfies never
  }
}

/** The account is told: what the provider says of it is followed, then it comes in as by any other way. */
async function come(
  c: Context<App>,
  { provider, claims, way }: Pick<Answered, 'provider' | 'claims' | 'way'>,
  { account, guard }: Pick<Holder, 'account' | 'guard'>,
  { next, hasFactor }: { next: string; hasFactor: boolean },
): Promise<Response> {
  const means = await meansFor(c, guard)
  const { config } = c.var
  const followed = await followClaims({ ...means, env: c.env, config }, account, { provider, claims })
  if (!followed.ok) return noAccess(c, followed.refusal)
  const progress = await arrive(means, { way, hasFactor, device: readCookie(c, 'device') })
  if (!progress.ok) return refuse(c, progress.refusal)
  if (progress.value.step === 'in') return enter(c, progress.value, guard, next)
  return askFactor(c, means, progress.value, next)
}

/** The account has the address that the provider vouches for: only a code to that mailbox links the two (T18). */
async function askLink(
  c: Context<App>,
  answered: Answered,
  { account, guard }: Holder,
  next: string,
): Promise<Response> {
  const { provider, claims, way } = answered
  const { cookie, flow } = newFlow(guard)
  const carried = JSON.stringify({ way, id: provider.id, claims: claimsFollowed(claims, provider) })
  await c.env.ACCOUNT_GUARD.getByName(guard).begin({ flow, purpose: 'link', account, carried }, origin(c))
  setCookie(c, 'flow', cookie)
  await send(c, { guard, ...flow }, 'email')
  return c.redirect(linkAddress(next), 303)
}

function linkAddress(next: string, sent?: 'email'): string {
  return `${LINK}?${new URLSearchParams({ ...(sent ? { sent } : {}), next })}`
}

async function isLinking(c: Context<App>, flow: SessionKey): Promise<boolean> {
  const stage = await c.env.ACCOUNT_GUARD.getByName(flow.guard).stage(flow, c.var.now.getTime(), 'link')
  return stage !== 'gone'
}

async function linkPage(
  c: Context<App>,
  flow: SessionKey,
  { next, sent, errors }: { next: string; sent?: 'email' | undefined; errors?: FieldErrors },
): Promise<Response> {
  if (!(await isLinking(c, flow))) return startAgain(c)
  const csrf = visitorToken(c)
  return show(
    c,
    { title: 'Connect your sign-in', error: errors !== undefined, status: errors ? 422 : 200, csrf },
    <CodeForm
      csrf={csrf}
      action={LINK}
      sendAction={`${LINK}/passcode`}
      fields={{ next }}
      minutes={c.var.config.policy.PASSCODE_LASTS}
      lead="This is the first time that you come by your organization’s sign-in. We sent a six-digit code to your e-mail address: it connects that sign-in to your account here, once and for all."
      sent={sent}
      errors={errors}
    />,
  )
}

/** Whoever tries a provider sees what came of it on its page; the address holds it sealed for them alone. */
async function trialPage(
  c: Context<App>,
  id: Id<'identity-provider'>,
  account: number,
  trial: Trial,
): Promise<Response> {
  const sealed = await seal(trial, c.var.config.sealKeys, TRIAL, `${id} ${account}`)
  return c.redirect(`/staff/identity-providers/${id}/trial?s=${sealed}`, 303)
}

function answerRefused(c: Context<App>, { why, provider }: Refused): Response | Promise<Response> {
  const kind = why === 'denied' || why === 'provider-down' ? why : 'refused'
  const status = kind === 'provider-down' ? 503 : 422
  const name = provider?.name ?? 'Your organization’s sign-in'
  return show(c, { title: answerTitles[kind], error: true, status }, <AnswerRefused kind={kind} name={name} />)
}

function noAccess(c: Context<App>, why: NoAccess): Response | Promise<Response> {
  return show(
    c,
    { title: noAccessTitles[why], error: true, status: 403 },
    <NoAccessHere why={why} plan={c.var.config.plan} />,
  )
}
