/** Claims of the active office: list, page, print, export (section 12). */
import { type Context, Hono } from 'hono'
import { batch } from '../db/client.ts'
import { AppError } from '../errors.ts'
import type { Actor } from '../http/actor.ts'
import type { App } from '../http/context.ts'
import { addressOf, criteriaOf } from '../http/criteria.ts'
import { act, page } from '../http/gate.ts'
import { isPurposeMissing, purposeOf } from '../http/purpose.ts'
import { show, spreadsheet } from '../http/respond.tsx'
import { sessionKey } from '../http/session.ts'
import { readId } from '../ids.ts'
import { count, countUpTo, number } from '../../views/format.ts'
import { ClaimFacts, ClaimPage } from '../../views/claims/claim-page.tsx'
import { ClaimsPage, type ClaimsPageProps } from '../../views/claims/claims-page.tsx'
import { csvRows } from '../../views/claims/csv-rows.ts'
import { markOf } from '../../views/parts/print-sheet.tsx'
import { statuses } from './claim.ts'
import { filtersOf, type Listing, readFilters, readListing } from './form.ts'
import { COUNT_CAP, countedClaims, listedClaims, PAGE_SIZE } from './list/store.ts'
import { claimFor, claimSeen, linesFor, providersOf, sourcesOf } from './store.ts'

export const claims = new Hono<App>()

const EXPORT = '/claims/export'

claims.get('/', async (c) => {
  const listing = readListing(await criteriaOf(c, '/claims', await sessionKey(c)))
  const filters = filtersOf(listing)
  const { actor, rows } = await page(c, {
    right: 'claims.read',
    name: 'claim.listed',
    listShows: PAGE_SIZE,
    read: (key) => [
      listedClaims(key, filters, listing.after),
      countedClaims(key, filters),
      providersOf(key, null, 'claims'),
    ],
  })
  const found = rows[0].slice(0, PAGE_SIZE)
  const last = found.at(-1)
  const older =
    rows[0].length > PAGE_SIZE && last
      ? await listingAddress(c, actor, {
          ...listing,
          after: { servicedFrom: last.servicedFrom, row: last.row },
          page: listing.page + 1,
        })
      : undefined
  const first = (listing.page - 1) * PAGE_SIZE + 1
  const total = countUpTo(COUNT_CAP, rows[1][0]?.count ?? 0, 'claim')
  return claimsPage(c, {
    csrf: actor.csrf,
    typed: listing.typed,
    providers: rows[2],
    claims: found,
    text: found.length > 0 ? `${number(first)} to ${number(first + found.length - 1)} of ${total}` : count(0, 'claim'),
    start: listing.page > 1 ? await listingAddress(c, actor, { ...listing, after: null, page: 1 }) : undefined,
    older,
    take: found.length > 0 ? await takeOf(c, actor, listing, rows[1][0]?.count ?? 0) : undefined,
  })
})

/** The form that takes the list away as a file: it keeps the criteria, sealed for the export alone. */
async function takeOf(c: Context<App>, actor: Actor, listing: Listing, found: number) {
  const [, sealed = ''] = (await addressOf(c, EXPORT, { ...listing, after: null, page: 1 }, actor.session.key)).split(
    '?s=',
  )
  return {
    sealed,
    cut: found > COUNT_CAP ? COUNT_CAP : undefined,
    purposeMissing: isPurposeMissing(c),
  }
}

claims.post('/', async (c) => {
  const { actor, form } = await act(c, 'claims.read')
  const read = readFilters(form)
  const { key } = actor.session
  if ('errors' in read) {
    const [providers] = (await batch(c.env.DB, [providersOf(key, null, 'claims')])).rows
    return claimsPage(c, { csrf: actor.csrf, typed: read.typed, errors: read.errors, providers, claims: null })
  }
  const provider = read.typed.provider === '' ? null : Number(read.typed.provider)
  const named = provider === null ? null : (await batch(c.env.DB, [sourcesOf(key, provider)])).rows[0]
  const sources = named && named.map(({ source }) => source)
  return c.redirect(await listingAddress(c, actor, { typed: read.typed, sources, after: null, page: 1 }), 303)
})

claims.get('/export', async (c) => {
  const listing = readListing(await criteriaOf(c, EXPORT, await sessionKey(c)))
  const purpose = await purposeOf(c, 'claims.read', (actor) => listingAddress(c, actor, listing))
  if (purpose instanceof Response) return purpose
  const filters = filtersOf(listing)
  const { actor, rows } = await page(c, {
    right: 'claims.read',
    fresh: 'any',
    name: 'claim.exported',
    detail: { purpose },
    listShows: COUNT_CAP,
    read: (key) => [listedClaims(key, filters, null, COUNT_CAP)],
  })
  const { zone } = c.var.config
  const mark = markOf(actor, c.var.now, zone, purpose)
  const isCut = rows[0].length > COUNT_CAP
  return spreadsheet(c, 'claims', csvRows({ mark, claims: rows[0].slice(0, COUNT_CAP), isCut, zone }))
})

claims.get('/:id', async (c) => {
  const { claim, lines } = await claimPage(c, 'claim.viewed')
  const wrong = isPurposeMissing(c)
  return show(
    c,
    { title: `Claim ${claim.number}`, back: { href: '/claims', label: 'Claims' }, error: wrong },
    <ClaimPage claim={claim} lines={lines} {...told(c)} purposeMissing={wrong} />,
  )
})

claims.get('/:id/print', async (c) => {
  const purpose = await purposeOf(c, 'claims.read', () => `/claims/${readId('claim', c.req.param('id'))}`)
  if (purpose instanceof Response) return purpose
  const { actor, claim, lines } = await claimPage(c, 'claim.printed', { purpose })
  const { zone } = c.var.config
  return show(
    c,
    {
      title: `Claim ${claim.number}`,
      back: { href: `/claims/${claim.id}`, label: 'Back to the claim' },
      print: markOf(actor, c.var.now, zone, purpose),
    },
    <ClaimFacts claim={claim} lines={lines} {...told(c)} />,
  )
})

/** What a claim's words need of the plan: its time zone, and whom to call about a reason that has none. */
function told(c: Context<App>) {
  const { zone, plan } = c.var.config
  return { zone, telephone: plan.telephone }
}

async function claimPage(
  c: Context<App, '/:id' | '/:id/print'>,
  name: 'claim.viewed' | 'claim.printed',
  detail?: Record<string, string>,
) {
  const id = readId('claim', c.req.param('id'))
  const { actor, rows } = await page(c, {
    right: 'claims.read',
    name,
    detail,
    record: (key) => ({ id, seen: claimSeen(key, id) }),
    read: (key) => [claimFor(key, id), linesFor(key, id)],
  })
  const [claim] = rows[0]
  if (!claim) throw new AppError({ kind: 'not_found' })
  return { actor, claim, lines: rows[1] }
}

function claimsPage(c: Context<App>, props: Omit<ClaimsPageProps, 'statuses' | 'zone'>) {
  return show(
    c,
    {
      title: 'Claims',
      error: props.errors !== undefined || props.take?.purposeMissing === true,
      status: props.errors ? 422 : 200,
    },
    <ClaimsPage {...props} statuses={statuses} zone={c.var.config.zone} />,
  )
}

function listingAddress(c: Context<App>, actor: Actor, listing: Listing): Promise<string> {
  return addressOf(c, '/claims', listing, actor.session.key)
}
