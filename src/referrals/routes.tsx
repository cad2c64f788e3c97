/** Referrals of the active office: list, page, print, copy of a list (section 12). */
import { type Context, Hono } from 'hono'
import { AppError } from '../errors.ts'
import type { Actor } from '../http/actor.ts'
import type { App } from '../http/context.ts'
import { addressOf, criteriaOf } from '../http/criteria.ts'
import { act, page } from '../http/gate.ts'
import { isPurposeMissing, purposeOf } from '../http/purpose.ts'
import { show, spreadsheet } from '../http/respond.tsx'
import { sessionKey } from '../http/session.ts'
import { readId } from '../ids.ts'
import { can } from '../roles/rules.ts'
import { count, countUpTo, number } from '../../views/format.ts'
import { markOf } from '../../views/parts/print-sheet.tsx'
import { copyRows } from '../../views/referrals/copy.ts'
import { ReferralFacts, ReferralPage } from '../../views/referrals/referral-page.tsx'
import { ReferralsPage, type ReferralsPageProps, ReferralsTable } from '../../views/referrals/referrals-page.tsx'
import { type Listing, readFilters, readListing } from './form.ts'
import { stages } from './referral.ts'
import { type Asked, dueOf } from './rules.ts'
import { COPY_CAP, COUNT_CAP, countedReferrals, listedReferrals, PAGE_SIZE } from './list/store.ts'
import { codesFor, referralFor, referralSeen } from './store.ts'

export const referrals = new Hono<App>()

const BASE = '/referrals'
const COPY = '/referrals/copy'

referrals.get('/', async (c) => {
  const listing = readListing(await criteriaOf(c, BASE, await sessionKey(c)))
  const filters = filtersOf(listing)
  const { actor, rows } = await page(c, {
    right: 'referrals.read',
    name: 'referral.listed',
    listShows: PAGE_SIZE,
    read: (key) => [listedReferrals(key, filters, listing.after), countedReferrals(key, filters)],
  })
  const found = rows[0].slice(0, PAGE_SIZE)
  const last = found.at(-1)
  const older =
    rows[0].length > PAGE_SIZE && last
      ? await listingAddress(c, actor, {
          ...listing,
          after: { authoredOn: last.authoredOn ?? '', row: last.row },
          page: listing.page + 1,
        })
      : undefined
  const first = (listing.page - 1) * PAGE_SIZE + 1
  const all = rows[1][0]?.count ?? 0
  const total = countUpTo(COUNT_CAP, all, 'referral')
  const copy = await addressOf(c, COPY, { ...listing, after: null, page: 1 }, actor.session.key)
  return referralsPage(c, actor, {
    typed: listing.typed,
    referrals: found.map((one) => withDue(c, one)),
    text:
      found.length > 0 ? `${number(first)} to ${number(first + found.length - 1)} of ${total}` : count(0, 'referral'),
    start: listing.page > 1 ? await listingAddress(c, actor, { ...listing, after: null, page: 1 }) : undefined,
    older,
    copy: {
      criteria: copy.split('?s=')[1] ?? '',
      cap: all > COPY_CAP ? `Only the newest ${number(COPY_CAP)} are on it: narrow the search for fewer.` : '',
      purposeMissing: isPurposeMissing(c),
    },
  })
})

referrals.post('/', async (c) => {
  const { actor, form } = await act(c, 'referrals.read')
  const read = readFilters(form)
  if ('errors' in read) {
    return referralsPage(c, actor, { typed: read.typed, errors: read.errors, referrals: null })
  }
  return c.redirect(await listingAddress(c, actor, { typed: read.typed, after: null, page: 1 }), 303)
})

referrals.get('/copy', async (c) => {
  const key = await sessionKey(c)
  const listing = readListing(await criteriaOf(c, COPY, key))
  const purpose = await purposeOf(c, 'referrals.read', (actor) => listingAddress(c, actor, listing))
  if (purpose instanceof Response) return purpose
  const isFile = c.req.query('as') === 'csv'
  const { actor, rows } = await page(c, {
    right: 'referrals.read',
    fresh: isFile ? 'any' : undefined,
    name: isFile ? 'referral.exported' : 'referral.printed',
    detail: { purpose },
    listShows: COPY_CAP,
    read: (session) => [listedReferrals(session, filtersOf(listing), null, COPY_CAP)],
  })
  const found = rows[0].slice(0, COPY_CAP).map((one) => withDue(c, one))
  const isCut = rows[0].length > COPY_CAP
  const mark = markOf(actor, c.var.now, c.var.config.zone, purpose)
  const { zone } = c.var.config
  if (isFile) return spreadsheet(c, 'referrals', copyRows({ referrals: found, isCut, mark, zone }))
  return show(
    c,
    { title: 'Referrals', back: { href: BASE, label: 'Referrals' }, print: mark },
    <>
      {isCut && <p>{`Only the newest ${count(COPY_CAP, 'referral')}; there are more.`}</p>}
      <ReferralsTable referrals={found} zone={zone} />
    </>,
  )
})

referrals.get('/:id', async (c) => {
  const { shown } = await referralPage(c, 'referral.viewed')
  const wrong = isPurposeMissing(c)
  return show(
    c,
    { title: `Referral ${shown.referral.number}`, back: { href: BASE, label: 'Referrals' }, error: wrong },
    <ReferralPage {...shown} purposeMissing={wrong} />,
  )
})

referrals.get('/:id/print', async (c) => {
  const purpose = await purposeOf(c, 'referrals.read', () => `${BASE}/${readId('referral', c.req.param('id'))}`)
  if (purpose instanceof Response) return purpose
  const { actor, shown } = await referralPage(c, 'referral.printed', { purpose })
  const { referral } = shown
  return show(
    c,
    {
      title: `Referral ${referral.number}`,
      back: { href: `${BASE}/${referral.id}`, label: 'Back to the referral' },
      print: markOf(actor, c.var.now, c.var.config.zone, purpose),
    },
    <ReferralFacts {...shown} />,
  )
})

async function referralPage(
  c: Context<App, '/:id' | '/:id/print'>,
  name: 'referral.viewed' | 'referral.printed',
  detail?: Record<string, string>,
) {
  const id = readId('referral', c.req.param('id'))
  const { actor, rows } = await page(c, {
    right: 'referrals.read',
    name,
    detail,
    record: (key) => ({ id, seen: referralSeen(key, id) }),
    read: (key) => [referralFor(key, id), codesFor(key, id)],
  })
  const [referral] = rows[0]
  if (!referral) throw new AppError({ kind: 'not_found' })
  const { zone, plan } = c.var.config
  const office = actor.membership?.office ?? ''
  return { actor, shown: { referral: withDue(c, referral), codes: rows[1], office, zone, plan } }
}

function withDue<Row extends Asked>(c: Context<App>, row: Row) {
  return { ...row, due: dueOf(row, c.var.now, c.var.config.zone, c.var.config.policy) }
}

function filtersOf(listing: Listing) {
  const read = readFilters(new URLSearchParams(listing.typed))
  return 'filters' in read ? read.filters : {}
}

function referralsPage(
  c: Context<App>,
  actor: Actor,
  props: Omit<ReferralsPageProps, 'statuses' | 'csrf' | 'zone' | 'maySubmit'>,
) {
  return show(
    c,
    {
      title: 'Referrals',
      error: props.errors !== undefined || props.copy?.purposeMissing === true,
      status: props.errors ? 422 : 200,
    },
    <ReferralsPage
      {...props}
      csrf={actor.csrf}
      zone={c.var.config.zone}
      statuses={stages}
      maySubmit={can(actor, 'referrals.submit')}
    />,
  )
}

function listingAddress(c: Context<App>, actor: Actor, listing: Listing): Promise<string> {
  return addressOf(c, BASE, listing, actor.session.key)
}
