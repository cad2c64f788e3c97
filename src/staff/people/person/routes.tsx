/** One person of the plan's staff, and what an Enterprise Administrator changes of them (EA glossary, III.L.4, III.M.2). */
import { type Context, Hono } from 'hono'
import { statusBeneath, statusOf } from '../../../accounts/rules.ts'
import { batch } from '../../../db/client.ts'
import { AppError } from '../../../errors.ts'
import type { Actor } from '../../../http/actor.ts'
import type { App } from '../../../http/context.ts'
import { act, page } from '../../../http/gate.ts'
import { changeBy } from '../../../http/origin.ts'
import { show } from '../../../http/respond.tsx'
import { readId } from '../../../ids.ts'
import { dayOf } from '../../../policy/calendar.ts'
import { disable } from '../../../suspension/disable.ts'
import { reinstate } from '../../../suspension/reinstate.ts'
import { terminate } from '../../../termination/terminate.ts'
import { REFUSED, PERSON_DONE, PersonPage } from '../../../../views/staff/person-page.tsx'
import { decideCapability } from '../decide-capability.ts'
import {
  decisionWords,
  type Read,
  readClosing,
  readDecision,
  readMove,
  readReinstatement,
  type TypedChange,
} from '../form.ts'
import { move } from '../move.ts'
import type { HeldCapability, StaffChange, StaffPerson } from '../person.ts'
import { refusal, reviewState } from '../rules.ts'
import { capabilitiesOf, staffChangesOf, staffPerson, staffSeen } from '../store.ts'

export const person = new Hono<App>()

const PATH = '/staff/people'
const CHANGES = 25

const reading = (id: string) => [staffPerson(id), capabilitiesOf(id), staffChangesOf(id, CHANGES)] as const
type Found = readonly [StaffPerson[], HeldCapability[], StaffChange[]]

person.get('/:id', async (c) => {
  const id = readId('account', c.req.param('id'))
  const { actor, rows } = await page(c, {
    right: 'accounts.administer',
    name: 'page.viewed',
    record: () => ({ id, seen: staffSeen(id) }),
    read: () => reading(id),
  })
  return personPage(c, actor, rows, { typed: {}, errors: {} })
})

// A department and a capability grant what nobody decides after it: they want a fresh second factor.
person.post('/:id/department', async (c) => {
  const asked = await asking(c, 'department', (form, { department }) => readMove(form, department), true)
  if ('answer' in asked) return asked.answer
  const moved = await move(c.env.DB, asked.person, asked.to, asked.change)
  return after(c, asked.person, moved.ok, 'moved')
})

person.post('/:id/capabilities', async (c) => {
  const asked = await asking(c, 'capability', readDecision, true)
  if ('answer' in asked) return asked.answer
  const { policy, zone } = c.var.config
  const today = dayOf(c.var.now, zone)
  const decided = await decideCapability(c.env.DB, asked.person.row, asked.to, asked.change, today, policy)
  return after(c, asked.person, decided.ok, asked.to.action)
})

// Whoever has to be kept out is kept out at once.
person.post('/:id/closing', async (c) => {
  const asked = await asking(c, 'closing', readClosing, false)
  if ('answer' in asked) return asked.answer
  const { person: whom, to, change } = asked
  const { config, now } = c.var
  const means = { env: c.env, config, today: dayOf(now, config.zone) }
  const account = whom.row
  const changed =
    to === 'disabled'
      ? await disable(means, account, change)
      : await terminate(means, { account, memberships: [] }, means.today, change)
  return after(c, whom, changed, to)
})

person.post('/:id/reinstatement', async (c) => {
  const asked = await asking(c, 'reinstatement', readReinstatement, true)
  if ('answer' in asked) return asked.answer
  const { person: whom, to: was, change } = asked
  // An incident that the account was suspended for outlives its end, and is not lifted here (III.K.8).
  const way = was === 'terminated' ? { was, to: statusBeneath(whom) } : { was, to: 'active' as const }
  const reinstated = { account: whom.row, asksAnew: false, ...way }
  return after(c, whom, await reinstate({ env: c.env, config: c.var.config }, reinstated, change), way.to)
})

/** What a form asks for, by whom and why; or the answer to one that is wrong or that nobody may send. */
async function asking<To>(
  c: Context<App>,
  kind: Parameters<typeof refusal>[2],
  read: (form: URLSearchParams, person: StaffPerson) => Read<To>,
  fresh: boolean,
) {
  const { actor, form } = await act(c, 'accounts.administer', fresh ? { fresh: 'any' } : {})
  const { rows } = await batch(c.env.DB, reading(readId('account', c.req.param('id') ?? '')))
  const [whom] = rows[0]
  if (!whom) throw new AppError({ kind: 'not_found' })
  const { typed, to, reason, errors } = read(form, whom)
  const refused = refusal(whom, actor.account, kind)
  if (refused) errors.form = REFUSED[refused]
  if (to === null || Object.keys(errors).length > 0)
    return { answer: await personPage(c, actor, rows, { typed, errors }) }
  return { person: whom, to, change: { ...changeBy(c, actor), reason } }
}

function after(c: Context<App>, { id }: StaffPerson, changed: boolean, done: keyof typeof PERSON_DONE): Response {
  if (!changed) throw new AppError({ kind: 'changed_meanwhile' })
  return c.redirect(`${PATH}/${id}?done=${done}`, 303)
}

async function personPage(
  c: Context<App>,
  actor: Actor,
  [[whom], held, changes]: Found,
  form: { typed: Partial<TypedChange>; errors: Record<string, string> },
) {
  if (!whom) throw new AppError({ kind: 'not_found' })
  const isWrong = Object.keys(form.errors).length > 0
  const today = dayOf(c.var.now, c.var.config.zone)
  const done = Object.entries(PERSON_DONE).find(([word]) => word === c.req.query('done'))
  return show(
    c,
    {
      title: `${whom.firstName} ${whom.lastName}`,
      error: isWrong,
      status: isWrong ? 422 : 200,
      back: { href: PATH, label: 'Staff of the plan' },
      banner: done && { kind: 'success', heading: done[1], focus: true },
    },
    <PersonPage
      csrf={actor.csrf}
      zone={c.var.config.zone}
      person={whom}
      status={statusOf(whom)}
      isSelf={whom.row === actor.account}
      capabilities={held.map((one) => ({ ...one, review: reviewState(one.reviewOn, today) }))}
      decisions={[...decisionWords].flatMap(([word, { name, action }]) =>
        held.some((one) => one.name === name) === (action !== 'give') ? [{ word, name, action }] : [],
      )}
      changes={changes}
      {...form}
    />,
  )
}
