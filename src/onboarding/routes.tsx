/** An office asks for access and signs the Access Agreement: open to anyone (III.A.1.a). */
import { type Context, Hono } from 'hono'
import { tookBack } from '../audit/statement.ts'
import { batch } from '../db/client.ts'
import { read } from '../documents/rules.ts'
import { documentInForce } from '../documents/store.ts'
import { AppError } from '../errors.ts'
import type { App } from '../http/context.ts'
import { readCookie } from '../http/cookies.ts'
import { demandToken, visitorToken } from '../http/csrf.ts'
import { readForm } from '../http/form.ts'
import { origin } from '../http/origin.ts'
import { show } from '../http/respond.tsx'
import { readId } from '../ids.ts'
import { states } from '../offices/identifiers.ts'
import { seal, unseal } from '../seal.ts'
import { telephone } from '../../views/format.ts'
import { OfficeAccessForm, type OfficeAccessProps } from '../../views/onboarding/office-access-form.tsx'
import { SentPage } from '../../views/onboarding/sent-page.tsx'
import { readConsent, readRequest } from './form.ts'
import { confirmationNumber } from './rules.ts'
import { nomineesOf, requestOf, requestsFrom } from './store.ts'
import { submit } from './submit.ts'

export const officeAccess = new Hono<App>()

const HOUR = 3_600_000
const PURPOSE = 'office-access'

officeAccess.get('/', async (c) => formPage(c, await inForce(c), { typed: {}, errors: {} }))

officeAccess.post('/', async (c) => {
  const form = await readForm(c)
  demandToken(form, visitorToken(c))
  const { typed, request, errors: wrong } = readRequest(form)
  const { document, errors: unsigned } = readConsent(form)
  const errors = { ...wrong, ...unsigned }
  const agreement = await inForce(c)
  const changed = document !== agreement.id
  if (changed || Object.keys(errors).length > 0) return formPage(c, agreement, { typed, errors, changed })
  const atMost = await demandModeration(c)
  const { at, ip, request: by, device } = origin(c)
  const signing = { signedAt: at, ip, paper: null, atMost }
  const means = { db: c.env.DB, mail: c.env.MAIL, config: c.var.config }
  const id = await submit(means, request, { ...agreement, blocks: read(agreement.body) }, signing, {
    at,
    by: null,
    ip,
    request: by,
    device,
  }).catch((failure: unknown) => {
    throw tookBack(failure) ? new AppError(tooMany) : failure
  })
  const sealed = await seal({ id }, c.var.config.sealKeys, PURPOSE, readCookie(c, 'visitor') ?? '')
  return c.redirect(`/office-access/sent?s=${sealed}`, 303)
})

// For the browser that sent it alone (T7).
officeAccess.get('/sent', async (c) => {
  const visitor = readCookie(c, 'visitor') ?? ''
  const opened = (await unseal(c.req.query('s') ?? '', c.var.config.sealKeys, PURPOSE, visitor)) as {
    id: string
  } | null
  if (!opened) return c.redirect('/office-access', 303)
  const id = readId('office-request', opened.id)
  const { rows } = await batch(c.env.DB, [requestOf(id), nomineesOf(id)])
  const [request] = rows[0]
  if (!request) throw new AppError({ kind: 'not_found' })
  const { plan, zone } = c.var.config
  return show(
    c,
    { title: 'Your request is with us' },
    <SentPage
      number={confirmationNumber(id)}
      telephone={telephone(plan.telephone)}
      request={request}
      nominees={rows[1]}
      blocks={read(request.documentBody)}
      zone={zone}
    />,
  )
})

const tooMany = { kind: 'too_many_attempts', retryAfterSeconds: HOUR / 1000 } as const

/**
 * Each request sends mail to an address that a stranger typed: an IP address has few of them (T5, III.F.3).
 * Answers the bound, for many may pass here at the same moment.
 */
async function demandModeration(c: Context<App>): Promise<{ count: number; since: number }> {
  const { at, ip } = origin(c)
  const { policy } = c.var.config
  const since = at - policy.ADDRESS_WATCHED_FOR * HOUR
  const { rows } = await batch(c.env.DB, [requestsFrom(ip, since, policy.OFFICE_REQUESTS_PER_ADDRESS)])
  if ((rows[0][0]?.count ?? 0) >= policy.OFFICE_REQUESTS_PER_ADDRESS) {
    throw new AppError(tooMany)
  }
  const sending = await c.env.ADDRESS_GUARD.getByName(ip).admitSend(at)
  if (!sending.admitted) {
    throw new AppError({ kind: 'too_many_attempts', retryAfterSeconds: sending.retryAfterSeconds })
  }
  return { count: policy.OFFICE_REQUESTS_PER_ADDRESS, since }
}

async function inForce(c: Context<App>) {
  const { rows } = await batch(c.env.DB, [documentInForce('access-agreement')])
  const [agreement] = rows[0]
  if (!agreement) throw new Error('no access agreement is published')
  return agreement
}

function formPage(
  c: Context<App>,
  agreement: Awaited<ReturnType<typeof inForce>>,
  props: Pick<OfficeAccessProps, 'typed' | 'errors' | 'changed'>,
) {
  const { plan } = c.var.config
  const { id, title, version, body } = agreement
  const isWrong = Object.keys(props.errors).length > 0
  const csrf = visitorToken(c)
  return show(
    c,
    { title: 'Ask for access for your office', error: isWrong, status: isWrong || props.changed ? 422 : 200, csrf },
    <OfficeAccessForm
      csrf={csrf}
      plan={plan.name}
      telephone={telephone(plan.telephone)}
      states={states}
      agreement={{ id, title, version, blocks: read(body) }}
      {...props}
    />,
  )
}
