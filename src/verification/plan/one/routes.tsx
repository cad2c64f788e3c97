/** One verification: provider relations completes it for the office (III.H.4), e-business gives the access back (III.H.5). */
import { type Context, Hono } from 'hono'
import { batch } from '../../../db/client.ts'
import { AppError } from '../../../errors.ts'
import type { Actor } from '../../../http/actor.ts'
import type { App } from '../../../http/context.ts'
import { act, page } from '../../../http/gate.ts'
import { changeBy } from '../../../http/origin.ts'
import { show } from '../../../http/respond.tsx'
import { readId } from '../../../ids.ts'
import { nextDueOn } from '../../../offices/verification/rules.ts'
import { type Day, dayOf } from '../../../policy/calendar.ts'
import { ROLES, type Role } from '../../../policy/roles.ts'
import { can } from '../../../roles/rules.ts'
import {
  VerificationForPlan,
  type VerificationForPlanProps,
} from '../../../../views/verification/plan/verification-for-plan.tsx'
import { admittedBefore } from '../../complete.ts'
import { reinstateOffice } from '../../reinstate-office.ts'
import type { OpenVerification } from '../../verification.ts'
import type { PlanCard, PlanVerification } from '../calendar.ts'
import { readDecisions, readDone, readReason, readTalk } from '../form.ts'
import { stateOf } from '../rules.ts'
import { completeForOffice } from './complete-for-office.ts'
import { decideForOffice } from './decide-for-office.ts'
import { loasToCall, planCardsOf, verificationFor, verificationSeen } from './store.ts'

const PATH = '/staff/verifications'
/** So many users are decided about at once: a form of ours has no more fields. */
const PAGE_SIZE = 25

export const planVerification = new Hono<App>()

const reading = (id: string, today: Day) =>
  [verificationFor(id), planCardsOf(id, today), loasToCall(id, today)] as const
type Rows = Awaited<ReturnType<typeof sheetNow>>['rows']

planVerification.get('/:id', async (c) => {
  const id = readId('verification', c.req.param('id'))
  const { actor, rows } = await page(c, {
    right: 'verifications.read',
    name: 'page.viewed',
    record: () => ({ id, seen: verificationSeen(id) }),
    read: (_key, today) => reading(id, today),
  })
  return sheetPage(c, actor, rows, {})
})

/** Saves what was decided about some of the users; the others wait. */
planVerification.post('/:id/cards', async (c) => {
  const { actor, form } = await act(c, 'verifications.complete', { fresh: 'any' })
  const { config, now } = c.var
  const today = dayOf(now, config.zone)
  const { rows, verification, undecided } = await sheetNow(c)
  const open = openOf(verification, today)
  const latest = nextDueOn(verification.accessOn, today, config.policy)
  const { typed, decisions, errors } = readDecisions(form, undecided.slice(0, PAGE_SIZE), latest)
  if (Object.keys(errors).length > 0) return sheetPage(c, actor, rows, { cards: { typed, errors } })
  await decideForOffice({ env: c.env, config, today }, open, decisions, changeBy(c, actor))
  return c.redirect(`${PATH}/${verification.id}?done=saved`, 303)
})

planVerification.post('/:id/completion', async (c) => {
  const { actor, form } = await act(c, 'verifications.complete', { fresh: 'any' })
  const { config, now } = c.var
  const today = dayOf(now, config.zone)
  const { rows, verification, undecided } = await sheetNow(c)
  const open = openOf(verification, today)
  const { typed, spoken, errors } = readTalk(form, today, undecided.length)
  if (!spoken) return sheetPage(c, actor, rows, { talk: { typed, errors } })
  const outcome = await completeForOffice({ env: c.env, config, today }, open, spoken, changeBy(c, actor))
  if (!outcome.ok) throw new AppError({ kind: 'changed_meanwhile' })
  const isClosed = stateOf(verification, today, config.policy).state === 'suspended'
  return c.redirect(`${PATH}/${verification.id}?done=${isClosed ? 'waits' : 'completed'}`, 303)
})

planVerification.post('/:id/reinstatement', async (c) => {
  const { actor, form } = await act(c, 'offices.reinstate', { fresh: 'any' })
  const { config, now } = c.var
  const today = dayOf(now, config.zone)
  const { rows, verification } = await sheetNow(c)
  const { reason, error } = readReason(form)
  if (error) return sheetPage(c, actor, rows, { reinstate: { reason, error } })
  const by = { ...changeBy(c, actor), reason }
  const outcome = await reinstateOffice({ env: c.env, config, today }, verification, by)
  if (!outcome.ok) throw new AppError({ kind: 'changed_meanwhile' })
  return c.redirect(`${PATH}/${verification.id}?done=reinstated`, 303)
})

/** The verification as it stands at a change; throws `not_found` for one that is none. */
async function sheetNow(c: Context<App, '/:id/cards' | '/:id/completion' | '/:id/reinstatement'>) {
  const id = readId('verification', c.req.param('id'))
  const { rows } = await batch(c.env.DB, reading(id, dayOf(c.var.now, c.var.config.zone)))
  const [[verification], cards] = rows
  if (!verification) throw new AppError({ kind: 'not_found' })
  return { rows, verification, undecided: undecidedOf(c, verification, cards) }
}

/** The users who are still to be decided about; who came after the prompt counts as verified by their approval. */
function undecidedOf(c: Context<App>, verification: PlanVerification, cards: readonly PlanCard[]): PlanCard[] {
  if (verification.completedAt !== null) return cards.filter(({ decision }) => decision === null)
  const { zone, policy } = c.var.config
  const before = admittedBefore(verification, { today: dayOf(c.var.now, zone), zone, policy })
  return cards.filter(({ decision, admittedAt }) => decision === null && admittedAt < before)
}

/** Whether it still asks somebody: not once it is complete, or its office has ended. */
function isOpen({ completedAt, droppedAt, terminatedOn }: PlanVerification, today: Day): boolean {
  return completedAt === null && droppedAt === null && (terminatedOn === null || terminatedOn > today)
}

function openOf(verification: PlanVerification, today: Day): OpenVerification {
  if (!isOpen(verification, today)) throw new AppError({ kind: 'changed_meanwhile' })
  return verification
}

type Typed = {
  cards?: { typed: ReturnType<typeof readDecisions>['typed']; errors: Record<string, string> }
  talk?: VerificationForPlanProps['talk']
  reinstate?: { reason: string; error?: string }
}

function sheetPage(c: Context<App>, actor: Actor, rows: Rows, { cards: chosen, talk, reinstate }: Typed) {
  const [[verification], cards, loas] = rows
  if (!verification) throw new AppError({ kind: 'not_found' })
  const { policy, zone } = c.var.config
  const today = dayOf(c.var.now, zone)
  const undecided = undecidedOf(c, verification, cards)
  const errors = { ...chosen?.errors, ...talk?.errors, ...(reinstate?.error ? { reason: reinstate.error } : {}) }
  const isWrong = Object.keys(errors).length > 0
  const done = readDone(c.req.query('done'))
  const asks = isOpen(verification, today)
  const { state, nextOn } = stateOf(verification, today, policy)
  const waits = state === 'to-reinstate' && verification.isLast === 1 && verification.terminatedOn === null
  const named = (card: PlanCard) => ({
    ...card,
    roles: (JSON.parse(card.roles) as Role[]).map((role) => ROLES[role].name),
  })
  return show(
    c,
    {
      title: verification.officeName,
      back: { href: PATH, label: 'Verifications' },
      error: isWrong,
      status: isWrong ? 422 : 200,
      banner: done ? { kind: 'success', heading: done, focus: true } : undefined,
    },
    <VerificationForPlan
      csrf={actor.csrf}
      verification={verification}
      state={asks || waits ? state : null}
      nextOn={asks ? nextOn : null}
      loas={loas}
      decided={cards.filter(({ decision }) => decision !== null).map(named)}
      undecided={undecided.slice(0, asks ? PAGE_SIZE : undefined).map(named)}
      left={undecided.length}
      chosen={chosen?.typed ?? new Map()}
      talk={talk ?? { typed: { person: '', on: today, notes: '', rest: '' }, errors: {} }}
      reason={reinstate?.reason ?? ''}
      errors={errors}
      mayComplete={asks && can(actor, 'verifications.complete')}
      mayReinstate={waits && can(actor, 'offices.reinstate')}
      zone={zone}
    />,
  )
}
