/** The log for those who were given it by name; looking is itself a row (III.L.4). */
import { type Context, Hono } from 'hono'
import { batch } from '../db/client.ts'
import type { App } from '../http/context.ts'
import { addressOf, criteriaOf } from '../http/criteria.ts'
import { act, page } from '../http/gate.ts'
import { show } from '../http/respond.tsx'
import { sessionKey } from '../http/session.ts'
import { AuditPage, type AuditPageProps } from '../../views/audit/audit-page.tsx'
import { eventNames } from './events.ts'
import type { AuditFilters, AuditSearch } from './filters.ts'
import { readAuditListing, readAuditSearch } from './form.ts'
import { isLookedThrough, leadOf, pageOf, rowsFor } from './search/rules.ts'
import { countedRows, type LoggedRow, meant, type Named, namesIn, searchedAudit } from './search/store.ts'

const PATH = '/staff/audit'

export const audit = new Hono<App>()

audit.get('/', async (c) => {
  const listing = readAuditListing(await criteriaOf(c, PATH, await sessionKey(c)))
  const asked = Object.entries(listing.typed).filter(([, value]) => value !== '')
  const most = rowsFor(listing.search)
  const { actor, rows } = await page(c, {
    right: 'audit.read',
    name: 'audit.searched',
    detail: { by: asked.map(([name]) => name).join(' ') },
    read: (key) => {
      const looked = searchedAudit(key, listing.search, listing.before, most)
      return [looked, namesIn(looked)]
    },
  })
  const { shown, last } = pageOf(rows[0], most)
  const { key } = actor.session
  return auditPage(c, {
    csrf: actor.csrf,
    typed: listing.typed,
    rows: withNames(shown, rows[1]),
    looked: isLookedThrough(listing.search) && last ? rows[0].length : undefined,
    newest: listing.before === null ? undefined : await addressOf(c, PATH, { ...listing, before: null }, key),
    older: last && (await addressOf(c, PATH, { ...listing, before: { at: last.at, seq: last.seq } }, key)),
  })
})

audit.post('/', async (c) => {
  const { actor, form } = await act(c, 'audit.read')
  const read = readAuditSearch(form, c.var.config.zone)
  if ('errors' in read) return auditPage(c, { csrf: actor.csrf, typed: read.typed, errors: read.errors, rows: null })
  const search = await searchFor(c, read.filters)
  return c.redirect(await addressOf(c, PATH, { typed: read.typed, search, before: null }, actor.session.key), 303)
})

/** The search with its words as rows of the database, led by the index that has the fewest rows for it. */
async function searchFor(c: Context<App>, filters: AuditFilters): Promise<AuditSearch> {
  const { event, from, to } = filters
  const [persons, offices, members] = (await batch(c.env.DB, meant(filters))).rows
  const rowsOf = (word: string | undefined, rows: readonly { id: number }[]) => word && rows.map(({ id }) => id)
  const search = {
    person: rowsOf(filters.person, persons) || undefined,
    office: rowsOf(filters.office, offices) || undefined,
    member: rowsOf(filters.memberNumber, members) || undefined,
    event,
    from,
    to,
  }
  const countings = countedRows(search)
  const counts = countings.length > 1 ? (await batch(c.env.DB, countings)).rows.flat() : []
  return { ...search, lead: leadOf(search, Object.fromEntries(counts.map(({ lead, count }) => [lead, count]))) }
}

/** The rows with names in place of numbers. */
function withNames(rows: readonly LoggedRow[], names: readonly Named[]) {
  const known = new Map(names.map(({ of, id, name }) => [`${of} ${id}`, name]))
  const nameOf = (of: Named['of'], id: number | null) => known.get(`${of} ${id ?? 0}`) ?? null
  return rows.map((row) => ({
    ...row,
    email: nameOf('account', row.account),
    subjectEmail: nameOf('account', row.subject),
    office: nameOf('office', row.office),
    memberNumber: nameOf('member', row.member),
  }))
}

function auditPage(c: Context<App>, props: Omit<AuditPageProps, 'zone' | 'kinds'>) {
  const { errors } = props
  return show(
    c,
    { title: 'Audit log', error: errors !== undefined, status: errors ? 422 : 200 },
    <AuditPage {...props} kinds={eventNames} zone={c.var.config.zone} />,
  )
}
