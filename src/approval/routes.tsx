/** Requests for access: the office's administrators decide at one door, the Enterprise Administrators at the other (III.B). */
import { type Context, Hono } from 'hono'
import { AppError } from '../errors.ts'
import type { Actor } from '../http/actor.ts'
import type { App } from '../http/context.ts'
import { act, page } from '../http/gate.ts'
import { origin } from '../http/origin.ts'
import { show } from '../http/respond.tsx'
import { providersOf } from '../claims/store.ts'
import { batch } from '../db/client.ts'
import { readId } from '../ids.ts'
import { addDays, dayOf, startOfDay } from '../policy/calendar.ts'
import { ROLES, type Role } from '../policy/roles.ts'
import type { Right } from '../roles/matrix.ts'
import type { Announced, Suggestion } from '../scim/announced/announced.ts'
import { ANNOUNCED_SHOWN, announcedTo, suggestionFor } from '../scim/announced/store.ts'
import { RequestPage } from '../../views/approval/request-page.tsx'
import { RequestsPage } from '../../views/approval/requests-page.tsx'
import { approve } from './approve.ts'
import { deny } from './deny.ts'
import { choicesOf, type Errors, noGrants, readDone, readGrants, readReason, type TypedGrants } from './form.ts'
import { ATTESTATION, type Decision, type Door, type Provider } from './access-request.ts'
import { type Block, blockOf, mayDecide, needsContact } from './rules.ts'
import {
  type Contact,
  contactsAbout,
  listedRequests,
  PAGE_SIZE,
  requestFor,
  type RequestRecord,
  requestSeen,
} from './store.ts'

export const officeRequests = new Hono<App>()
export const staffRequests = new Hono<App>()

const doors: Record<Door, { right: Right; base: string }> = {
  office: { right: 'office.administer', base: '/office/requests' },
  plan: { right: 'requests.decide', base: '/staff/requests' },
}

officeRequests.get('/', (c) => requestsPage(c, 'office'))
officeRequests.get('/:id', (c) => requestPage(c, 'office'))
officeRequests.post('/:id/approval', (c) => approval(c, 'office'))
officeRequests.post('/:id/denial', (c) => denial(c, 'office'))
staffRequests.get('/', (c) => requestsPage(c, 'plan'))
staffRequests.get('/:id', (c) => requestPage(c, 'plan'))
staffRequests.post('/:id/approval', (c) => approval(c, 'plan'))
staffRequests.post('/:id/denial', (c) => denial(c, 'plan'))

/** Those that wait, then III.B.3.a the decided ones with date and decider. */
async function requestsPage(c: Context<App>, door: Door) {
  const { right, base } = doors[door]
  const { now, config } = c.var
  const after = c.req.query('after')
  const today = dayOf(now, config.zone)
  const since = startOfDay(addDays(today, -config.policy.REQUESTS_SHOWN_FOR), config.zone).getTime()
  const { rows } = await page(c, {
    right,
    name: 'page.viewed',
    read: (key) => [
      listedRequests(key, door, today, since, after ? readId('access-request', after) : null),
      // Directories speak to the administrators of their offices, on the first page.
      ...(door === 'office' && !after && config.policy.PROVIDERS ? [announcedTo(key)] : []),
    ],
  })
  const done = readDone(c.req.query('done'))
  const older = rows[0].length > PAGE_SIZE ? rows[0][PAGE_SIZE - 1] : undefined
  return show(
    c,
    { title: 'Requests for access' },
    <RequestsPage
      base={base}
      zone={config.zone}
      requests={rows[0].slice(0, PAGE_SIZE)}
      announced={rows[1]?.slice(0, ANNOUNCED_SHOWN).map(announcedShown)}
      isAnnouncedCut={(rows[1]?.length ?? 0) > ANNOUNCED_SHOWN}
      showsOffice={door === 'plan'}
      done={done === 'approved' || done === 'denied' ? done : undefined}
      start={after ? base : undefined}
      older={older && `${base}?after=${older.id}`}
    />,
  )
}

/** The form: granting wants a fresh second factor, so the page asks for it before anybody ticks anything. */
async function requestPage(c: Context<App, '/:id'>, door: Door, late = false) {
  const id = readId('access-request', c.req.param('id'))
  const { actor, rows } = await page(c, {
    right: doors[door].right,
    fresh: 'any',
    name: 'page.viewed',
    record: (key) => ({ id, seen: requestSeen(key, door, id) }),
    read: (key, today) => [
      requestFor(key, door, id, today),
      providersOf(key, id),
      contactsAbout(key, id),
      suggestionFor(key, id),
    ],
  })
  const [request] = rows[0]
  if (!request) throw new AppError({ kind: 'not_found' })
  return requestForm(
    c,
    door,
    actor,
    { request, providers: rows[1], contacts: rows[2], suggestion: rows[3][0] },
    { late, status: late ? 409 : 200 },
  )
}

async function approval(c: Context<App, '/:id/approval'>, door: Door) {
  const { actor, form, ...read } = await asked(c, door)
  const { request, providers } = read
  const { config, now } = c.var
  const isMember = request.membership !== null && request.wantsLoa === 1
  const given = readGrants(form, providers, dayOf(now, config.zone), request.wantsLoa === 1)
  if ('errors' in given) {
    return requestForm(c, door, actor, read, { status: 422, typed: given.typed, errors: given.errors })
  }
  const block = blocked(c, request, read.contacts)
  if (block) return requestForm(c, door, actor, read, { status: 422, typed: given.typed, errors: { form: block } })
  const outcome = await approve(
    { env: c.env, config, now },
    request,
    isMember ? [] : given.grants,
    decisionOf(c, actor),
  )
  return outcome.ok ? c.redirect(`${doors[door].base}?done=approved`, 303) : requestPage(c, door, true)
}

async function denial(c: Context<App, '/:id/denial'>, door: Door) {
  const { actor, form, ...read } = await asked(c, door)
  const given = readReason(form)
  if ('errors' in given)
    return requestForm(c, door, actor, read, { status: 422, reason: given.typed, errors: given.errors })
  const { config, now } = c.var
  const outcome = await deny({ env: c.env, config, now }, read.request, given.reason, decisionOf(c, actor))
  return outcome.ok ? c.redirect(`${doors[door].base}?done=denied`, 303) : requestPage(c, door, true)
}

type Read = {
  request: RequestRecord
  providers: Provider[]
  contacts: Contact[]
  suggestion: Suggestion | undefined
}

/** The request that a posted form decides, which its sender may open, and may decide (III.B.3). */
async function asked(c: Context<App, '/:id/approval' | '/:id/denial'>, door: Door) {
  const { actor, form } = await act(c, doors[door].right, { fresh: 'any' })
  const id = readId('access-request', c.req.param('id'))
  const { key } = actor.session
  const today = dayOf(c.var.now, c.var.config.zone)
  const { rows } = await batch(c.env.DB, [
    requestFor(key, door, id, today),
    providersOf(key, id),
    contactsAbout(key, id),
    suggestionFor(key, id),
  ])
  const [request] = rows[0]
  if (!request) throw new AppError({ kind: 'not_found' })
  if (request.decision === null && !isTheirs(actor, request)) throw new AppError({ kind: 'no_right' })
  return { actor, form, request, providers: rows[1], contacts: rows[2], suggestion: rows[3][0] }
}

function isTheirs(actor: Actor, request: RequestRecord): boolean {
  const decider = { ...actor, guard: actor.facts.guard, officeId: actor.membership?.officeId ?? null }
  return mayDecide(decider, { ...yesOrNo(request), guard: request.guard, officeId: request.officeId })
}

const blockWords: Record<Block, string> = {
  'office-terminated': 'This office is terminated: nobody works through it any more.',
  suspended: 'Their access to this office is suspended; a request doesn’t lift that.',
  left: 'They left the office after this was sent.',
  'not-confirmed': 'The office manager has to confirm first that this person works there.',
}

/** Why the request can't be approved as it stands (III.M.4, III.H.5, III.B.3.b); a sentence for the approver. */
function blocked(c: Context<App>, request: RequestRecord, contacts: readonly Contact[]): string | undefined {
  const block = blockOf({
    ...yesOrNo(request),
    isConfirmed: contacts.length > 0,
    sentOn: dayOf(new Date(request.sentAt), c.var.config.zone),
    suspendedAt: request.suspendedAt,
    endedOn: request.endedOn,
  })
  return block === null ? undefined : blockWords[block]
}

/** SQLite's 0 and 1 as rules take them. */
function yesOrNo({ wantsLoa, hasLiveLoa, isInvited, isTerminated }: RequestRecord) {
  return {
    wantsLoa: wantsLoa === 1,
    hasLiveLoa: hasLiveLoa === 1,
    isInvited: isInvited === 1,
    isTerminated: isTerminated === 1,
  }
}

function decisionOf(c: Context<App>, actor: Actor): Decision {
  const { ip, request, device } = origin(c)
  return { by: actor.account, name: actor.name, from: { ip, request, device, session: actor.session.row } }
}

type Told = {
  status: 200 | 409 | 422
  typed?: TypedGrants
  reason?: string
  errors?: Errors | undefined
  late?: boolean
}

function requestForm(c: Context<App>, door: Door, actor: Actor, read: Read, told: Told) {
  const { request, providers, contacts, suggestion } = read
  const { status, typed = noGrants(), reason, errors, late } = told
  const { base } = doors[door]
  const open = request.decision === null && isTheirs(actor, request)
  const block = blocked(c, request, contacts)
  const isMember = request.membership !== null && request.wantsLoa === 1
  return show(
    c,
    {
      title: [request.firstName, request.lastName].filter(Boolean).join(' ') || 'Request for access',
      status,
      error: errors !== undefined,
      back: { href: base, label: 'Requests' },
    },
    <RequestPage
      csrf={actor.csrf}
      base={base}
      zone={c.var.config.zone}
      request={request}
      roles={isMember ? null : choicesOf(typed)}
      providers={providers}
      attestation={ATTESTATION}
      directory={suggestion && c.var.config.policy.PROVIDERS ? directoryShown(suggestion) : undefined}
      open={open}
      block={block}
      plan={
        door === 'plan'
          ? {
              ...request,
              id: request.officePublicId,
              hasLiveLoa: request.hasLiveLoa === 1,
              needsContact: needsContact(yesOrNo(request)),
              contacts,
            }
          : undefined
      }
      reason={reason}
      errors={errors}
      late={late}
    />,
  )
}

const roleNames = (json: string) => (JSON.parse(json) as Role[]).map((role) => ROLES[role].name)

/** What a directory says stands beside the choice, and never ticks anything (III.B.6, II.C). */
function directoryShown({ isActive, roles }: Suggestion) {
  return { isActive: isActive === 1, roles: roleNames(roles) }
}

function announcedShown({ firstName, lastName, email, since, roles }: Announced) {
  return {
    name: [firstName, lastName].filter(Boolean).join(' ') || 'No name told',
    email,
    since,
    roles: roleNames(roles),
  }
}
