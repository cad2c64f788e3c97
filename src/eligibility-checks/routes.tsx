/** A whole day's eligibility at once: a list is asked, its answers are kept for the office, and told what changed (section 12). */
import { type Context, Hono } from 'hono'
import { batch } from '../db/client.ts'
import { AppError } from '../errors.ts'
import type { Actor } from '../http/actor.ts'
import type { App } from '../http/context.ts'
import { addressOf, criteriaOf } from '../http/criteria.ts'
import { act, page } from '../http/gate.ts'
import { acting } from '../http/origin.ts'
import { isPurposeMissing, purposeOf } from '../http/purpose.ts'
import { show, spreadsheet } from '../http/respond.tsx'
import { sessionKey } from '../http/session.ts'
import { readId } from '../ids.ts'
import { dayOf } from '../policy/calendar.ts'
import { markOf } from '../../views/parts/print-sheet.tsx'
import { CheckPage } from '../../views/eligibility-checks/check-page.tsx'
import { ChecksPage } from '../../views/eligibility-checks/checks-page.tsx'
import { csvRows } from '../../views/eligibility-checks/csv-rows.ts'
import { ProgressCard } from '../../views/eligibility-checks/progress-card.tsx'
import { answerEveryRow, answerRows } from './answer-rows.ts'
import { type Asking, askEligibility } from './ask-eligibility.ts'
import { filters, MOST_ROWS } from './check.ts'
import { discardCheck } from './discard-check.ts'
import { LIST_BYTES, type Place, readAsked, readBefore, readPlace, type TypedList } from './form.ts'
import { repeatCheck } from './repeat-check.ts'
import { checkFor, checkSeen, listedChecks, listedRows, PAGE_SIZE } from './store.ts'

export const eligibilityChecks = new Hono<App>()

const BASE = '/eligibility-checks'

eligibilityChecks.get('/', async (c) => {
  const before = readBefore(await criteriaOf(c, BASE, await sessionKey(c)))
  const { actor, rows } = await page(c, {
    right: 'members.read',
    name: 'page.viewed',
    read: (key) => [listedChecks(key, before)],
  })
  return checksPage(c, actor, rows[0], { before })
})

eligibilityChecks.post('/', async (c) => {
  const { actor, form, file } = await act(c, 'members.read', { upload: true, most: LIST_BYTES })
  const read = readAsked(form, file, todayOf(c))
  if ('errors' in read) {
    const { rows } = await batch(c.env.DB, [listedChecks(actor.session.key, null)])
    return checksPage(c, actor, rows[0], { before: null, typed: read.typed, errors: read.errors })
  }
  return begun(c, await askEligibility(c.env.DB, read, askingOf(c, actor)), askingOf(c, actor))
})

eligibilityChecks.get('/:id', async (c) => {
  const id = readId('eligibility-check', c.req.param('id'))
  const place = readPlace(await criteriaOf(c, `${BASE}/${id}`, await sessionKey(c)))
  const { actor, rows } = await page(c, {
    right: 'members.read',
    name: 'eligibility.viewed',
    listShows: PAGE_SIZE,
    record: (key) => ({ id, seen: checkSeen(key, id) }),
    read: (key) => [listedRows(key, id, place.filter, place.after, PAGE_SIZE), checkFor(key, id)],
  })
  const [found, [check]] = rows
  if (!check) throw new AppError({ kind: 'not_found' })
  const to = (one: Place) => addressOf(c, `${BASE}/${id}`, one, actor.session.key)
  const shown = found.slice(0, PAGE_SIZE)
  const last = found.length > PAGE_SIZE ? shown.at(-1) : undefined
  const wrong = isPurposeMissing(c)
  return show(
    c,
    { title: check.name ?? 'Eligibility check', back: { href: BASE, label: 'Eligibility checks' }, error: wrong },
    <CheckPage
      csrf={actor.csrf}
      check={check}
      rows={shown}
      filter={place.filter}
      filters={await Promise.all(
        filters.map(async (name) => ({ name, href: await to({ filter: name, after: 0, page: 1 }) })),
      )}
      page={place.page}
      start={place.page > 1 ? await to({ ...place, after: 0, page: 1 }) : undefined}
      more={last && (await to({ ...place, after: last.line, page: place.page + 1 }))}
      mayDiscard={actor.isLoa || check.accountRow === actor.account}
      keptDays={c.var.config.policy.ELIGIBILITY_CHECK_KEPT_FOR}
      purposeMissing={wrong}
      zone={c.var.config.zone}
    />,
  )
})

/** The next step of the answers: to scripts how far it is, to others everything at once. */
eligibilityChecks.post('/:id/answers', async (c) => {
  const { actor } = await act(c, 'members.read')
  const id = readId('eligibility-check', c.req.param('id'))
  const asking = askingOf(c, actor)
  if (!isPartial(c)) return begun(c, id, asking)
  const progress = await answerRows(c.env.DB, id, asking)
  if (!progress) throw new AppError({ kind: 'not_found' })
  if (progress.answered >= progress.rows) return goesOn(c, `${BASE}/${id}`)
  return show(c, { title: 'Eligibility check' }, <ProgressCard csrf={actor.csrf} id={id} {...progress} />)
})

eligibilityChecks.post('/:id/repetition', async (c) => {
  const { actor } = await act(c, 'members.read')
  const of = readId('eligibility-check', c.req.param('id'))
  const id = await repeatCheck(c.env.DB, of, todayOf(c), askingOf(c, actor))
  if (!id) throw new AppError({ kind: 'not_found' })
  return begun(c, id, askingOf(c, actor))
})

eligibilityChecks.post('/:id/removal', async (c) => {
  const { actor } = await act(c, 'members.read')
  const id = readId('eligibility-check', c.req.param('id'))
  const [check] = (await batch(c.env.DB, [checkFor(actor.session.key, id)])).rows[0]
  if (!check) throw new AppError({ kind: 'not_found' })
  const isMine = check.accountRow === actor.account
  if (!isMine && !actor.isLoa) throw new AppError({ kind: 'no_right' })
  const wasThere = await discardCheck(c.env.DB, id, isMine ? actor.account : null, askingOf(c, actor))
  if (!wasThere) throw new AppError({ kind: 'changed_meanwhile' })
  return c.redirect(`${BASE}?done=discarded`, 303)
})

eligibilityChecks.get('/:id/export', async (c) => {
  const id = readId('eligibility-check', c.req.param('id'))
  const purpose = await purposeOf(c, 'members.read', () => `${BASE}/${id}`)
  if (purpose instanceof Response) return purpose
  const { actor, rows } = await page(c, {
    right: 'members.read',
    fresh: 'any',
    name: 'eligibility.exported',
    detail: { purpose },
    listShows: MOST_ROWS,
    record: (key) => ({ id, seen: checkSeen(key, id) }),
    read: (key) => [listedRows(key, id, 'all', 0, MOST_ROWS), checkFor(key, id)],
  })
  const [found, [check]] = rows
  if (!check) throw new AppError({ kind: 'not_found' })
  const { zone } = c.var.config
  const mark = markOf(actor, c.var.now, zone, purpose)
  return spreadsheet(c, `eligibility-${check.askedOn}`, csvRows({ mark, check, rows: found, zone }))
})

/** A check whose rows are to be answered: scripts see how far it is, others get the answers at once. Throws `not_found`. */
async function begun(c: Context<App>, id: string, asking: Asking): Promise<Response> {
  if (!isPartial(c) && !(await answerEveryRow(c.env.DB, id, asking))) throw new AppError({ kind: 'not_found' })
  return goesOn(c, `${BASE}/${id}`)
}

/** Leads on to another page, a script's request too. */
function goesOn(c: Context<App>, address: string): Response {
  if (!isPartial(c)) return c.redirect(address, 303)
  c.header('HX-Redirect', address)
  return c.body('')
}

const isPartial = (c: Context<App>) => c.req.header('HX-Request-Type') === 'partial'
const todayOf = (c: Context<App>) => dayOf(c.var.now, c.var.config.zone)

function askingOf(c: Context<App>, actor: Actor): Asking {
  return { session: actor.session.key, from: { ...acting(c, actor), office: actor.membership?.officeId ?? null } }
}

type Listed = Parameters<typeof ChecksPage>[0]['checks']

async function checksPage(
  c: Context<App>,
  actor: Actor,
  found: (Listed[number] & { row: number })[],
  told: { before: number | null; typed?: TypedList; errors?: Record<string, string> },
) {
  const { before, typed, errors } = told
  const shown = found.slice(0, PAGE_SIZE)
  const last = found.length > PAGE_SIZE ? shown.at(-1) : undefined
  return show(
    c,
    {
      title: 'Eligibility checks',
      error: errors !== undefined,
      status: errors ? 422 : 200,
      banner:
        c.req.query('done') === 'discarded'
          ? { kind: 'success', heading: 'The check was discarded.', focus: true }
          : undefined,
    },
    <ChecksPage
      csrf={actor.csrf}
      typed={typed}
      errors={errors}
      today={todayOf(c)}
      checks={shown}
      start={before === null ? undefined : BASE}
      older={last && (await addressOf(c, BASE, { before: last.row }, actor.session.key))}
      most={MOST_ROWS}
      keptDays={c.var.config.policy.ELIGIBILITY_CHECK_KEPT_FOR}
      zone={c.var.config.zone}
    />,
  )
}
