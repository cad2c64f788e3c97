/** Reports of late revocation: what was reached between the two dates, read off the audit log, and e-business's decision (III.M.3). */
import { type Context, Hono } from 'hono'
import type { EventName } from '../../audit/events.ts'
import { batch } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import type { App } from '../../http/context.ts'
import { act, type Freshness, page } from '../../http/gate.ts'
import { changeBy } from '../../http/origin.ts'
import { askPurpose, isPurposeMissing } from '../../http/purpose.ts'
import { show, spreadsheet } from '../../http/respond.tsx'
import { readId } from '../../ids.ts'
import { businessDaysBetween, dayOf, startOfDay } from '../../policy/calendar.ts'
import { readPurpose } from '../../policy/purposes.ts'
import { can } from '../../roles/rules.ts'
import { markOf } from '../../../views/parts/print-sheet.tsx'
import { ReportPage, type ReportPageProps } from '../../../views/termination/report-page.tsx'
import { ReportSheet } from '../../../views/termination/report-sheet.tsx'
import { csvRows } from '../../../views/termination/report-words.ts'
import { MembersReached, RecordsReached } from '../../../views/termination/reached-tables.tsx'
import { ReportsPage } from '../../../views/termination/reports-page.tsx'
import { decideReport } from '../decide-report.ts'
import { readDecision, readPlace } from './form.ts'
import {
  actsOf,
  areasOf,
  countedLateRevocations,
  listedReports,
  type MemberReached,
  membersOf,
  PAGE_SIZE,
  reachedOf,
  type RecordReached,
  recordsOf,
  reportFor,
  type ReportRow,
  reportSeen,
  type Span,
} from './store.ts'

export const lateRevocations = new Hono<App>()

const BASE = '/staff/late-revocations'
type Path = '/:id' | '/:id/decision' | '/:id/records' | '/:id/members' | '/:id/print' | '/:id/export'

lateRevocations.get('/', async (c) => {
  const after = c.req.query('after')
  const { actor, rows } = await page(c, {
    right: 'late-revocations.read',
    name: 'page.viewed',
    read: (key, today) => [
      listedReports(key, after ? readId('revocation', after) : null),
      countedLateRevocations(today),
    ],
  })
  const found = rows[0].slice(0, PAGE_SIZE)
  const last = rows[0].length > PAGE_SIZE ? found.at(-1) : undefined
  const decides = can(actor, 'late-revocations.decide')
  return show(
    c,
    { title: 'Late revocations' },
    <ReportsPage
      reports={found.map((report) => shown(c, report))}
      waiting={decides ? (rows[1][0] ?? null) : null}
      start={after ? BASE : undefined}
      older={last && `${BASE}?after=${last.id}`}
    />,
  )
})

lateRevocations.get('/:id', (c) => reportPage(c, {}))

lateRevocations.post('/:id/decision', async (c) => {
  const { actor, form } = await act(c, 'late-revocations.decide')
  const id = readId('revocation', c.req.param('id'))
  const [report] = (await batch(c.env.DB, [reportFor(actor.session.key, id)])).rows[0]
  if (!report) throw new AppError({ kind: 'not_found' })
  const read = readDecision(form)
  if ('errors' in read) return reportPage(c, { status: 422, typed: read.typed, errors: read.errors })
  const { decision, reason } = read
  const by = { ...changeBy(c, actor), by: actor.account }
  const outcome = await decideReport({ env: c.env, config: c.var.config }, { id, decision, reason }, by)
  return outcome.ok ? c.redirect(`${BASE}/${id}?done=decided`, 303) : reportPage(c, { status: 409, meanwhile: true })
})

lateRevocations.get('/:id/records', async (c) => {
  const { report, span } = await readReport(c, 'page.viewed')
  const { rows } = await batch(c.env.DB, [recordsOf(span, readPlace(c.req.query('after')), PAGE_SIZE + 1)])
  return show(
    c,
    { title: 'Records that were opened', back: backTo(report) },
    <RecordsReached
      zone={c.var.config.zone}
      records={rows[0].slice(0, PAGE_SIZE)}
      more={moreRecords(report, rows[0])}
    />,
  )
})

lateRevocations.get('/:id/members', async (c) => {
  const { report, span } = await readReport(c, 'page.viewed')
  const after = c.req.query('after')
  const { rows } = await batch(c.env.DB, [membersOf(span, after ? readId('member', after) : null, PAGE_SIZE + 1)])
  return show(
    c,
    { title: 'Members whose information was shown', back: backTo(report) },
    <MembersReached
      zone={c.var.config.zone}
      members={rows[0].slice(0, PAGE_SIZE)}
      more={moreMembers(report, rows[0])}
    />,
  )
})

lateRevocations.get('/:id/print', async (c) => {
  const copy = await readCopy(c, 'revocation.printed')
  if (copy instanceof Response) return copy
  const { mark, report, reached } = copy
  return show(
    c,
    { title: 'Late revocation', back: { href: `${BASE}/${report.id}`, label: 'Back to the report' }, print: mark },
    <ReportSheet report={shown(c, report)} {...reached} zone={c.var.config.zone} />,
  )
})

lateRevocations.get('/:id/export', async (c) => {
  const copy = await readCopy(c, 'revocation.exported', 'any')
  if (copy instanceof Response) return copy
  const { mark, report, reached } = copy
  const rows = csvRows({ mark, report: shown(c, report), ...reached, zone: c.var.config.zone })
  return spreadsheet(c, `late-revocation-${report.id}`, rows)
})

/** The report, its page's row written, and the span of the log that it is about. Whoever doesn't see it is told that there is none. */
async function readReport(
  c: Context<App, Path>,
  name: EventName,
  { fresh, detail }: { fresh?: Freshness | undefined; detail?: Record<string, string> } = {},
) {
  const id = readId('revocation', c.req.param('id'))
  const { actor, rows } = await page(c, {
    right: 'late-revocations.read',
    fresh,
    name,
    detail,
    record: (key) => ({ id, seen: reportSeen(key, id) }),
    read: (key) => [reportFor(key, id)],
  })
  const [report] = rows[0]
  if (!report) throw new AppError({ kind: 'not_found' })
  const { accountRow, officeRow, endSeq, changedOn } = report
  // From 00:00 of the day the job ended or changed to the row of the log with which the access ended.
  const from = startOfDay(changedOn, c.var.config.zone).getTime()
  const span: Span = { account: accountRow, office: officeRow, from, endSeq }
  return { actor, report, span }
}

async function reportPage(
  c: Context<App, '/:id' | '/:id/decision'>,
  told: Pick<ReportPageProps, 'typed' | 'errors' | 'meanwhile'> & { status?: 200 | 409 | 422 },
) {
  const { actor, report, span } = await readReport(c, 'page.viewed')
  const { rows } = await batch(c.env.DB, [
    reachedOf(span),
    areasOf(span),
    actsOf(span),
    recordsOf(span, 0, PAGE_SIZE + 1),
    membersOf(span, null, PAGE_SIZE + 1),
  ])
  const [[reached], areas, acts, records, members] = rows
  const { status = 200, ...more } = told
  const wrongPurpose = isPurposeMissing(c)
  return show(
    c,
    {
      title: `Late revocation: ${report.name}`,
      status,
      error: told.errors !== undefined || wrongPurpose,
      back: { href: BASE, label: 'Late revocations' },
    },
    <ReportPage
      csrf={actor.csrf}
      zone={c.var.config.zone}
      report={shown(c, report)}
      reached={reached ?? { pages: 0, records: 0, members: 0 }}
      areas={areas}
      acts={acts}
      records={records.slice(0, PAGE_SIZE)}
      moreRecords={moreRecords(report, records)}
      members={members.slice(0, PAGE_SIZE)}
      moreMembers={moreMembers(report, members)}
      mayDecide={can(actor, 'late-revocations.decide')}
      purposeMissing={wrongPurpose}
      done={c.req.query('done') === 'decided'}
      {...more}
    />,
  )
}

/** Everything of the report, for paper or a file: nothing without a purpose, which is recorded (II.D). */
async function readCopy(c: Context<App, '/:id/print' | '/:id/export'>, name: EventName, fresh?: Freshness) {
  const purpose = readPurpose(c.req.query('purpose'))
  if (!purpose) {
    const { report } = await readReport(c, 'page.viewed')
    return askPurpose(c, `${BASE}/${report.id}`)
  }
  const { actor, report, span } = await readReport(c, name, { fresh, detail: { purpose } })
  const { rows } = await batch(c.env.DB, [
    areasOf(span),
    actsOf(span),
    recordsOf(span, 0, null),
    membersOf(span, null, null),
  ])
  const [areas, acts, records, members] = rows
  const { zone } = c.var.config
  const mark = markOf(actor, c.var.now, zone, purpose)
  return { mark, report, reached: { areas, acts, records, members } }
}

/** The address of what comes after a page of the list, if something does. */
function moreRecords({ id }: ReportRow, rows: readonly RecordReached[]): string | undefined {
  const last = rows.length > PAGE_SIZE ? rows[PAGE_SIZE - 1] : undefined
  return last && `${BASE}/${id}/records?after=${last.place}`
}

function moreMembers({ id }: ReportRow, rows: readonly MemberReached[]): string | undefined {
  const last = rows.length > PAGE_SIZE ? rows[PAGE_SIZE - 1] : undefined
  return last && `${BASE}/${id}/members?after=${last.member}`
}

function backTo(report: ReportRow) {
  return { href: `${BASE}/${report.id}`, label: 'The report' }
}

/** The report as pages show it: how late it is, and whether its decision is. */
function shown(c: Context<App>, report: ReportRow) {
  const { zone, holidays } = c.var.config
  return {
    ...report,
    daysLate: businessDaysBetween(report.changedOn, report.revokedOn, holidays),
    isOverdue: report.decidedAt === null && report.decideBy < dayOf(c.var.now, zone),
  }
}
