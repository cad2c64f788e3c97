/** The mobile telephone that passcodes go to: another one counts once the code sent to it was typed (III.F.2.a, III.G.1). */
import { type Context, Hono } from 'hono'
import { detailsChanged } from '../../accounts/store.ts'
import { readTelephone } from '../../accounts/telephone.ts'
import { recordedIfChanged } from '../../audit/statement.ts'
import { batch } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import type { Actor } from '../../http/actor.ts'
import type { App } from '../../http/context.ts'
import { dropCookie, readKey, setCookie } from '../../http/cookies.ts'
import { addressOf, criteriaOf } from '../../http/criteria.ts'
import { act, guardOf, page } from '../../http/gate.ts'
import { acting, origin } from '../../http/origin.ts'
import { show } from '../../http/respond.tsx'
import { dispatch, post } from '../../mail/outbox.ts'
import { newFlow } from '../../second-factor/flow.ts'
import { entrySentence, passcodeDigits } from '../../second-factor/rules.ts'
import type { SessionKey } from '../../session-key.ts'
import { telephone } from '../../../views/format.ts'
import { MobileCodePage, MobileForm } from '../../../views/profile/mobile-form.tsx'
import { readPending } from '../form.ts'
import type { Pending } from '../profile.ts'

const PATH = '/profile/mobile'

export const mobile = new Hono<App>()

mobile.get('/', async (c) => {
  const { actor } = await page(c, { right: 'signed-in', fresh: 'step-up', name: 'page.viewed', read: () => [] })
  const waiting = await pendingOf(c, actor)
  return waiting ? codePage(c, actor, waiting.pending) : numberPage(c, actor, {})
})

mobile.post('/', async (c) => {
  const { actor, form } = await act(c, 'signed-in', { fresh: 'step-up' })
  const typed = form.get('mobile') ?? ''
  const number = readTelephone(typed)
  if (!number) {
    const error = 'Type a mobile number of ten digits with its area code: 714-555-0123.'
    return numberPage(c, actor, { typed, error })
  }
  if (number === actor.facts.mobile)
    return numberPage(c, actor, { typed, error: 'This number is the one that codes go to already.' })
  const { cookie, flow } = newFlow(actor.session.key.guard)
  await guardOf(c, actor.session.key).begin({ flow, purpose: 'mobile', account: actor.account }, origin(c))
  await send(c, actor, { number, flow: flow.id }, flow)
  setCookie(c, 'flow', cookie)
  // The number rides sealed to this session, and names its flow: the code of one number is none of another's.
  return c.redirect(await addressOf(c, PATH, { number, flow: flow.id } satisfies Pending, actor.session.key), 303)
})

mobile.post('/passcode', async (c) => {
  const { actor } = await act(c, 'signed-in', { fresh: 'step-up' })
  const waiting = await pendingOf(c, actor)
  if (!waiting) return c.redirect(PATH, 303)
  await send(c, actor, waiting.pending, waiting.flow)
  return c.redirect(await addressOf(c, PATH, waiting.pending, actor.session.key), 303)
})

mobile.post('/code', async (c) => {
  const { actor, form } = await act(c, 'signed-in', { fresh: 'step-up' })
  const waiting = await pendingOf(c, actor)
  if (!waiting) return c.redirect(PATH, 303)
  const { pending, flow } = waiting
  const digits = c.var.config.policy.PASSCODE_DIGITS
  const code = passcodeDigits(form.get('code') ?? '', digits)
  if (!code) return codePage(c, actor, pending, `The code has ${digits} digits.`)
  const entry = await guardOf(c, flow).enterPasscode(flow, code, origin(c), 'mobile')
  if (entry.outcome === 'gone') return c.redirect(PATH, 303)
  if (entry.outcome !== 'right') return codePage(c, actor, pending, entrySentence(entry))
  dropCookie(c, 'flow')
  await change(c, actor, pending.number)
  return c.redirect('/profile?done=mobile-set', 303)
})

mobile.post('/removal', async (c) => {
  const { actor } = await act(c, 'signed-in', { fresh: 'step-up' })
  if (actor.facts.mobile !== null) await change(c, actor, null)
  return c.redirect('/profile?done=mobile-removed', 303)
})

/** The number is the account's from here on, or none is; the owner is told by e-mail. */
async function change(c: Context<App>, actor: Actor, number: string | null): Promise<void> {
  const from = acting(c, actor)
  const mail = await post(
    { name: 'mobile-changed', removed: number === null, to: { account: actor.account }, channel: 'email' },
    from.at,
    c.var.config.sealKeys,
  )
  await batch(c.env.DB, [
    ...detailsChanged(actor.account, actor.account, { mobile: number }, from.at),
    recordedIfChanged({
      ...from,
      name: 'account.changed',
      subject: actor.account,
      clause: 'III.G.1',
      detail: { fields: 'mobile' },
    }),
    mail.statement,
  ])
  await dispatch(c.env.MAIL, [mail])
}

/** The number that waits, with the flow that this browser proves it by; null: none, or of another session or flow. */
async function pendingOf(c: Context<App>, actor: Actor): Promise<{ pending: Pending; flow: SessionKey } | null> {
  const pending = readPending(await criteriaOf(c, PATH, actor.session.key))
  const flow = await readKey(c, 'flow')
  const isOwn = pending?.flow === flow?.id && flow?.guard === actor.session.key.guard
  return pending && flow && isOwn ? { pending, flow } : null
}

async function send(c: Context<App>, actor: Actor, pending: Pending, flow: { id: string; secretHash: string }) {
  const from = origin(c)
  const admitted = await c.env.ADDRESS_GUARD.getByName(from.ip).admitSend(from.at)
  if (!admitted.admitted) {
    throw new AppError({ kind: 'too_many_attempts', retryAfterSeconds: admitted.retryAfterSeconds })
  }
  const to = { address: pending.number, firstName: actor.facts.firstName }
  const own = { id: flow.id, secretHash: flow.secretHash }
  const sending = await guardOf(c, actor.session.key).sendPasscode(own, { channel: 'text', to }, from)
  if (!sending.sent && sending.why === 'limited') {
    throw new AppError({ kind: 'too_many_attempts', retryAfterSeconds: sending.retryAfterSeconds })
  }
}

function numberPage(c: Context<App>, actor: Actor, { typed, error }: { typed?: string; error?: string }) {
  return show(
    c,
    { title: 'Your mobile telephone', error: error !== undefined, status: error ? 422 : 200, back },
    <MobileForm csrf={actor.csrf} present={actor.facts.mobile} typed={typed} errors={error ? { mobile: error } : {}} />,
  )
}

function codePage(c: Context<App>, actor: Actor, pending: Pending, error?: string) {
  return show(
    c,
    { title: 'Enter the code we sent', error: error !== undefined, status: error ? 422 : 200, back },
    <MobileCodePage
      csrf={actor.csrf}
      sealed={c.req.query('s') ?? ''}
      number={telephone(pending.number)}
      minutes={c.var.config.policy.PASSCODE_LASTS}
      errors={error ? { code: error } : {}}
    />,
  )
}

const back = { href: '/profile', label: 'Your information' }
