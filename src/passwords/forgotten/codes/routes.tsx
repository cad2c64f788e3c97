/** The second proof of a reset by a code that nobody sends: of an authenticator app, or a recovery code (III.F.1.c.i). */
import { type Context, Hono } from 'hono'
import type { App } from '../../../http/context.ts'
import { origin } from '../../../http/origin.ts'
import { type CodeKind, codeSentence, readCode } from '../../../second-factor/codes/rules.ts'
import { CONTINUE, pageOf, personOf, posted } from '../routes.tsx'

export const forgottenCodes = new Hono<App>()

forgottenCodes.post('/app', (c) => entered(c, 'app'))
forgottenCodes.post('/recovery', (c) => entered(c, 'recovery'))

async function entered(c: Context<App>, by: CodeKind): Promise<Response> {
  const { form, flow, stage } = await posted(c)
  const person = flow && stage === 'second' ? await personOf(c, flow) : null
  if (!flow || !person?.[by] || person.closed) return c.redirect(CONTINUE, 303)
  const field = `${by}Code`
  const code = readCode(by, form.get(field) ?? '', c.var.config.policy)
  if (!code.ok) return pageOf(c, flow, { [field]: code.refusal })
  const guard = c.env.ACCOUNT_GUARD.getByName(flow.guard)
  const entry = await guard.giveFactor(flow, { by, code: code.value }, origin(c), 'reset')
  if (entry.outcome === 'right' || entry.outcome === 'gone') return c.redirect(CONTINUE, 303)
  return pageOf(c, flow, { [field]: codeSentence(by, entry) })
}
