/** One's own offices, and asking for another (requirements, sections 2 and 3). */
import { type Context, Hono } from 'hono'
import { recordedIfChanged } from '../../audit/statement.ts'
import { batch } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import type { Actor } from '../../http/actor.ts'
import type { App } from '../../http/context.ts'
import { addressOf, criteriaOf } from '../../http/criteria.ts'
import { act, page } from '../../http/gate.ts'
import { acting, origin } from '../../http/origin.ts'
import { show } from '../../http/respond.tsx'
import { sessionKey } from '../../http/session.ts'
import { readId } from '../../ids.ts'
import { dayOf } from '../../policy/calendar.ts'
import { ROLES } from '../../policy/roles.ts'
import type { OfficeShown } from '../../registration/registration.ts'
import { officesLike } from '../../registration/store.ts'
import { membershipClosed } from '../../standing/rules.ts'
import { doneBanner } from '../../../views/profile/done.ts'
import { AskForOffice, type AskProps } from '../../../views/profile/ask-for-office.tsx'
import { type OfficeCard, OfficesPage } from '../../../views/profile/offices-page.tsx'
import { officeClosedWord } from '../../../views/standing/words.ts'
import { readSought, readWish } from '../form.ts'
import type { OwnOffice, OwnRole } from '../profile.ts'
import { wishProblems } from '../rules.ts'
import { type NotAskable, requestOffice } from './request-office.ts'
import { ownOffices, ownRequests, withdrawn } from './store.ts'

const PATH = '/profile/offices'
const NEW = '/profile/offices/new'
const REQUESTS_SHOWN = 25
const OFFICES_SHOWN = 25

export const offices = new Hono<App>()

offices.get('/', async (c) => {
  const { actor, rows } = await page(c, {
    right: 'signed-in',
    fresh: 'step-up',
    name: 'page.viewed',
    read: (key, today) => [ownOffices(key, today), ownRequests(key, REQUESTS_SHOWN)],
  })
  return show(
    c,
    { title: 'Your offices', banner: doneBanner(c.req.query('done')) },
    <OfficesPage
      csrf={actor.csrf}
      staff={actor.kind === 'staff'}
      offices={rows[0].map((office) => cardOf(c, actor, office))}
      requests={rows[1]}
      zone={c.var.config.zone}
    />,
  )
})

offices.get('/new', async (c) => {
  const sought = readSought(await criteriaOf(c, NEW, await sessionKey(c)))
  const { actor, rows } = await page(c, {
    right: 'signed-in',
    fresh: 'step-up',
    name: 'page.viewed',
    read: (_key, today) => (sought === null ? [] : [officesLike(sought, today)]),
  })
  demandOffices(actor)
  return askPage(c, actor, sought, rows[0] ?? null, {})
})

offices.post('/new', async (c) => {
  const { actor, form } = await act(c, 'signed-in', { fresh: 'step-up' })
  demandOffices(actor)
  const sought = (form.get('sought') ?? '').trim()
  if (sought === '' || sought.length > LONGEST_SOUGHT) {
    const words = sought === '' ? 'Type a part of the name, the city, the NPI or the TIN.' : 'Type less of it.'
    return askPage(c, actor, sought, null, { errors: { sought: words } })
  }
  return c.redirect(await addressOf(c, NEW, { sought }, actor.session.key), 303)
})
const LONGEST_SOUGHT = 80

offices.post('/', async (c) => {
  const { actor, form } = await act(c, 'signed-in', { fresh: 'step-up' })
  demandOffices(actor)
  const wish = readWish(form)
  const errors = wishProblems(wish)
  const { DB: db, MAIL: mail } = c.env
  const today = dayOf(c.var.now, c.var.config.zone)
  if (Object.keys(errors).length === 0) {
    const means = { db, mail, sealKeys: c.var.config.sealKeys, today, origin: origin(c) }
    const person = { account: actor.account, session: actor.session.row }
    const asked = await requestOffice(means, person, { ...wish, office: readId('office', wish.office) })
    if (asked.ok) return c.redirect(`${PATH}?done=requested`, 303)
    errors.office = notAskable[asked.refusal]
  }
  const sought = readSought(await criteriaOf(c, NEW, actor.session.key))
  const { rows } = await batch(db, [officesLike(sought ?? '', today)])
  return askPage(c, actor, sought, sought === null ? null : rows[0], { typed: wish, errors })
})

offices.post('/withdrawal', async (c) => {
  const { actor, form } = await act(c, 'signed-in', { fresh: 'step-up' })
  const from = acting(c, actor)
  const id = readId('access-request', form.get('request') ?? '')
  const { changes } = await batch(c.env.DB, [
    withdrawn(actor.account, id, dayOf(c.var.now, c.var.config.zone), from.at),
    recordedIfChanged({
      ...from,
      name: 'request.withdrawn',
      subject: actor.account,
      record: id,
      clause: 'III.B.3',
    }),
  ])
  if (changes[0] === 0) throw new AppError({ kind: 'not_found' })
  return c.redirect(`${PATH}?done=withdrawn`, 303)
})

const notAskable: Record<NotAskable, string> = {
  'not-open': 'Choose an office from the list.',
  member: 'You work for this office already.',
  waiting: 'You have asked for this office already: your request waits.',
}

/** Staff work for the plan, through no office. */
function demandOffices(actor: Actor): void {
  if (actor.kind === 'staff') throw new AppError({ kind: 'no_right' })
}

function cardOf(c: Context<App>, actor: Actor, office: OwnOffice): OfficeCard {
  const facts = actor.facts.memberships.find((one) => one.publicId === office.id)
  const closed = facts && membershipClosed(facts, dayOf(c.var.now, c.var.config.zone), c.var.config.policy)
  return {
    id: office.id,
    office: office.office,
    since: office.since,
    isLoa: office.isLoa === 1,
    isCurrent: actor.membership?.publicId === office.id,
    closed: closed ? officeClosedWord(closed) : null,
    roles: (JSON.parse(office.roles) as OwnRole[]).map(([role, endsOn]) => ({ name: ROLES[role].name, endsOn })),
    loas: (JSON.parse(office.loas) as [string, string][]).map(([name, email]) => ({ name, email })),
  }
}

function askPage(
  c: Context<App>,
  actor: Actor,
  sought: string | null,
  found: OfficeShown[] | null,
  props: Pick<AskProps, 'typed' | 'errors'>,
) {
  const { errors } = props
  return show(
    c,
    {
      title: 'Ask for another office',
      error: errors !== undefined,
      status: errors ? 422 : 200,
      back: { href: PATH, label: 'Your offices' },
    },
    <AskForOffice
      {...props}
      csrf={actor.csrf}
      sealed={c.req.query('s') ?? ''}
      sought={sought}
      found={found?.slice(0, OFFICES_SHOWN) ?? null}
      isCut={(found?.length ?? 0) > OFFICES_SHOWN}
    />,
  )
}
