/** The calendar of verifications, for the Enterprise Administrators (III.H.1 to III.H.5). */
import { Hono } from 'hono'
import { batch } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import type { App } from '../../http/context.ts'
import { addressOf, criteriaOf } from '../../http/criteria.ts'
import { act, page } from '../../http/gate.ts'
import { changeBy } from '../../http/origin.ts'
import { show } from '../../http/respond.tsx'
import { sessionKey } from '../../http/session.ts'
import { readId } from '../../ids.ts'
import { courseOf } from '../../offices/verification/rules.ts'
import { dayOf } from '../../policy/calendar.ts'
import { can } from '../../roles/rules.ts'
import { CalendarPage } from '../../../views/verification/plan/calendar-page.tsx'
import { openDue } from '../cards/open-due.ts'
import { readListing, readSelection, type Listing } from './form.ts'
import { stateOf } from './rules.ts'
import { calendarOf, officeWithDates, PAGE_SIZE } from './store.ts'

const PATH = '/staff/verifications'

export const planVerifications = new Hono<App>()

planVerifications.get('/', async (c) => {
  const { policy, zone } = c.var.config
  const listing = readListing(await criteriaOf(c, PATH, await sessionKey(c)))
  const { actor, rows } = await page(c, {
    right: 'verifications.read',
    name: 'page.viewed',
    detail: { selection: listing.selection },
    read: (_key, day) => [calendarOf(listing.selection, listing.after, day, policy)],
  })
  const [found] = rows
  const today = dayOf(c.var.now, zone)
  const { key } = actor.session
  const shown = found.slice(0, PAGE_SIZE)
  const last = shown.at(-1)
  const next = { ...listing, after: last ? { dueOn: last.verifyDueOn ?? '', row: last.row } : null }
  return show(
    c,
    { title: 'Verifications' },
    <CalendarPage
      csrf={actor.csrf}
      every={policy.VERIFY_EVERY}
      selection={listing.selection}
      offices={shown.map((office) => ({ ...office, ...stateOf(office, today, policy) }))}
      mayOpen={can(actor, 'verifications.complete')}
      newest={listing.after ? await addressOf(c, PATH, { ...listing, after: null }, key) : undefined}
      older={found.length > PAGE_SIZE ? await addressOf(c, PATH, next, key) : undefined}
    />,
  )
})

planVerifications.post('/', async (c) => {
  const { actor, form } = await act(c, 'verifications.read')
  const listing: Listing = { selection: readSelection(form), after: null }
  return c.redirect(await addressOf(c, PATH, listing, actor.session.key), 303)
})

/** Opens what is due, if the hourly run hasn't: the plan waits for no job (T14). */
planVerifications.post('/openings', async (c) => {
  const { actor, form } = await act(c, 'verifications.complete')
  const today = dayOf(c.var.now, c.var.config.zone)
  const { rows } = await batch(c.env.DB, [officeWithDates(readId('office', form.get('office') ?? ''), today)])
  const [office] = rows[0]
  if (!office) throw new AppError({ kind: 'not_found' })
  const course = courseOf(office, today, c.var.config.policy)
  const isDue = course !== null && course.phase !== 'not-due'
  const opened = isDue ? await openDue(c.env.DB, office.row, course.dueOn, changeBy(c, actor)) : undefined
  if (!opened) throw new AppError({ kind: 'changed_meanwhile' })
  return c.redirect(`${PATH}/${opened.id}?done=opened`, 303)
})
