/** The log for those who were given it by name; looking is itself a row (III.L.4). */
import { type Context, Hono } from 'hono'
import type { App } from '../http/context.ts'
import { addressOf, criteriaOf } from '../http/criteria.ts'
import { act, page } from '../http/gate.ts'
import { show } from '../http/respond.tsx'
import { sessionKey } from '../http/session.ts'
import { AuditPage, type AuditPageProps } from '../../views/audit/audit-page.tsx'
import { eventNames } from './events.ts'
import { readAuditListing, readAuditSearch } from './form.ts'
import { PAGE_SIZE, searchedAudit } from './store.ts'

const PATH = '/staff/audit'

export const audit = new Hono<App>()

audit.get('/', async (c) => {
  const listing = readAuditListing(await criteriaOf(c, PATH, await sessionKey(c)))
  const read = readAuditSearch(new URLSearchParams(listing.typed), c.var.config.zone)
  const filters = 'filters' in read ? read.filters : {}
  const asked = Object.entries(listing.typed).filter(([, value]) => value !== '')
  const { actor, rows } = await page(c, {
    right: 'audit.read',
    name: 'audit.searched',
    detail: { by: asked.map(([name]) => name).join(' ') },
    read: (key) => [searchedAudit(key, filters, listing.before)],
  })
  const found = rows[0].slice(0, PAGE_SIZE)
  const last = found.at(-1)
  return auditPage(c, {
    csrf: actor.csrf,
    typed: listing.typed,
    rows: found,
    newest:
      listing.before === null ? undefined : await addressOf(c, PATH, { ...listing, before: null }, actor.session.key),
    older:
      rows[0].length > PAGE_SIZE && last
        ? await addressOf(c, PATH, { ...listing, before: last.seq }, actor.session.key)
        : undefined,
  })
})

audit.post('/', async (c) => {
  const { actor, form } = await act(c, 'audit.read')
  const read = readAuditSearch(form, c.var.config.zone)
  if ('errors' in read) return auditPage(c, { csrf: actor.csrf, typed: read.typed, errors: read.errors, rows: null })
  return c.redirect(await addressOf(c, PATH, { typed: read.typed, before: null }, actor.session.key), 303)
})

function auditPage(c: Context<App>, props: Omit<AuditPageProps, 'zone' | 'kinds'>) {
  const { errors } = props
  return show(
    c,
    { title: 'Audit log', error: errors !== undefined, status: errors ? 422 : 200 },
    <AuditPage {...props} kinds={eventNames} zone={c.var.config.zone} />,
  )
}
