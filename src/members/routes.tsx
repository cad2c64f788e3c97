/** Eligibility: a member looked up, and what an office may know of the coverage (section 12). */
import { type Context, Hono } from 'hono'
import { AppError } from '../errors.ts'
import type { App } from '../http/context.ts'
import { addressOf, criteriaOf } from '../http/criteria.ts'
import { act, page } from '../http/gate.ts'
import { isPurposeMissing, purposeOf } from '../http/purpose.ts'
import { show } from '../http/respond.tsx'
import { sessionKey } from '../http/session.ts'
import { readId } from '../ids.ts'
import { dayOf, readDay } from '../policy/calendar.ts'
import { markOf } from '../../views/parts/print-sheet.tsx'
import { MemberFacts, MemberPage } from '../../views/members/member-page.tsx'
import { RecentMembers } from '../../views/members/recent-members.tsx'
import { MemberResults } from '../../views/members/results.tsx'
import { MemberSearchForm } from '../../views/members/search-form.tsx'
import { readCriteria, readSearch } from './form.ts'
import { RECENT_SHOWS, recentKept, recentMembers } from './recent/store.ts'
import { eligibleOn, eligibleUnder } from './rules.ts'
import { coveragesOf, memberFor, memberSeen, SEARCH_SHOWS, searched } from './store.ts'

export const members = new Hono<App>()

members.get('/', async (c) => {
  const criteria = readCriteria(await criteriaOf(c, '/members', await sessionKey(c)))
  if (!criteria) {
    const { actor, rows } = await page(c, {
      right: 'members.read',
      name: 'page.viewed',
      listShows: RECENT_SHOWS,
      read: (key, today) => [recentMembers(key, today)],
    })
    const stale = c.req.query('s') !== undefined
    return show(
      c,
      { title: 'Look up a member' },
      <>
        <MemberSearchForm csrf={actor.csrf} stale={stale} />
        <p>
          Many at once? <a href="/eligibility-checks">Check a whole list</a>.
        </p>
        <RecentMembers members={rows[0].slice(0, RECENT_SHOWS)} />
      </>,
    )
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
  const { on, typedDate, member, coverages, eligible } = await memberPage(c, 'member.viewed')
  const wrongPurpose = isPurposeMissing(c)
  return show(
    c,
    {
      title: nameOf(member),
      back: { href: '/members', label: 'Look up another' },
      error: wrongPurpose || (typedDate !== undefined && typedDate !== on),
    },
    <MemberPage
      member={member}
      coverages={coverages}
      eligible={eligible}
      on={on}
      typedDate={typedDate}
      purposeMissing={wrongPurpose}
      zone={c.var.config.zone}
    />,
  )
})

members.get('/:id/print', async (c) => {
  const purpose = await purposeOf(c, 'members.read', () => `/members/${readId('member', c.req.param('id'))}`)
  if (purpose instanceof Response) return purpose
  const { actor, on, member, coverages, eligible } = await memberPage(c, 'member.printed', { purpose })
  const { zone } = c.var.config
  return show(
    c,
    {
      title: nameOf(member),
      back: { href: `/members/${member.id}`, label: 'Back to the member' },
      print: markOf(actor, c.var.now, zone, purpose),
    },
    <MemberFacts member={member} coverages={coverages} eligible={eligible} on={on} zone={zone} />,
  )
})

/** A member with what stands on the asked day. A page that is opened is remembered. Throws `not_found`. */
async function memberPage(
  c: Context<App, '/:id' | '/:id/print'>,
  name: 'member.viewed' | 'member.printed',
  detail?: Record<string, string>,
) {
  const id = readId('member', c.req.param('id'))
  const typedDate = c.req.query('on')
  const on = readDay(typedDate ?? '') ?? dayOf(c.var.now, c.var.config.zone)
  const { actor, rows } = await page(c, {
    right: 'members.read',
    name,
    detail,
    record: (key) => ({ id, seen: memberSeen(key, id) }),
    leaves: (key, at) => (name === 'member.viewed' ? recentKept(key, id, at) : []),
    read: (key) => [memberFor(key, id), coveragesOf(key, id)],
  })
  const [member] = rows[0]
  if (!member) throw new AppError({ kind: 'not_found' })
  return {
    actor,
    on,
    typedDate,
    member,
    coverages: rows[1].map((coverage) => ({ ...coverage, eligible: eligibleUnder(coverage, on) })),
    eligible: eligibleOn(rows[1], on),
  }
}

function nameOf(member: { firstName: string; lastName: string; number: string }): string {
  return [member.firstName, member.lastName].filter(Boolean).join(' ') || `Member ${member.number}`
}
