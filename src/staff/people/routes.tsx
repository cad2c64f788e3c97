/** The plan's staff: who they are, who is invited, and inviting more (requirements, section 7). */
import { type Context, Hono } from 'hono'
import { statusOf } from '../../accounts/rules.ts'
import { batch } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import type { Actor } from '../../http/actor.ts'
import type { App } from '../../http/context.ts'
import { addressOf, criteriaOf } from '../../http/criteria.ts'
import { act, page } from '../../http/gate.ts'
import { changeBy } from '../../http/origin.ts'
import { show } from '../../http/respond.tsx'
import { sessionKey } from '../../http/session.ts'
import { readId } from '../../ids.ts'
import { invite } from '../../invitations/invite.ts'
import { inviteAgain } from '../../invitations/invite-again.ts'
import { revoke } from '../../invitations/revoke.ts'
import { invitationsOfStaff, waitingInvitation } from '../../invitations/store.ts'
import { dispatch } from '../../mail/outbox.ts'
import { dayOf } from '../../policy/calendar.ts'
import { PeoplePage, type PeoplePageProps } from '../../../views/staff/people-page.tsx'
import { readListing, readPerson } from './form.ts'
import type { StaffRow } from './person.ts'
import { reviewState } from './rules.ts'
import { knownAddress, listedStaff, PAGE_SIZE } from './store.ts'

export const people = new Hono<App>()

const PATH = '/staff/people'
const INVITATIONS = 50

people.get('/', async (c) => {
  const { after } = readListing(await criteriaOf(c, PATH, await sessionKey(c)))
  const { actor, rows } = await page(c, {
    right: 'accounts.administer',
    name: 'page.viewed',
    read: () => [listedStaff(after), invitationsOfStaff(INVITATIONS)],
  })
  const done = Object.entries(doneWords).find(([word]) => word === c.req.query('done'))
  return peoplePage(c, actor, rows, { typed: nobody, errors: {} }, { first: after === null, done: done?.[1] })
})

const doneWords = { invited: 'The invitation is on its way', revoked: 'The invitation is taken back' }
const nobody = { email: '', firstName: '', lastName: '', department: '' }

// An invitation to the staff grants what its department may, and nobody decides after it: it wants a fresh second factor.
people.post('/', async (c) => {
  const { actor, form } = await act(c, 'accounts.administer', { fresh: 'any' })
  const { typed, person, errors } = readPerson(form)
  const { rows } = await batch(c.env.DB, [
    listedStaff(null),
    invitationsOfStaff(INVITATIONS),
    knownAddress(person.email, c.var.now.getTime()),
  ])
  const [known] = rows[2]
  // III.C.1: the address is the account, and an account stays what it is.
  if (known?.account) errors.email = 'This address has an account already.'
  else if (known?.invited) errors.email = 'This address is invited already: send that invitation again.'
  if (Object.keys(errors).length > 0)
    return peoplePage(c, actor, [rows[0], rows[1]], { typed, errors }, { first: true })
  const invitation = await invite(c.var.config, person, changeBy(c, actor))
  await batch(c.env.DB, invitation.statements)
  await dispatch(c.env.MAIL, [invitation.mail])
  return c.redirect(`${PATH}?done=invited`, 303)
})

people.post('/invitations/:invitation/copy', async (c) => {
  const { actor } = await act(c, 'accounts.administer', { fresh: 'any' })
  const { id, email, firstName, lastName, department } = await invitationNow(c)
  const means = { db: c.env.DB, mail: c.env.MAIL, config: c.var.config }
  await inviteAgain(means, id, { email, firstName, lastName, department }, changeBy(c, actor))
  return c.redirect(`${PATH}?done=invited`, 303)
})

people.post('/invitations/:invitation/revocation', async (c) => {
  const { actor } = await act(c, 'accounts.administer')
  const { id } = await invitationNow(c)
  if (!(await revoke(c.env.DB, id, changeBy(c, actor)))) throw new AppError({ kind: 'changed_meanwhile' })
  return c.redirect(`${PATH}?done=revoked`, 303)
})

/** The open invitation to the staff that the address names. */
async function invitationNow(c: Context<App>) {
  const id = readId('invitation', c.req.param('invitation') ?? '')
  const { rows } = await batch(c.env.DB, [waitingInvitation(id, null)])
  const [invitation] = rows[0]
  if (!invitation?.department) throw new AppError({ kind: 'changed_meanwhile' })
  return { ...invitation, department: invitation.department }
}

async function peoplePage(
  c: Context<App>,
  actor: Actor,
  [found, invitations]: readonly [StaffRow[], PeoplePageProps['invitations']],
  form: Pick<PeoplePageProps, 'typed' | 'errors'>,
  { first, done }: { first: boolean; done?: string | undefined },
) {
  const isWrong = Object.keys(form.errors).length > 0
  const shown = found.slice(0, PAGE_SIZE)
  const last = shown.at(-1)
  const today = dayOf(c.var.now, c.var.config.zone)
  const after = found.length > PAGE_SIZE && last ? { lastName: last.lastName, row: last.row } : null
  return show(
    c,
    {
      title: 'Staff of the plan',
      error: isWrong,
      status: isWrong ? 422 : 200,
      banner: done ? { kind: 'success', heading: done, focus: true } : undefined,
    },
    <PeoplePage
      csrf={actor.csrf}
      staff={shown.map((one) => ({
        ...one,
        status: statusOf(one),
        isReviewDue: one.reviewOn !== null && reviewState(one.reviewOn, today) !== 'current',
      }))}
      newest={first ? undefined : PATH}
      older={after ? await addressOf(c, PATH, { after }, actor.session.key) : undefined}
      invitations={invitations}
      now={c.var.now.getTime()}
      zone={c.var.config.zone}
      {...form}
    />,
  )
}
