/** Claims of the active office: list, page, print (section 12). */
import { type Context, Hono } from 'hono'
import { AppError } from '../errors.ts'
import type { Actor } from '../http/actor.ts'
import type { App } from '../http/context.ts'
import { addressOf, criteriaOf } from '../http/criteria.ts'
import { act, page } from '../http/gate.ts'
import { show } from '../http/respond.tsx'
import { sessionKey } from '../http/session.ts'
import { readId } from '../ids.ts'
import { count, countUpTo, number, time } from '../../views/format.ts'
import { ClaimFacts, ClaimPage } from '../../views/claims/claim-page.tsx'
import { ClaimsPage, type ClaimsPageProps } from '../../views/claims/claims-page.tsx'
import { purposeWords } from '../../views/claims/words.ts'
import { statuses } from './claim.ts'
import { type Listing, readFilters, readListing, readPurpose } from './form.ts'
import { claimFor, claimSeen, COUNT_CAP, countedClaims, linesFor, listedClaims, PAGE_SIZE } from './store.ts'

export const claims = new Hono<App>()

claims.get('/', async (c) => {
  const listing = readListing(await criteriaOf(c, '/claims', await sessionKey(c)))
  const read = readFilters(new URLSearchParams(listing.typed))
  const filters = 'filters' in read ? read.filters : {}
  const { actor, rows } = await page(c, {
    right: 'claims.read',
    name: 'claim.listed',
    listShows: PAGE_SIZE,
    read: (key) => [listedClaims(key, filters, listing.after), countedClaims(key, filters)],
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
    claims: found,
    text: found.length > 0 ? `${number(first)} to ${number(first + found.length - 1)} of ${total}` : count(0, 'claim'),
    start: listing.page > 1 ? await listingAddress(c, actor, { ...listing, after: null, page: 1 }) : undefined,
    older,
  })
})

claims.post('/', async (c) => {
  const { actor, form } = await act(c, 'claims.read')
  const read = readFilters(form)
  if ('errors' in read) {
    return claimsPage(c, { csrf: actor.csrf, typed: read.typed, errors: read.errors, claims: null })
  }
  return c.redirect(await listingAddress(c, actor, { typed: read.typed, after: null, page: 1 }), 303)
})

claims.get('/:id', async (c) => {
  const { claim, lines } = await claimPage(c, 'claim.viewed')
  const wrong = c.req.query('purpose') !== undefined
  return show(
    c,
    { title: `Claim ${claim.number}`, back: { href: '/claims', label: 'Claims' }, error: wrong },
    <ClaimPage claim={claim} lines={lines} zone={c.var.config.zone} purposeMissing={wrong} />,
  )
})

claims.get('/:id/print', async (c) => {
  const purpose = readPurpose(c.req.query('purpose'))
  if (!purpose) {
    // Behind the gate too: no address here answers a stranger (T11).
    await page(c, { right: 'claims.read', name: 'page.viewed', read: () => [] })
    return c.redirect(`/claims/${readId('claim', c.req.param('id'))}?purpose=`, 303)
  }
  const { actor, claim, lines } = await claimPage(c, 'claim.printed', { purpose })
  const { zone } = c.var.config
  return show(
    c,
    {
      title: `Claim ${claim.number}`,
      back: { href: `/claims/${claim.id}`, label: 'Back to the claim' },
      print: {
        user: `${actor.name} (${actor.email})`,
        time: time(c.var.now.getTime(), zone),
        purpose: purposeWords[purpose],
      },
    },
    <ClaimFacts claim={claim} lines={lines} zone={zone} />,
  )
})

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

function claimsPage(c: Context<App>, props: Omit<ClaimsPageProps, 'statuses'>) {
  return show(
    c,
    { title: 'Claims', error: props.errors !== undefined, status: props.errors ? 422 : 200 },
    <ClaimsPage {...props} statuses={statuses} />,
  )
}

function listingAddress(c: Context<App>, actor: Actor, listing: Listing): Promise<string> {
  return addressOf(c, '/claims', listing, actor.session.key)
}
