/** A second factor in mid-session by a code that nobody sends: of an authenticator app, or a recovery code (III.F.1.c). */
import { type Context, Hono } from 'hono'
import type { Entry, Flow } from '../../account-guard/guard.ts'
import { AppError } from '../../errors.ts'
import type { Actor } from '../../http/actor.ts'
import type { App } from '../../http/context.ts'
import { setCookie } from '../../http/cookies.ts'
import { act, guardOf, page } from '../../http/gate.ts'
import { origin } from '../../http/origin.ts'
import { show } from '../../http/respond.tsx'
import { otherWays } from '../../../views/second-factor/other-ways.ts'
import { TypedCodeForm } from '../../../views/second-factor/typed-code-form.tsx'
import { newFlow } from '../flow.ts'
import { confirmed, ownFlow, waysOfActor } from '../routes.tsx'
import { waysOfSession } from '../store.ts'
import { readWays, type Ways } from '../ways.ts'
import { type CodeKind, codeSentence, codeTitles, readCode } from './rules.ts'

export const confirmCodes = new Hono<App>()

confirmCodes.get('/app', (c) => asked(c, 'app'))
confirmCodes.post('/app', (c) => entered(c, 'app'))
confirmCodes.get('/recovery', (c) => asked(c, 'recovery'))
confirmCodes.post('/recovery', (c) => entered(c, 'recovery'))

async function asked(c: Context<App>, by: CodeKind) {
  const { actor, rows } = await page(c, {
    right: 'second-factor',
    name: 'page.viewed',
    read: (session) => [waysOfSession(session)],
  })
  const ways = readWays(rows[0][0]!, c.var.config.policy)
  return codePage(c, actor, by, { next: c.req.query('next') ?? '', ways })
}

async function entered(c: Context<App>, by: CodeKind) {
  const { actor, form } = await act(c, 'second-factor')
  const next = form.get('next') ?? ''
  const ways = await waysOfActor(c, actor)
  if (!ways[by]) throw new AppError({ kind: 'not_found' })
  const code = readCode(by, form.get('code') ?? '', c.var.config.policy)
  if (!code.ok) return codePage(c, actor, by, { next, ways, error: code.refusal })
  const entry = await enter(c, actor, by, code.value)
  if (entry.outcome === 'gone') throw new AppError({ kind: 'changed_meanwhile' })
  if (entry.outcome !== 'right') return codePage(c, actor, by, { next, ways, error: codeSentence(by, entry) })
  return confirmed(c, actor, next)
}

/** Goes on with the flow of the browser's cookie, so that its wrong codes add up; or begins one that it goes on with. */
async function enter(c: Context<App>, actor: Actor, by: CodeKind, code: string): Promise<Entry> {
  const guard = guardOf(c, actor.session.key)
  const from = origin(c)
  const give = (flow: Flow) => guard.giveFactor(flow, { by, code }, from, 'step-up')
  const own = await ownFlow(c, actor)
  const entry = own && (await give({ id: own.id, secretHash: own.secretHash }))
  if (entry && entry.outcome !== 'gone') return entry
  const { cookie, flow } = newFlow(actor.session.key.guard)
  await guard.begin({ flow, purpose: 'step-up', account: actor.account }, from)
  setCookie(c, 'flow', cookie)
  return give(flow)
}

function codePage(
  c: Context<App>,
  actor: Actor,
  by: CodeKind,
  { next, ways, error }: { next: string; ways: Ways; error?: string },
) {
  if (!ways[by]) throw new AppError({ kind: 'not_found' })
  return show(
    c,
    { title: codeTitles[by], error: error !== undefined, status: error === undefined ? 200 : 422 },
    <TypedCodeForm
      csrf={actor.csrf}
      by={by}
      action={`/confirm/${by}`}
      sendAction="/confirm/passcode"
      next={next}
      errors={error === undefined ? undefined : { code: error }}
      byText={ways.byText}
      otherWays={otherWays('/confirm', ways, next, { here: by })}
    />,
  )
}
