/** Requests of offices, as the Enterprise Administrators see, record and decide them (III.A.1.a). */
import { type Context, Hono } from 'hono'
import { recorded } from '../../audit/statement.ts'
import { batch } from '../../db/client.ts'
import { randomText } from '../../digest.ts'
import { read as blocksOf } from '../../documents/rules.ts'
import { publishedDocument, versionsOf } from '../../documents/store.ts'
import { AppError } from '../../errors.ts'
import type { Actor } from '../../http/actor.ts'
import type { App } from '../../http/context.ts'
import { act, page } from '../../http/gate.ts'
import { changeBy } from '../../http/origin.ts'
import { show } from '../../http/respond.tsx'
import { readId } from '../../ids.ts'
import { states } from '../../offices/identifiers.ts'
import { dayOf, startOfDay } from '../../policy/calendar.ts'
import { day, time } from '../../../views/format.ts'
import { AgreementSheet } from '../../../views/onboarding/agreement-sheet.tsx'
import { PaperForm, type PaperFormProps } from '../../../views/onboarding/paper-form.tsx'
import { RequestPage } from '../../../views/onboarding/request-page.tsx'
import { accept } from '../accept.ts'
import { readAcceptance, readPaper, readRejection, readRequest, type TypedDecision } from '../form.ts'
import type { CoreRecord, Nominee, OfficeDetails } from '../office-request.ts'
import { reject } from '../reject.ts'
import { compare, confirmationNumber, hindrance, type Hindrance, verdict } from '../rules.ts'
import { coreRecords, nomineesOf, requestOf, requestsAlike, requestSeen, type StoredRequest } from '../store.ts'
import { submit } from '../submit.ts'
import { upload } from '../upload.ts'

export const requestsOfOffices = new Hono<App>()

const back = { href: '/staff/offices', label: 'Offices' }

requestsOfOffices.get('/paper', async (c) => {
  const { actor, rows } = await page(c, {
    right: 'offices.admit',
    name: 'page.viewed',
    read: () => [versionsOf('access-agreement')],
  })
  return paperPage(c, actor, rows[0], { typed: {}, errors: {} })
})

const refusals = {
  type: 'This file is no PDF, PNG or JPEG, whatever its name says.',
  infected: 'The scanner found malware in this file. It was not kept: ask the office for another copy.',
  unavailable: 'The file can’t be checked and kept just now. Try again later; what you typed is still here.',
}

requestsOfOffices.post('/paper', async (c) => {
  const { actor, form, file } = await act(c, 'offices.admit', { upload: true })
  const { rows } = await batch(c.env.DB, [versionsOf('access-agreement')])
  const [versions] = rows
  const { zone, scanUrl } = c.var.config
  const ids = versions.map(({ id }) => id)
  const { typed, request, errors: wrong } = readRequest(form)
  const { typed: signing, signedOn, errors: unsigned } = readPaper(form, ids, dayOf(c.var.now, zone))
  const errors: PaperFormProps['errors'] = { ...wrong, ...unsigned }
  if (file === null) errors.scan = 'Choose the scan of the signed agreement.'
  if (file === 'too large') errors.scan = 'This file is larger than 10 MB. Scan it with fewer colours or dots.'
  const again = { typed: { ...typed, ...signing }, errors }
  if (!signedOn || file === null || file === 'too large' || Object.keys(errors).length > 0) {
    return paperPage(c, actor, versions, again)
  }
  // The object first, then the row: a crash between the two leaves a file that nothing points to.
  const stored = await upload(file, { bucket: c.env.DOCUMENTS, key: `agreements/${randomText()}`, scanUrl })
  if (!stored.ok) {
    const { by, ...from } = changeBy(c, actor)
    const detail = { why: stored.refusal }
    await batch(c.env.DB, [recorded({ name: 'upload.refused', account: by, detail, ...from })])
    return paperPage(c, actor, versions, { ...again, errors: { scan: refusals[stored.refusal] } })
  }
  const agreement = (await batch(c.env.DB, [publishedDocument(signing.document)])).rows[0][0]
  if (!agreement) throw new AppError({ kind: 'changed_meanwhile' })
  const paper = { ...stored.value, recordedBy: actor.account }
  const signedAt = startOfDay(signedOn, zone).getTime()
  const means = { db: c.env.DB, mail: c.env.MAIL, config: c.var.config }
  const signed = { ...agreement, blocks: blocksOf(agreement.body) }
  const id = await submit(means, request, signed, { signedAt, ip: '', paper }, changeBy(c, actor))
  return c.redirect(`/staff/office-requests/${id}`, 303)
})

requestsOfOffices.get('/:id', async (c) => {
  const { actor, rows } = await requestRead(c)
  return requestPage(c, actor, rows, {})
})

requestsOfOffices.get('/:id/agreement', async (c) => {
  const { actor, rows } = await requestRead(c)
  const { request, nominees } = rows
  const { zone } = c.var.config
  return show(
    c,
    {
      title: request.documentTitle,
      back: { href: `/staff/office-requests/${request.id}`, label: 'The request' },
      print: {
        user: `${actor.name} (${actor.email})`,
        time: time(c.var.now.getTime(), zone),
        purpose: 'the plan’s records of its agreements',
      },
    },
    <AgreementSheet request={request} nominees={nominees} blocks={blocksOf(request.documentBody)} zone={zone} />,
  )
})

const extensions = { 'application/pdf': 'pdf', 'image/png': 'png', 'image/jpeg': 'jpg' }

requestsOfOffices.get('/:id/scan', async (c) => {
  const { rows } = await requestRead(c, 'office_request.scan_opened')
  const { id, scanKey, scanType } = rows.request
  const object = scanKey && (await c.env.DOCUMENTS.get(scanKey))
  if (!object || !scanType) throw new AppError({ kind: 'not_found' })
  // Of the three kinds that were looked for, and saved rather than shown: nothing in it acts here.
  return c.body(object.body, 200, {
    'Content-Type': scanType,
    'Content-Disposition': `attachment; filename="${id}.${extensions[scanType]}"`,
  })
})

const hindrances: Record<Hindrance, { field: 'form' | 'chosen' | 'reason' | 'on'; sentence: string }> = {
  'not-found': { field: 'form', sentence: 'The core system doesn’t know this office: it can’t be accepted yet.' },
  choose: { field: 'chosen', sentence: 'Choose which office it is.' },
  terminated: { field: 'form', sentence: 'The core system reports this office as terminated.' },
  reason: { field: 'reason', sentence: 'Write why it is accepted although it doesn’t match the core system.' },
  date: { field: 'on', sentence: 'The date of access is today or later.' },
}

requestsOfOffices.post('/:id/acceptance', async (c) => {
  const { actor, form } = await act(c, 'offices.admit')
  const found = await requestNow(c)
  const { request, nominees, records } = found
  const { typed, on, errors } = readAcceptance(form)
  const chosen = records.find(({ sourceId }) => sourceId === typed.chosen)
  if (!on || Object.keys(errors).length > 0) return requestPage(c, actor, found, { accept: { typed, errors } })
  const asked = { chosen, on, reason: typed.reason, verdict: verdict(request, records), records: records.length }
  const hindered = hindrance(asked, dayOf(c.var.now, c.var.config.zone))
  if (hindered || !chosen) {
    const { field, sentence } = hindrances[hindered ?? 'choose']
    return requestPage(c, actor, found, { accept: { typed, errors: { [field]: sentence } } })
  }
  const means = { db: c.env.DB, mail: c.env.MAIL, config: c.var.config }
  const accepted = await accept(means, { request, nominees, chosen, on, reason: typed.reason }, changeBy(c, actor))
  if (!accepted.ok) return decidedBefore(c, actor, 'accepted')
  return c.redirect(`/staff/office-requests/${request.id}?done=accepted`, 303)
})

requestsOfOffices.post('/:id/rejection', async (c) => {
  const { actor, form } = await act(c, 'offices.admit')
  const found = await requestNow(c)
  const { reason, error } = readRejection(form)
  if (error) return requestPage(c, actor, found, { reject: { typed: reason, error } })
  const means = { db: c.env.DB, mail: c.env.MAIL, config: c.var.config }
  const rejected = await reject(means, found.request, reason, changeBy(c, actor))
  if (!rejected.ok) return decidedBefore(c, actor, 'rejected')
  return c.redirect(`/staff/office-requests/${found.request.id}?done=rejected`, 303)
})

/** The request was decided before this decision came: by the same click twice, or by somebody else. */
async function decidedBefore(c: Context<App>, actor: Actor, decision: 'accepted' | 'rejected') {
  const found = await requestNow(c)
  const isOwn = found.request.decision === decision && found.request.decidedByAccount === actor.account
  if (isOwn) return c.redirect(`/staff/office-requests/${found.request.id}?done=${decision}`, 303)
  return requestPage(c, actor, found, {})
}

const reading = (id: string) => [requestOf(id), nomineesOf(id), coreRecords(id), requestsAlike(id)] as const

type Read = {
  request: StoredRequest
  nominees: Nominee[]
  records: CoreRecord[]
  alike: { id: string; legalName: string; createdAt: number; decision: string | null }[]
}

/** A page about one request, its audit row written first. */
async function requestRead(c: Context<App>, name: 'page.viewed' | 'office_request.scan_opened' = 'page.viewed') {
  const id = readId('office-request', c.req.param('id') ?? '')
  const { actor, rows } = await page(c, {
    right: 'offices.admit',
    name,
    record: () => ({ id, seen: requestSeen(id) }),
    read: () => reading(id),
  })
  const [[request], nominees, records, alike] = rows
  if (!request) throw new AppError({ kind: 'not_found' })
  return { actor, rows: { request, nominees, records, alike } satisfies Read }
}

/** The request as it stands at a change. */
async function requestNow(c: Context<App>): Promise<Read> {
  const { rows } = await batch(c.env.DB, reading(readId('office-request', c.req.param('id') ?? '')))
  const [[request], nominees, records, alike] = rows
  if (!request) throw new AppError({ kind: 'not_found' })
  return { request, nominees, records, alike }
}

const doneWords = { accepted: 'The request is accepted, and the LOAs are invited', rejected: 'The request is rejected' }

type Typed = {
  accept?: { typed: TypedDecision; errors: Record<string, string> }
  reject?: { typed: string; error: string }
}

/** The page of a request; with what was typed where it was refused, and 409 where somebody else decided it meanwhile. */
function requestPage(c: Context<App>, actor: Actor, { request, nominees, records, alike }: Read, typed: Typed) {
  const { zone } = c.var.config
  const address = `/staff/office-requests/${request.id}`
  const says = verdict(request, records)
  const errors = { ...typed.accept?.errors, ...(typed.reject ? { rejection: typed.reject.error } : {}) }
  const isWrong = Object.keys(errors).length > 0
  const isLate = c.req.method === 'POST' && request.decision !== null
  const done = c.req.query('done')
  const choices = records
    .filter((core) => core.isTerminated === 0)
    .map((core) => ({ value: core.sourceId, label: `${core.name}, ${core.city ?? ''} ${core.npi ?? ''}` }))
  const acceptance = {
    action: `${address}/acceptance`,
    csrf: actor.csrf,
    choices,
    needsReason: says !== 'match',
    typed: typed.accept?.typed ?? { chosen: '', on: dayOf(c.var.now, zone), reason: '' },
    errors: typed.accept?.errors ?? {},
  }
  const rejection = {
    action: `${address}/rejection`,
    csrf: actor.csrf,
    typed: typed.reject?.typed ?? '',
    error: typed.reject?.error,
  }
  return show(
    c,
    {
      title: request.legalName,
      back,
      error: isWrong,
      status: isLate ? 409 : isWrong ? 422 : 200,
      banner: isLate
        ? { kind: 'warning', heading: 'Somebody else decided it meanwhile. Your decision was not kept', focus: true }
        : done === request.decision && request.decision !== null
          ? { kind: 'success', heading: doneWords[request.decision], focus: true }
          : undefined,
    },
    <RequestPage
      request={request}
      number={confirmationNumber(request.id)}
      nominees={nominees}
      verdict={says}
      records={records.map((core) => ({ core, fields: compare(request as OfficeDetails, core) }))}
      alike={alike}
      forms={request.decision ? null : { accept: choices.length > 0 ? acceptance : null, reject: rejection }}
      errors={errors}
      zone={zone}
    />,
  )
}

function paperPage(
  c: Context<App>,
  actor: Actor,
  versions: { id: string; version: number; publishedAt: number }[],
  props: Pick<PaperFormProps, 'typed' | 'errors'>,
) {
  const isWrong = Object.keys(props.errors).length > 0
  return show(
    c,
    { title: 'Record a request on paper', back, error: isWrong, status: isWrong ? 422 : 200 },
    <PaperForm
      csrf={actor.csrf}
      states={states}
      versions={versions.map(({ id, version, publishedAt }) => ({
        value: id,
        label: `Version ${version}, published ${day(dayOf(new Date(publishedAt), c.var.config.zone))}`,
      }))}
      {...props}
    />,
  )
}
