/** Offices, as the Enterprise Administrators see and change them (III.A.1.b, III.B.3.b, III.N.1). */
import { type Context, Hono } from 'hono'
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
import { invitationsOf, waitingInvitation } from '../../invitations/store.ts'
import { dispatch } from '../../mail/outbox.ts'
import { reinstate } from '../../offices/reinstate.ts'
import { accessFrom } from '../../offices/verification/rules.ts'
import { contactsWith, listedOffices, loasOf, officeFacts, officeSeen, PAGE_SIZE } from '../../offices/store.ts'
import { type Day, dayOf } from '../../policy/calendar.ts'
import { OfficePage, type OfficePageProps } from '../../../views/offices/office-page.tsx'
import { OfficesPage } from '../../../views/offices/offices-page.tsx'
import { recordContact } from '../record-contact.ts'
import { agreementsOf, applicantsOf, requestsWaiting } from '../store.ts'
import { readAccessDate, readContact, readListing, readNominee, readSearch, type Listing } from './form.ts'

export const planOffices = new Hono<App>()

const PATH = '/staff/offices'
const everyone: Listing = { words: '', selection: 'all', after: null }

planOffices.get('/', async (c) => {
  const listing = readListing(await criteriaOf(c, PATH, await sessionKey(c)))
  return officesPage(c, listing)
})

planOffices.post('/', async (c) => {
  const { actor, form } = await act(c, 'offices.admit')
  const { typed, error } = readSearch(form)
  if (error) {
    const nothing = { waiting: [], moreWait: false, withoutLoa: [], allWithoutLoa: undefined, offices: [] }
    return show(
      c,
      { title: 'Offices', error: true, status: 422 },
      <OfficesPage csrf={actor.csrf} {...nothing} typed={typed} error={error} zone={c.var.config.zone} />,
    )
  }
  return c.redirect(await addressOf(c, PATH, { ...typed, after: null } satisfies Listing, actor.session.key), 303)
})

planOffices.get('/:id', async (c) => {
  const id = readId('office', c.req.param('id'))
  const { actor, rows } = await page(c, {
    right: 'offices.admit',
    name: 'page.viewed',
    record: () => ({ id, seen: officeSeen(id) }),
    read: (_key, today) => reading(id, today),
  })
  return officePage(c, actor, rows, {})
})

planOffices.post('/:id/contacts', async (c) => {
  const { actor, form } = await act(c, 'offices.admit')
  const rows = await officeNow(c)
  const [[office], , , , , applicants] = rows
  const { typed, contact, errors } = readContact(form, applicants.map(({ id }) => id)) // prettier-ignore
  if (contact.nominee && !isOpen(office!)) errors.loaEmail = noAccess
  if (Object.keys(errors).length > 0) return officePage(c, actor, rows, { contact: { typed, errors } })
  await recordContact(meansOf(c), office!, contact, changeBy(c, actor))
  return c.redirect(`${PATH}/${office!.id}?done=recorded`, 303)
})

const noAccess = 'The office has no access: accept its request first.'

planOffices.post('/:id/invitations', async (c) => {
  const { actor, form } = await act(c, 'offices.admit')
  const rows = await officeNow(c)
  const [[office]] = rows
  const { typed, nominee, errors } = readNominee(form)
  if (!isOpen(office!)) errors.email = noAccess
  if (Object.keys(errors).length > 0) return officePage(c, actor, rows, { invite: { typed, errors } })
  const { row, name, id } = office!
  const invitation = await invite(c.var.config, { ...nominee, office: row, officeName: name }, changeBy(c, actor))
  await batch(c.env.DB, invitation.statements)
  await dispatch(c.env.MAIL, [invitation.mail])
  return c.redirect(`${PATH}/${id}?done=invited`, 303)
})

planOffices.post('/:id/invitations/:invitation/copy', async (c) => {
  const { actor } = await act(c, 'offices.admit')
  const { office, invitation } = await invitationNow(c)
  const { email, firstName, lastName } = invitation
  const invited = { email, firstName, lastName, office: office.row, officeName: office.name }
  await inviteAgain(meansOf(c), invitation.id, invited, changeBy(c, actor))
  return c.redirect(`${PATH}/${office.id}?done=invited`, 303)
})

planOffices.post('/:id/invitations/:invitation/revocation', async (c) => {
  const { actor } = await act(c, 'offices.admit')
  const { office, invitation } = await invitationNow(c)
  const isRevoked = await revoke(c.env.DB, invitation.id, changeBy(c, actor))
  if (!isRevoked) throw new AppError({ kind: 'changed_meanwhile' })
  return c.redirect(`${PATH}/${office.id}?done=revoked`, 303)
})

planOffices.post('/:id/reinstatement', async (c) => {
  const { actor, form } = await act(c, 'offices.admit')
  const rows = await officeNow(c)
  const [[office]] = rows
  const { typed, on, error } = readAccessDate(form, dayOf(c.var.now, c.var.config.zone))
  if (!on || error) return officePage(c, actor, rows, { reinstate: { typed, error } })
  const isDone = await reinstate(c.env.DB, office!.row, accessFrom(on, c.var.config.policy), changeBy(c, actor))
  if (!isDone) throw new AppError({ kind: 'changed_meanwhile' })
  return c.redirect(`${PATH}/${office!.id}?done=reinstated`, 303)
})

const CONTACTS = 50
const INVITATIONS = 50

const reading = (id: string, today: Day) =>
  [
    officeFacts(id, today),
    loasOf(id, today),
    invitationsOf(id, INVITATIONS),
    agreementsOf(id),
    contactsWith(id, CONTACTS),
    applicantsOf(id, PAGE_SIZE),
  ] as const

/** The office as it stands at a change; throws `not_found` for one that is none. */
async function officeNow(c: Context<App>) {
  const id = readId('office', c.req.param('id') ?? '')
  const { rows } = await batch(c.env.DB, reading(id, dayOf(c.var.now, c.var.config.zone)))
  if (!rows[0][0]) throw new AppError({ kind: 'not_found' })
  return rows
}

type Rows = Awaited<ReturnType<typeof officeNow>>

/** The open invitation that the address names, of this office. */
async function invitationNow(c: Context<App>) {
  const [[office]] = await officeNow(c)
  const id = readId('invitation', c.req.param('invitation') ?? '')
  const { rows } = await batch(c.env.DB, [waitingInvitation(id, office!.id)])
  const [invitation] = rows[0]
  if (!invitation) throw new AppError({ kind: 'changed_meanwhile' })
  return { office: office!, invitation }
}

function isOpen({ accessOn, terminatedOn }: Rows[0][0]): boolean {
  return accessOn !== null && terminatedOn === null
}

function meansOf(c: Context<App>) {
  return { db: c.env.DB, mail: c.env.MAIL, config: c.var.config }
}

async function officesPage(c: Context<App>, listing: Listing) {
  const { words, selection, after } = listing
  const { filters } = readSearch(new URLSearchParams({ words, selection }))
  const now = c.var.now.getTime()
  const { actor, rows } = await page(c, {
    right: 'offices.admit',
    name: 'page.viewed',
    read: (_key, today) => [
      requestsWaiting(PAGE_SIZE),
      listedOffices({ selection: 'without-loa', text: '', digits: '' }, null, today, now),
      listedOffices(filters, after, today, now),
    ],
  })
  const [waiting, withoutLoa, found] = rows
  const { key } = actor.session
  const shown = found.slice(0, PAGE_SIZE)
  const last = shown.at(-1)
  const older = found.length > PAGE_SIZE && last ? { ...listing, after: { name: last.name, row: last.row } } : null
  return show(
    c,
    { title: 'Offices' },
    <OfficesPage
      csrf={actor.csrf}
      waiting={waiting.slice(0, PAGE_SIZE)}
      moreWait={waiting.length > PAGE_SIZE}
      withoutLoa={withoutLoa.slice(0, PAGE_SIZE)}
      allWithoutLoa={
        withoutLoa.length > PAGE_SIZE
          ? await addressOf(c, PATH, { ...everyone, selection: 'without-loa' }, key)
          : undefined
      }
      typed={{ words, selection }}
      offices={shown}
      newest={after ? await addressOf(c, PATH, { ...listing, after: null }, key) : undefined}
      older={older ? await addressOf(c, PATH, older, key) : undefined}
      zone={c.var.config.zone}
    />,
  )
}

const doneWords = {
  recorded: 'The talk is recorded',
  invited: 'The invitation is on its way',
  revoked: 'The invitation is taken back',
  reinstated: 'The office has access again from the new date on',
}

const nobody = { firstName: '', lastName: '', email: '' }

type Typed = Partial<
  Pick<OfficePageProps, 'invite' | 'reinstate'> & { contact: Pick<OfficePageProps['contact'], 'typed' | 'errors'> }
>

function officePage(c: Context<App>, actor: Actor, rows: Rows, typed: Typed) {
  const [[office], loas, invitations, agreements, contacts, applicants] = rows
  if (!office) throw new AppError({ kind: 'not_found' })
  const { zone } = c.var.config
  const { contact, invite: invited, reinstate: again } = typed
  const errors = { ...contact?.errors, ...invited?.errors, ...(again?.error ? { on: again.error } : {}) }
  const isWrong = Object.keys(errors).length > 0
  const done = Object.entries(doneWords).find(([word]) => word === c.req.query('done'))
  return show(
    c,
    {
      title: office.name,
      back: { href: PATH, label: 'Offices' },
      error: isWrong,
      status: isWrong ? 422 : 200,
      banner: done && { kind: 'success', heading: done[1], focus: true },
    },
    <OfficePage
      csrf={actor.csrf}
      office={office}
      loas={loas}
      invitations={invitations}
      agreements={agreements}
      contacts={contacts}
      contact={{
        typed: contact?.typed ?? { ...nobody, person: '', notes: '', request: '' },
        errors: contact?.errors ?? {},
        applicants: applicants.map(({ id, name, jobTitle }) => ({ value: id, label: `${name}, ${jobTitle}` })),
      }}
      invite={invited ?? { typed: nobody, errors: {} }}
      reinstate={again ?? { typed: dayOf(c.var.now, zone) }}
      errors={errors}
      now={c.var.now.getTime()}
      zone={zone}
    />,
  )
}
