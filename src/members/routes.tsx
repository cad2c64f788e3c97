/** Eligibility: a member looked up, and what an office may know of the coverage (section 12). */
import { Hono } from 'hono'
import { AppError } from '../errors.ts'
import type { App } from '../http/context.ts'
import { addressOf, criteriaOf } from '../http/criteria.ts'
import { act, page } from '../http/gate.ts'
import { show } from '../http/respond.tsx'
import { sessionKey } from '../http/session.ts'
import { readId } from '../ids.ts'
import { dayOf, readDay } from '../policy/calendar.ts'
import { MemberPage } from '../../views/members/member-page.tsx'
import { MemberResults } from '../../views/members/results.tsx'
import { MemberSearchForm } from '../../views/members/search-form.tsx'
import { readCriteria, readSearch } from './form.ts'
import { eligibleOn, eligibleUnder } from './rules.ts'
import { coverages, memberFor, memberSeen, SEARCH_SHOWS, searched } from './store.ts'

export const members = new Hono<App>()

members.get('/', async (c) => {
  const criteria = readCriteria(await criteriaOf(c, '/members', await sessionKey(c)))
  if (!criteria) {
    const { actor } = await page(c, { right: 'members.read', name: 'page.viewed', read: () => [] })
    const stale = c.req.query('s') !== undefined
    return show(c, { title: 'Look up a member' }, <MemberSearchForm csrf={actor.csrf} stale={stale} />)
  }
  const { actor, rows } = await page(c, {
    right: 'members.read',
    name: 'member.searched',
    listShows: SEARCH_SHOWS,
    read: (key) => [searched(key, criteria)],
  })
  const found = rows[0].slice(0, SEARCH_SHOWS)
  return show(
    c,
    { title: found.length === 0 ? 'No member found' : 'Members found' },
    <MemberResults csrf={actor.csrf} members={found} more={rows[0].length > SEARCH_SHOWS} />,
  )
})

members.post('/', async (c) => {
  const { actor, form } = await act(c, 'members.read')
  const search = readSearch(form, dayOf(c.var.now, c.var.config.zone))
  if ('errors' in search) {
    return show(
      c,
      { title: 'Look up a member', error: true, status: 422 },
      <MemberSearchForm csrf={actor.csrf} typed={search.typed} errors={search.errors} />,
    )
  }
  return c.redirect(await addressOf(c, '/members', search.criteria, actor.session.key), 303)
})

members.get('/:id', async (c) => {
  const id = readId('member', c.req.param('id'))
  const today = dayOf(c.var.now, c.var.config.zone)
  const typedDate = c.req.query('on')
  const on = readDay(typedDate ?? '') ?? today
  const { rows } = await page(c, {
    right: 'members.read',
    name: 'member.viewed',
    record: (key) => ({ id, seen: memberSeen(key, id) }),
    read: (key) => [memberFor(key, id), coverages(key, id)],
  })
  const [member] = rows[0]
  if (!member) throw new AppError({ kind: 'not_found' })
  return show(
    c,
    {
      title: [member.firstName, member.lastName].filter(Boolean).join(' ') || `Member ${member.number}`,
      back: { href: '/members', label: 'Look up another' },
      error: typedDate !== undefined && typedDate !== on,
    },
    <MemberPage
      member={member}
      coverages={rows[1].map((coverage) => ({ ...coverage, eligible: eligibleUnder(coverage, on) }))}
      eligible={eligibleOn(rows[1], on)}
      on={on}
      typedDate={typedDate}
      zone={c.var.config.zone}
    />,
  )
})
