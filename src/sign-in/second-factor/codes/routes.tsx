/** The second factor of a sign-in by a code that nobody sends: of an authenticator app, or a recovery code (III.F.2). */
import { type Context, Hono } from 'hono'
import type { App } from '../../../http/context.ts'
import { readKey } from '../../../http/cookies.ts'
import { visitorToken } from '../../../http/csrf.ts'
import { show } from '../../../http/respond.tsx'
import { type CodeKind, codeSentence, codeTitles, readCode } from '../../../second-factor/codes/rules.ts'
import type { SessionKey } from '../../../session-key.ts'
import { otherWays } from '../../../../views/second-factor/other-ways.ts'
import { TypedCodeForm } from '../../../../views/second-factor/typed-code-form.tsx'
import { meansFor, secondFactor } from '../../routes.tsx'
import { type Asked, posted, proved, startAgain, waysFor } from '../routes.tsx'

const BASE = '/sign-in/second-factor'

export const signInCodes = new Hono<App>()

signInCodes.get('/app', (c) => asked(c, 'app'))
signInCodes.post('/app', (c) => entered(c, 'app'))
signInCodes.get('/recovery', (c) => asked(c, 'recovery'))
signInCodes.post('/recovery', (c) => entered(c, 'recovery'))

async function asked(c: Context<App>, by: CodeKind): Promise<Response> {
  const flow = await readKey(c, 'flow')
  const page = { remember: false, next: c.req.query('next') ?? '' }
  return flow ? codePage(c, flow, by, page) : c.redirect('/sign-in', 303)
}

async function entered(c: Context<App>, by: CodeKind): Promise<Response> {
  const { form, flow, page } = await posted(c)
  if (!flow) return c.redirect('/sign-in', 303)
  const ways = await waysFor(c, flow)
  if (!ways) return startAgain(c)
  if (!ways[by]) return c.redirect(secondFactor('', { next: page.next }), 303)
  const code = readCode(by, form.get('code') ?? '', c.var.config.policy)
  if (!code.ok) return codePage(c, flow, by, page, code.refusal)
  const means = await meansFor(c, flow.guard)
  const entry = await means.guard.giveFactor(flow, { by, code: code.value }, means.origin, 'sign-in')
  if (entry.outcome === 'gone') return startAgain(c)
  if (entry.outcome !== 'right') return codePage(c, flow, by, page, codeSentence(by, entry))
  return proved(c, means, entry, page)
}

async function codePage(c: Context<App>, flow: SessionKey, by: CodeKind, page: Asked, error?: string) {
  const csrf = visitorToken(c)
  const { remember, next } = page
  const ways = await waysFor(c, flow)
  if (!ways) return startAgain(c)
  // The last recovery code was used, or refused, a moment ago: the page stays.
  if (!ways[by] && error === undefined) return c.redirect(secondFactor('', { next }), 303)
  return show(
    c,
    { title: codeTitles[by], error: error !== undefined, status: error === undefined ? 200 : 422, csrf },
    <TypedCodeForm
      csrf={csrf}
      by={by}
      action={`${BASE}/${by}`}
      sendAction={`${BASE}/passcode`}
      next={next}
      errors={error === undefined ? undefined : { code: error }}
      remember={{ checked: remember, days: c.var.config.policy.DEVICE_KNOWN_FOR }}
      byText={ways.byText}
      otherWays={otherWays(BASE, ways, next, { here: by })}
    />,
  )
}
