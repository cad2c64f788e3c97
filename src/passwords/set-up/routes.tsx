/** The first password, by the link in the mail (III.D.1). Opening the link changes nothing; the form uses it up. */
import { type Context, Hono } from 'hono'
import { batch } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import type { App } from '../../http/context.ts'
import { dropCookie, readKey, setCookie } from '../../http/cookies.ts'
import { demandToken, visitorToken } from '../../http/csrf.ts'
import { readForm } from '../../http/form.ts'
import { origin } from '../../http/origin.ts'
import { show } from '../../http/respond.tsx'
import { linkState } from '../../links/rules.ts'
import { linkOf } from '../../links/store.ts'
import { dayOf } from '../../policy/calendar.ts'
import { readKeyText, type SessionKey } from '../../session-key.ts'
import { standing } from '../../standing/rules.ts'
import { factsOfGuard, readFacts } from '../../standing/store.ts'
import type { Facts } from '../../standing/facts.ts'
import type { FieldErrors } from '../../../views/parts/error-summary.tsx'
import { LinkPage, LinkSent } from '../../../views/passwords/link-page.tsx'
import { NewPasswordPage } from '../../../views/passwords/new-password-page.tsx'
import { StandingNotice } from '../../../views/standing/standing-page.tsx'
import { standingWords } from '../../../views/standing/words.ts'
import { judgeNew } from '../judge-new.ts'
import { rulesFor } from '../rules.ts'
import { makeLink } from './make-link.ts'

export const setUp = new Hono<App>()

setUp.get('/', async (c) => {
  const link = c.req.query('link')
  if (link !== undefined) {
    const presented = readKeyText(link)
    if (!presented || (await follow(c, presented)).state === 'gone') return gonePage(c)
    // The address is cleaned of the secret; opening it has changed nothing.
    setCookie(c, 'flow', link)
    return c.redirect('/password/set-up', 303)
  }
  if (c.req.query('done') === 'sent') {
    return show(c, { title: 'Look in your mailbox' }, <LinkSent hours={c.var.config.policy.SET_UP_LINK_LASTS} />)
  }
  return setUpPage(c, await readKey(c, 'flow'))
})

setUp.post('/', async (c) => {
  const form = await readForm(c)
  demandToken(form, visitorToken(c))
  const key = await readKey(c, 'flow')
  const followed = key && (await follow(c, key))
  if (!key || followed?.state !== 'open' || !standsOpen(c, followed.facts)) return setUpPage(c, key)
  const { config } = c.var
  const password = form.get('password') ?? ''
  const person = { account: followed.facts.accountId, email: followed.facts.email }
  const wrong = await judgeNew({ db: c.env.DB, config, origin: origin(c) }, password, person)
  if (wrong) return setUpPage(c, key, { password: wrong })
  const setting = await c.env.ACCOUNT_GUARD.getByName(key.guard).setPassword(
    {
      by: 'set-up',
      link: { id: key.id, secretHash: key.secretHash },
      guard: key.guard,
      password,
      today: dayOf(c.var.now, config.zone),
      differsFrom: config.policy.PASSWORDS_REMEMBERED,
    },
    origin(c),
  )
  if (setting === 'busy') throw new AppError({ kind: 'too_many_attempts', retryAfterSeconds: 10 })
  if (setting !== 'set') return setUpPage(c, key)
  dropCookie(c, 'flow')
  return c.redirect('/sign-in?done=password-set', 303)
})

setUp.post('/link', async (c) => {
  const form = await readForm(c)
  demandToken(form, visitorToken(c))
  const key = await readKey(c, 'flow')
  const from = origin(c)
  const admitted = await c.env.ADDRESS_GUARD.getByName(from.ip).admitSend(from.at)
  if (!admitted.admitted)
    throw new AppError({ kind: 'too_many_attempts', retryAfterSeconds: admitted.retryAfterSeconds })
  const followed = key && (await follow(c, key))
  if (followed?.state === 'expired' && standsOpen(c, followed.facts)) {
    const { accountId: account, guard } = followed.facts
    // Silently none where too many were asked for.
    await makeLink({ env: c.env, config: c.var.config }, { account, guard }, from)
  }
  return c.redirect('/password/set-up?done=sent', 303)
})

type Followed = { state: 'open' | 'expired'; facts: Facts } | { state: 'gone' }

/** Where the link leads: to an account that has no password yet. One that waited too long can be asked for anew. */
async function follow(c: Context<App>, presented: SessionKey): Promise<Followed> {
  const { now, config } = c.var
  const { rows } = await batch(c.env.DB, [
    linkOf(presented, 'set-up'),
    factsOfGuard(presented.guard, dayOf(now, config.zone)),
  ])
  const [[link], [row]] = rows
  const state = linkState(presented, link ?? null, now.getTime())
  const isGood = (state === 'open' || state === 'expired') && row !== undefined
  if (!isGood || row.accountId !== link?.account || row.passwordSetOn !== null) return { state: 'gone' }
  return { state, facts: readFacts(row) }
}

/** Whether the account is let in once it has a password (T8). */
function standsOpen(c: Context<App>, facts: Facts): boolean {
  return standing(facts, dayOf(c.var.now, c.var.config.zone), c.var.config).open
}

async function setUpPage(c: Context<App>, key: SessionKey | null, errors?: FieldErrors): Promise<Response> {
  const followed = key ? await follow(c, key) : ({ state: 'gone' } as const)
  const csrf = visitorToken(c)
  const { policy, plan, zone } = c.var.config
  if (followed.state === 'gone') return gonePage(c)
  const stands = standing(followed.facts, dayOf(c.var.now, zone), c.var.config)
  if (!stands.open) {
    const page = { title: standingWords[stands.why].title, error: true, status: 422 } as const
    return show(c, page, <StandingNotice why={stands.why} plan={plan} />)
  }
  if (followed.state === 'expired') {
    const page = { title: 'This link no longer works', error: true, status: 404, csrf } as const
    return show(c, page, <LinkPage csrf={csrf} way="new-link" plan={plan} />)
  }
  return show(
    c,
    { title: 'Choose your password', error: errors !== undefined, status: errors ? 422 : 200, csrf },
    <NewPasswordPage
      csrf={csrf}
      action="/password/set-up"
      rules={rulesFor('', policy)}
      lead="The last step before you can sign in."
      errors={errors}
    />,
  )
}

function gonePage(c: Context<App>) {
  const page = { title: 'This link no longer works', error: true, status: 404 } as const
  return show(c, page, <LinkPage csrf="" way="sign-in" plan={c.var.config.plan} />)
}
