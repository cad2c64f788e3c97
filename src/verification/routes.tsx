/** An office's administrators verify its users, one by one, every 45 days (III.H.1, III.H.2). */
import { type Context, Hono } from 'hono'
import { grantState } from '../approval/rules.ts'
import { timesAt } from '../approval/users/rules.ts'
import type { Times } from '../approval/users/user.ts'
import { batch, type Answer } from '../db/client.ts'
import { AppError } from '../errors.ts'
import type { Actor } from '../http/actor.ts'
import type { App } from '../http/context.ts'
import { act, page } from '../http/gate.ts'
import { changeBy } from '../http/origin.ts'
import { type Page, show } from '../http/respond.tsx'
import { readId } from '../ids.ts'
import type { Course } from '../offices/verification/dates.ts'
import { nextDueOn } from '../offices/verification/rules.ts'
import { type Day, dayOf } from '../policy/calendar.ts'
import { ROLES, type Role } from '../policy/roles.ts'
import type { SessionKey } from '../session-key.ts'
import { verificationOf } from '../standing/rules.ts'
import { revokeAccess } from '../termination/revoke-access.ts'
import { isLate as endsLate, lastDayOf, revokedOn } from '../termination/rules.ts'
import { DeparturePage } from '../../views/verification/departure-page.tsx'
import { NothingDue } from '../../views/verification/nothing-due.tsx'
import { VerificationPage } from '../../views/verification/verification-page.tsx'
import { doneWords, namesOf } from '../../views/verification/words.ts'
import type { Card, CardGrant, Reason } from './cards/card.ts'
import { decideToKeep } from './cards/decide.ts'
import { openDue } from './cards/open-due.ts'
import { receiveBanner } from './cards/receive-banner.ts'
import { isLookedAt, isVerifiedBySelf, notToDecide, ranked, reasonsOf } from './cards/rules.ts'
import { aroundOf, cardSeen, cardsOf, decisionKept } from './cards/store.ts'
import { admittedBefore, complete } from './complete.ts'
import { readDeparture, readDone, type TypedDeparture } from './form.ts'
import { openVerificationFor } from './store.ts'
import { type OpenVerification, VERIFIED } from './verification.ts'

export const verification = new Hono<App>()

const BASE = '/office/verification'
/** So many cards stand on the page at once. */
const PAGE_SIZE = 25

verification.get('/', (c) => sheetPage(c))

/** Keeps the user: one tap. htmx gets the cards as they are now, without scripts the page goes on at the next one. */
verification.post('/:id/card', async (c) => {
  const { actor } = await act(c, 'office.verify')
  const { sheet, card } = await cardOf(c, actor)
  const why = notToDecide(card, actor.account, sheet.others.length > 0)
  if (why) return sheetShown(c, actor, sheet, { status: 422, refusal: notToDecideWords[why](sheet.others) })
  await decideToKeep(c.env.DB, sheet.verification, card, changeBy(c, actor))
  if (c.req.header('HX-Request-Type') !== 'partial') return c.redirect(`${BASE}?done=kept#next`, 303)
  const { sheet: after } = await cardOf(c, actor)
  return sheetShown(c, actor, after, { saved: `Kept: ${card.firstName} ${card.lastName}.` })
})

verification.get('/:id/departure', async (c) => {
  const id = readId('membership', c.req.param('id'))
  const { actor, rows } = await page(c, {
    right: 'office.verify',
    name: 'page.viewed',
    record: (key) => ({ id, seen: cardSeen(key, id) }),
    read: (key) => reads(key, timesAt(c.var.now, c.var.config)),
  })
  const { sheet, card } = found(await sheetOf(c, actor, rows), id)
  const canDecide = card.account !== actor.account && notToDecide(card, actor.account, sheet.others.length > 0) === null
  if (!canDecide) return c.redirect(`${BASE}#next`, 303)
  return departurePage(c, actor, card, { typed: { changedOn: '', reason: '' } })
})

verification.post('/:id/departure', async (c) => {
  const { actor, form } = await act(c, 'office.verify')
  const { sheet, card } = await cardOf(c, actor)
  // Nobody leaves by their own hand: another administrator says so, or the plan.
  const why = card.account === actor.account ? 'self' : notToDecide(card, actor.account, true)
  if (why) return sheetShown(c, actor, sheet, { status: 422, refusal: notToDecideWords[why](sheet.others) })
  const { env } = c
  const { now, config } = c.var
  const today = dayOf(now, config.zone)
  const { accessOn, office } = sheet.verification
  const given = readDeparture(form, { since: card.approvedOn, latest: nextDueOn(accessOn, today, config.policy) })
  if ('errors' in given) return departurePage(c, actor, card, given)
  const { typed, changedOn, reason } = given
  // Before anything is sent it is said that a report goes to the plan; of another day it is said anew.
  if (
    endsLate(changedOn, revokedOn(changedOn, today), config.policy, config.holidays) &&
    form.get('knows') !== changedOn
  ) {
    return departurePage(c, actor, card, { typed, late: changedOn })
  }
  const outcome = await revokeAccess(
    { env, config, today },
    { membership: card.row, account: card.account, office },
    { kind: 'ended', changedOn, reason },
    changeBy(c, actor),
    decisionKept(sheet.verification, card, 'left', changeBy(c, actor)),
  )
  if (!outcome.ok) return sheetPage(c, { isLate: true })
  const { late, revokedOn: until } = outcome.value
  const word = until > today ? 'ends' : late ? 'ended-reported' : 'ended'
  return c.redirect(`${BASE}?done=${word}#next`, 303)
})

verification.post('/attestation', async (c) => {
  const { actor, form } = await act(c, 'office.verify')
  const { now, config } = c.var
  const { policy, zone } = config
  const today = dayOf(now, zone)
  const sheet = await sheetNow(c, actor)
  // Of two offices one is attested: the one whose page it was, not the one switched to meanwhile.
  if (!sheet || (form.get('verification') ?? sheet.verification.id) !== sheet.verification.id)
    return sheetPage(c, { isLate: true })
  const open = sheet.cards.filter(({ decision }) => decision === null).length
  if (open > 0) {
    const users = open === 1 ? 'One user is' : `${open} users are`
    return sheetShown(c, actor, sheet, {
      status: 422,
      refusal: `${users} not decided yet. Decide about each of them first.`,
    })
  }
  if (form.get('attests') !== 'on') {
    const errors = { attests: 'Tick this if it is so; without it nothing is verified.' }
    return sheetShown(c, actor, sheet, { status: 422, errors })
  }
  const completing = { byOnlyLoa: isVerifiedBySelf(sheet.cards), spoken: null }
  const by = changeBy(c, actor)
  const outcome = await complete(c.env.DB, sheet.verification, completing, by, { today, zone, policy })
  return outcome.ok ? c.redirect(`${BASE}?done=completed`, 303) : sheetPage(c, { isLate: true })
})

const notToDecideWords = {
  self: (others: readonly string[]) =>
    others.length > 0
      ? `Nobody verifies themself where there is another administrator: ${namesOf(others)} decides about you.`
      : 'Nobody ends their own access here. Name another administrator first, or call the plan.',
  left: () => 'Their access has ended and isn’t given back here. Call the plan if that was a mistake.',
}

/** What is due at the office, as its administrators see it now; the users at the highest risk first. */
type Sheet = {
  course: Course
  verification: OpenVerification
  cards: (Card & { reasons: Reason[] })[]
  /** The names of the other live administrators. */
  others: string[]
}

const reads = (key: SessionKey, times: Times) =>
  [cardsOf(key, times), openVerificationFor(key), aroundOf(key, times.today)] as const
type Rows = Answer<ReturnType<typeof reads>>['rows']

/** Opens what is due, and keeps that the prompt for it was received, if neither was done before; null: nothing is due. */
async function sheetOf(c: Context<App>, actor: Actor, [cards, [open], [around]]: Rows): Promise<Sheet | null> {
  const { policy, zone } = c.var.config
  const today = dayOf(c.var.now, zone)
  if (!actor.membership) return null
  const by = changeBy(c, actor)
  const course = await receiveBanner(c.env.DB, actor.membership, today, policy, by)
  const known = course && (open ?? (await openDue(c.env.DB, actor.membership.officeId, course.dueOn, by)))
  if (!course || !known) return null
  const due = { ...known, promptReceivedOn: course.promptedOn }
  const before = admittedBefore(due, { today, zone, policy })
  const lookedAt = cards.filter((card) => isLookedAt(card, before))
  return {
    course,
    verification: due,
    cards: ranked(lookedAt.map((card) => ({ ...card, reasons: reasonsOf(card, today, policy) }))),
    others: JSON.parse(around?.others ?? '[]') as string[],
  }
}

async function sheetNow(c: Context<App>, actor: Actor): Promise<Sheet | null> {
  const { rows } = await batch(c.env.DB, reads(actor.session.key, timesAt(c.var.now, c.var.config)))
  return sheetOf(c, actor, rows)
}

/** The card that the address names, with all others. Throws: nobody there, or nothing due. */
async function cardOf(c: Context<App, '/:id/card' | '/:id/departure'>, actor: Actor) {
  return found(await sheetNow(c, actor), readId('membership', c.req.param('id')))
}

function found(sheet: Sheet | null, id: string) {
  const card = sheet?.cards.find((one) => one.id === id)
  if (!sheet || !card) throw new AppError({ kind: 'not_found' })
  return { sheet, card }
}

/** The page; `isLate`: what was posted came after somebody else had changed it. */
async function sheetPage(c: Context<App>, { isLate = false } = {}) {
  const { actor, rows } = await page(c, {
    right: 'office.verify',
    name: 'page.viewed',
    read: (key) => reads(key, timesAt(c.var.now, c.var.config)),
  })
  const sheet = await sheetOf(c, actor, rows)
  if (sheet) return sheetShown(c, actor, sheet, isLate ? { status: 409, isLate } : {})
  const today = dayOf(c.var.now, c.var.config.zone)
  const next = actor.membership && verificationOf(actor.membership, today, c.var.config.policy)
  return show(
    c,
    { title: 'Verification', status: isLate ? 409 : 200, banner: bannerOf(c, isLate) },
    <NothingDue nextOn={next?.dueOn ?? null} lastOn={rows[2][0]?.lastOn ?? null} />,
  )
}

function bannerOf(c: Context<App>, isLate: boolean): Page['banner'] {
  if (isLate) return { kind: 'warning', heading: 'Somebody else was quicker: this is what stands now', focus: true }
  const done = readDone(c.req.query('done'))
  if (!done) return undefined
  const { heading, sentence } = doneWords[done]
  return { kind: 'success', heading, children: sentence && <p>{sentence}</p> }
}

type Told = { status?: 409 | 422; errors?: Record<string, string>; refusal?: string; isLate?: boolean; saved?: string }

function sheetShown(c: Context<App>, actor: Actor, sheet: Sheet, told: Told) {
  const { status = 200, errors = {}, refusal, isLate = false, saved } = told
  const { course, others } = sheet
  const today = dayOf(c.var.now, c.var.config.zone)
  const again = c.req.query('again')
  const cards = sheet.cards.map((card) => {
    const canDecide = notToDecide(card, actor.account, others.length > 0) === null
    const endsOn = card.endedOn && lastDayOf(card.endedOn, null)
    return { ...card, endsOn, canDecide, isSelf: card.account === actor.account, grants: grantsShown(card, today) }
  })
  const isOpen = ({ id, decision, canDecide }: (typeof cards)[number]) =>
    decision === null || (canDecide && id === again && saved === undefined)
  const open = cards.filter(isOpen).toSorted((one, other) => Number(other.id === again) - Number(one.id === again))
  return show(
    c,
    {
      title: 'Verify your office’s users',
      status,
      error: status === 422,
      banner: bannerOf(c, isLate),
    },
    <VerificationPage
      csrf={actor.csrf}
      verification={sheet.verification.id}
      course={course}
      open={open.slice(0, PAGE_SIZE)}
      more={Math.max(0, open.length - PAGE_SIZE)}
      decided={cards.filter((card) => !isOpen(card))}
      done={cards.filter(({ decision }) => decision !== null).length}
      total={cards.length}
      others={others}
      attestation={VERIFIED}
      errors={errors}
      refusal={refusal}
      saved={saved}
    />,
  )
}

function grantsShown(card: Card, today: Day) {
  return (JSON.parse(card.grants) as CardGrant[]).map((grant) => ({
    name: ROLES[grant.role as Role].name,
    endsOn: grant.endsOn,
    state: grantState(grant, today),
    providers: grant.providers,
  }))
}

function departurePage(
  c: Context<App>,
  actor: Actor,
  card: Card,
  { typed, errors, late }: { typed: TypedDeparture; errors?: Record<string, string>; late?: Day },
) {
  const name = `${card.firstName} ${card.lastName}`
  return show(
    c,
    {
      title: `${name} no longer works here`,
      status: errors || late ? 422 : 200,
      error: errors !== undefined,
      back: { href: `${BASE}#next`, label: 'Verification' },
    },
    <DeparturePage
      csrf={actor.csrf}
      action={`${BASE}/${card.id}/departure`}
      name={name}
      today={dayOf(c.var.now, c.var.config.zone)}
      typed={typed}
      errors={errors}
      late={late}
      allowed={c.var.config.policy.REVOKE_WITHIN}
    />,
  )
}
