/** For the privacy office alone: which records could not be judged, and why one is hidden (III.I.1, "fail closed"). */
import { type Context, Hono } from 'hono'
import { batch } from '../../db/client.ts'
import type { Actor } from '../../http/actor.ts'
import type { App } from '../../http/context.ts'
import { addressOf, criteriaOf } from '../../http/criteria.ts'
import { act, page } from '../../http/gate.ts'
import { show } from '../../http/respond.tsx'
import { sessionKey } from '../../http/session.ts'
import { count, countUpTo, number } from '../../../views/format.ts'
import { ExplainedPage } from '../../../views/restricted-info/explained-page.tsx'
import { HiddenPage, type HiddenPageProps } from '../../../views/restricted-info/hidden-page.tsx'
import { judgedTypes } from '../judge.ts'
import { findReason } from './find-reason.ts'
import { type Listing, readAsked, readFilters, readListing, readRecordId } from './form.ts'
import { unjudgedReasons } from './hidden.ts'
import { COUNT_CAP, countedUnjudged, PAGE_SIZE, recordsNamed, unjudgedRecords, versionInForce } from './store.ts'

export const hiddenRecords = new Hono<App>()

const PATH = '/staff/hidden-records'
const WHY = `${PATH}/explanation`

hiddenRecords.get('/', async (c) => {
  const listing = readListing(await criteriaOf(c, PATH, await sessionKey(c)))
  const { typed, filters } = readFilters(new URLSearchParams(listing.typed), judgedTypes)
  const { actor, rows } = await page(c, {
    right: 'hidden-records.read',
    name: 'page.viewed',
    read: () => [unjudgedRecords(filters, listing.after), countedUnjudged(filters)] as const,
  })
  const found = rows[0].slice(0, PAGE_SIZE)
  const last = rows[0].length > PAGE_SIZE ? found.at(-1) : undefined
  const first = (listing.page - 1) * PAGE_SIZE + 1
  const total = countUpTo(COUNT_CAP, rows[1][0]?.count ?? 0, 'record')
  return hiddenPage(c, actor, {
    typed,
    records: found,
    text: found.length > 0 ? `${number(first)} to ${number(first + found.length - 1)} of ${total}` : count(0, 'record'),
    start: listing.page > 1 ? await address(c, actor, { ...listing, after: null, page: 1 }) : undefined,
    more: last && (await address(c, actor, { ...listing, after: last, page: listing.page + 1 })),
  })
})

hiddenRecords.post('/', async (c) => {
  const { actor, form } = await act(c, 'hidden-records.read')
  const { typed, errors } = readFilters(form, judgedTypes)
  if (errors) return hiddenPage(c, actor, { typed, errors, records: null })
  return c.redirect(await address(c, actor, { typed, after: null, page: 1 }), 303)
})

hiddenRecords.post('/explanation', async (c) => {
  const { actor, form } = await act(c, 'hidden-records.read')
  const { typed, type, id, error } = readRecordId(form)
  if (error)
    return hiddenPage(c, actor, {
      typed: { reason: '', type: '' },
      recordId: typed,
      errors: { recordId: error },
      records: null,
    })
  const [records] = (await batch(c.env.DB, [recordsNamed(type, id)])).rows
  // Which rows of ours it names goes into the log with the answer: what was typed may be anything.
  const asked = { typed, type, id, records: records.map(({ record }) => record) }
  return c.redirect(await addressOf(c, WHY, asked, actor.session.key), 303)
})

hiddenRecords.get('/explanation', async (c) => {
  const asked = readAsked(await criteriaOf(c, WHY, await sessionKey(c)))
  const { rows } = await page(c, {
    right: 'hidden-records.read',
    name: asked ? 'hidden_record.explained' : 'page.viewed',
    detail: asked ? { records: asked.records.join(' ') } : undefined,
    // No record of the core system bears an empty id.
    read: () => [recordsNamed(asked?.type ?? '', asked?.id ?? ''), versionInForce] as const,
  })
  if (!asked) return c.redirect(PATH, 303)
  const [records, [version]] = rows
  const answers = []
  for (const record of records) {
    const isHidden = record.isShown === 0
    answers.push({ ...record, isHidden, way: isHidden ? await findReason(c.env.DB, record) : null })
  }
  return show(
    c,
    { title: 'Why a record is hidden', back: { href: PATH, label: 'Hidden records' } },
    <ExplainedPage asked={asked.typed} answers={answers} version={version?.version ?? 0} />,
  )
})

function address(c: Context<App>, actor: Actor, listing: Listing): Promise<string> {
  return addressOf(c, PATH, listing, actor.session.key)
}

function hiddenPage(c: Context<App>, actor: Actor, props: Omit<HiddenPageProps, 'csrf' | 'reasons' | 'types'>) {
  const wrong = props.errors !== undefined
  return show(
    c,
    { title: 'Hidden records', error: wrong, status: wrong ? 422 : 200 },
    <HiddenPage {...props} csrf={actor.csrf} reasons={unjudgedReasons} types={judgedTypes} />,
  )
}
