/** The dry run: what happens by a day if nobody does anything (III.H.1 to III.H.3). It changes nothing. */
import { type Context, Hono } from 'hono'
import { recorded } from '../../audit/statement.ts'
import { batch } from '../../db/client.ts'
import type { Actor } from '../../http/actor.ts'
import type { App } from '../../http/context.ts'
import { addressOf, criteriaOf } from '../../http/criteria.ts'
import { act, page } from '../../http/gate.ts'
import { changeBy } from '../../http/origin.ts'
import { show, spreadsheet } from '../../http/respond.tsx'
import { sessionKey } from '../../http/session.ts'
import { addMonths, type Day, dayOf } from '../../policy/calendar.ts'
import { EnforcementPage } from '../../../views/verification/plan/enforcement-page.tsx'
import { readBy, readExportPurpose, readLaterPage } from './form.ts'
import { outlookOf, totalsOf } from './rules.ts'
import { AT_MOST, type OfficeConcerned, officesConcerned } from './store.ts'

const PATH = '/staff/enforcement'
const PAGE_SIZE = 25

export const enforcement = new Hono<App>()

enforcement.get('/', async (c) => {
  const today = dayOf(c.var.now, c.var.config.zone)
  const later = readLaterPage(await criteriaOf(c, PATH, await sessionKey(c)))
  const asked = readBy(later?.by ?? c.req.query('on') ?? addMonths(today, 1), today)
  const { actor, rows } = await page(c, {
    right: 'verifications.read',
    name: 'page.viewed',
    detail: { by: asked.by ?? null },
    read: () => (asked.by ? [officesConcerned(asked.by, today)] : []),
  })
  return enforcementPage(c, actor, { ...asked, after: later?.after ?? 0, found: rows[0] ?? [] })
})

/** The whole list as a file. What it is for is recorded with it (II.D). */
enforcement.post('/export', async (c) => {
  const { actor, form } = await act(c, 'verifications.read', { fresh: 'any' })
  const { zone, policy } = c.var.config
  const today = dayOf(c.var.now, zone)
  const asked = readBy(form.get('on') ?? '', today)
  const purpose = readExportPurpose(form)
  if (!asked.by || !purpose) {
    const { rows } = await batch(c.env.DB, [officesConcerned(asked.by ?? today, today)])
    const found = asked.by ? rows[0] : []
    const purposeError = purpose ? undefined : 'Choose what the list is for.'
    return enforcementPage(c, actor, { ...asked, after: 0, found, purposeError })
  }
  const { at, by: account, ...from } = changeBy(c, actor)
  const { rows } = await batch(c.env.DB, [
    officesConcerned(asked.by, today),
    recorded({ name: 'enforcement.exported', at, account, clause: 'II.D', detail: { by: asked.by, purpose }, ...from }),
  ])
  const offices = rows[0].slice(0, AT_MOST).map((office) => {
    const seen = outlookOf(office, today, asked.by!, zone, policy)
    const people =
      seen.told === 'administrators' ? namesOf(office) : seen.told === 'manager' ? office.managerName : null
    return [
      office.name,
      office.verifyDueOn,
      seen.promptedOn,
      seen.reminders.length,
      seen.restrictedOn,
      seen.suspendedOn,
      office.users,
      seen.told,
      people,
    ]
  })
  const head = [
    'Office',
    'Due',
    'Prompted',
    'Reminders',
    'Administrators restricted',
    'Suspended',
    'Users',
    'Told',
    'Who is told',
  ]
  return spreadsheet(c, `enforcement-by-${asked.by}`, [head, ...offices])
})

const namesOf = ({ loaNames }: OfficeConcerned) => (JSON.parse(loaNames) as string[]).join(', ')

type Asked = {
  typed: string
  by: Day | undefined
  error?: string
  /** The last office of the page before. */
  after: number
  found: readonly OfficeConcerned[]
  purposeError?: string | undefined
}

async function enforcementPage(c: Context<App>, actor: Actor, asked: Asked) {
  const { typed, by, error, after, found, purposeError } = asked
  const { zone, policy } = c.var.config
  const today = dayOf(c.var.now, zone)
  const outlooks = found.slice(0, AT_MOST).map((office) => ({
    ...outlookOf(office, today, by ?? today, zone, policy),
    ...office,
    people: namesOf(office),
  }))
  const from = outlooks.findIndex(({ office }) => office === after) + 1
  const shown = outlooks.slice(from, from + PAGE_SIZE)
  const last = shown.at(-1)
  const isMore = from + PAGE_SIZE < outlooks.length
  const isWrong = error !== undefined || purposeError !== undefined
  return show(
    c,
    {
      title: 'What happens by itself',
      back: { href: '/staff/verifications', label: 'Verifications' },
      error: isWrong,
      status: isWrong ? 422 : 200,
    },
    <EnforcementPage
      csrf={actor.csrf}
      typed={typed}
      by={by ?? null}
      error={error}
      purposeError={purposeError}
      totals={totalsOf(outlooks)}
      offices={shown}
      first={from + 1}
      of={outlooks.length}
      isCut={found.length > AT_MOST}
      newest={from > 0 && by ? `${PATH}?on=${by}` : undefined}
      older={isMore && last ? await addressOf(c, PATH, { by, after: last.office }, actor.session.key) : undefined}
    />,
  )
}
