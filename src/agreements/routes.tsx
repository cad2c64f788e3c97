/** The gate of the User Agreement: a new version is asked of everybody at their next sign-in (II.I, III.A.1.c.iv). */
import { type Context, Hono } from 'hono'
import { recordedIfChanged } from '../audit/statement.ts'
import { batch } from '../db/client.ts'
import type { Published } from '../documents/document.ts'
import { read } from '../documents/rules.ts'
import { documentInForce } from '../documents/store.ts'
import { AppError } from '../errors.ts'
import type { Actor } from '../http/actor.ts'
import type { App } from '../http/context.ts'
import { resumeAddress } from '../http/criteria.ts'
import { act, page } from '../http/gate.ts'
import { acting } from '../http/origin.ts'
import { show } from '../http/respond.tsx'
import { acceptanceKept } from './store.ts'
import { AgreementPage } from '../../views/agreements/agreement-page.tsx'

export const agreement = new Hono<App>()

agreement.get('/', async (c) => {
  const { actor, rows } = await page(c, {
    right: 'agreement.accept',
    name: 'page.viewed',
    read: () => [documentInForce('user-agreement')],
  })
  return agreementPage(c, actor, rows[0][0], { next: c.req.query('next') ?? '' })
})

agreement.post('/', async (c) => {
  const { actor, form } = await act(c, 'agreement.accept')
  const { rows } = await batch(c.env.DB, [documentInForce('user-agreement')])
  const [inForce] = rows[0]
  const next = form.get('next') ?? ''
  // Nobody agrees to what they were not shown.
  if (inForce?.id !== form.get('document')) return agreementPage(c, actor, inForce, { next, status: 409 })
  if (form.get('agree') !== 'on') {
    return agreementPage(c, actor, inForce, { next, status: 422, error: 'Tick the box if you agree.' })
  }
  const { account, ...from } = acting(c, actor)
  const { row: document, id: record, version } = inForce
  await batch(c.env.DB, [
    acceptanceKept({ account, document, version, at: from.at, ip: from.ip }),
    recordedIfChanged({
      ...from,
      name: 'agreement.accepted',
      account,
      subject: account,
      record,
      clause: 'III.A.1.c.iv',
      detail: { version },
    }),
  ])
  return c.redirect(await resumeAddress(c, next, actor.session.key), 303)
})

function agreementPage(
  c: Context<App>,
  actor: Actor,
  inForce: Published | undefined,
  { next, status = 200, error }: { next: string; status?: 200 | 409 | 422; error?: string },
) {
  if (!inForce) throw new AppError({ kind: 'not_found' })
  const { title, version, id } = inForce
  return show(
    c,
    {
      title,
      status,
      error: error !== undefined,
      banner:
        status === 409
          ? {
              kind: 'warning',
              heading: 'A new version was published while you read. Please read this one.',
              focus: true,
            }
          : undefined,
    },
    <AgreementPage
      csrf={actor.csrf}
      version={version}
      blocks={read(inForce.body)}
      agreed={actor.facts.agreedVersion >= version}
      form={{ action: '/agreement', fields: { document: id, next }, error }}
    />,
  )
}
