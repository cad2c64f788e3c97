/** The list of restricted codes in force, for those who keep it (III.I.2). */
import { type Context, Hono } from 'hono'
import { judgingLeft } from '../feed/judging/store.ts'
import type { Actor } from '../http/actor.ts'
import type { App } from '../http/context.ts'
import { addressOf, criteriaOf } from '../http/criteria.ts'
import { act, page } from '../http/gate.ts'
import { show } from '../http/respond.tsx'
import { sessionKey } from '../http/session.ts'
import { CATEGORIES } from '../policy/categories.ts'
import { can } from '../roles/rules.ts'
import { count, countUpTo, number } from '../../views/format.ts'
import { ListPage, type ListPageProps } from '../../views/restricted-info/list-page.tsx'
import { categories, codeSystems, type ListedRow } from './code-list.ts'
import { draftFor } from './draft/store.ts'
import { type Listing, readListing, readSearch } from './form.ts'
import { reviewMark } from './reviews/store.ts'
import { overdueDay } from './reviews/rules.ts'
import { holdersOf } from './rules.ts'
import {
  COUNT_CAP,
  countedRows,
  everyRow,
  type ListedCode,
  PAGE_SIZE,
  rowsInForce,
  versionsBefore,
} from './versions/store.ts'

export const restrictedCodes = new Hono<App>()

const PATH = '/staff/restricted-codes'

restrictedCodes.get('/', async (c) => {
  const listing = readListing(await criteriaOf(c, PATH, await sessionKey(c)))
  const { typed, after } = listing
  const byCode = typed.code !== ''
  const { actor, rows } = await page(c, {
    right: 'restricted-codes.read',
    name: 'page.viewed',
    read: (key) =>
      [
        byCode ? everyRow(typed) : rowsInForce(typed, after),
        countedRows(typed),
        versionsBefore(0),
        judgingLeft,
        draftFor(key),
        reviewMark,
      ] as const,
  })
  const [listed, [counted], [version], [judging], [draft], [mark]] = rows
  const fitting = byCode ? holding(listed, typed.code) : listed
  const from = byCode && after ? fitting.findIndex((row) => isSame(row, after)) + 1 : 0
  const found = fitting.slice(from, from + PAGE_SIZE)
  const last = fitting.length - from > PAGE_SIZE ? found.at(-1) : undefined
  const first = (listing.page - 1) * PAGE_SIZE + 1
  const total = byCode ? count(fitting.length, 'row') : countUpTo(COUNT_CAP, counted?.count ?? 0, 'row')
  const { zone, policy } = c.var.config
  return listPage(c, actor, {
    typed,
    rows: found,
    text: found.length > 0 ? `${number(first)} to ${number(first + found.length - 1)} of ${total}` : count(0, 'row'),
    start: listing.page > 1 ? await address(c, actor, { ...listing, after: null, page: 1 }) : undefined,
    more: last && (await address(c, actor, { ...listing, after: placeOf(last), page: listing.page + 1 })),
    version: version && { ...version, on: JSON.parse(version.more) as string[] },
    judging: judging && judging.left > 0 ? judging : undefined,
    draft,
    review: mark && { ...overdueDay(mark, c.var.now, zone, policy) },
  })
})

restrictedCodes.post('/', async (c) => {
  const { actor, form } = await act(c, 'restricted-codes.read')
  const { typed, errors } = readSearch(form)
  if (errors) return listPage(c, actor, { typed, errors, rows: null })
  return c.redirect(await address(c, actor, { typed, after: null, page: 1 }), 303)
})

/** The rows that hold the code, whatever their match, and those that are written so. */
function holding(rows: readonly ListedCode[], code: string): ListedCode[] {
  const holders = holdersOf(
    rows.map((row) => ({ ...row, id: row.row }) as unknown as ListedRow),
    code,
  )
  return rows.filter(({ row }) => holders.has(row))
}

const isSame = (row: ListedCode, { system, code, match, category }: NonNullable<Listing['after']>) =>
  row.system === system && row.code === code && row.match === match && row.category === category

const placeOf = ({ system, code, match, category }: ListedCode) => ({ system, code, match, category })

function address(c: Context<App>, actor: Actor, listing: Listing): Promise<string> {
  return addressOf(c, PATH, listing, actor.session.key)
}

function listPage(
  c: Context<App>,
  actor: Actor,
  props: Pick<ListPageProps, 'typed' | 'rows'> & Partial<ListPageProps>,
) {
  return show(
    c,
    { title: 'Restricted codes', error: props.errors !== undefined, status: props.errors ? 422 : 200 },
    <ListPage
      {...props}
      csrf={actor.csrf}
      zone={c.var.config.zone}
      mayDraft={can(actor, 'restricted-codes.draft')}
      seesHidden={can(actor, 'hidden-records.read')}
      categories={categories.map((value) => ({ value, label: CATEGORIES[value].name }))}
      systems={codeSystems}
    />,
  )
}
