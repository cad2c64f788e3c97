/** The texts that staff maintain (II.I): agreements and notice under one address, the training under another. */
import { type Context, Hono } from 'hono'
import { recorded, recordedIfChanged } from '../audit/statement.ts'
import { type Answer, batch, type Statement } from '../db/client.ts'
import { AppError } from '../errors.ts'
import type { Actor } from '../http/actor.ts'
import type { App } from '../http/context.ts'
import { act, page } from '../http/gate.ts'
import { acting, origin } from '../http/origin.ts'
import { show } from '../http/respond.tsx'
import { newId, readId } from '../ids.ts'
import { dayOf } from '../policy/calendar.ts'
import { day } from '../../views/format.ts'
import { DocumentPage, type DocumentPageProps } from '../../views/documents/document-page.tsx'
import { DocumentsPage } from '../../views/documents/documents-page.tsx'
import { DraftPage, type DraftPageProps } from '../../views/documents/draft-page.tsx'
import { PreviewPage } from '../../views/documents/preview-page.tsx'
import { Text } from '../../views/documents/text.tsx'
import type { DocumentKind } from './document.ts'
import { readReview, readState, readWriting } from './form.ts'
import { problems, read, reviewDueOn } from './rules.ts'
import {
  documentInForce,
  documentSeen,
  draftBegun,
  draftChanged,
  draftOf,
  draftPublished,
  type Overview,
  overviewOf,
  publishedDocument,
  reviewKept,
  reviewsOf,
  versionsOf,
} from './store.ts'
import { consequences, shelves } from './shelf.ts'

export const documents = new Hono<App>()

const doneWords = {
  published: 'The new version is published and in force',
  reviewed: 'The review is recorded',
}

documents.get('/', async (c) => {
  const { base, title, kinds } = shelfOf(c)
  const { rows } = await page(c, { right: 'documents.edit', name: 'page.viewed', read: () => [overviewOf(kinds)] })
  const texts = rows[0].map((one) => ({
    ...one,
    ...reviewOf(c, one),
    href: `${base}/${one.kind}`,
    hasDraft: one.hasDraft === 1,
  }))
  return show(c, { title }, <DocumentsPage texts={texts} />)
})

documents.get('/versions/:id', async (c) => {
  const id = readId('document', c.req.param('id'))
  const { rows } = await page(c, {
    right: 'documents.edit',
    name: 'page.viewed',
    record: () => ({ id, seen: documentSeen('public_id', id) }),
    read: () => [publishedDocument(id)],
  })
  const [found] = rows[0]
  const { base, kinds } = shelfOf(c)
  if (!found || !kinds.includes(found.kind)) throw new AppError({ kind: 'not_found' })
  const on = dayOf(new Date(found.publishedAt), c.var.config.zone)
  return show(
    c,
    { title: found.title, back: { href: `${base}/${found.kind}`, label: 'All versions' } },
    <>
      <p class="lead">
        Version {found.version}, published {day(on)}
      </p>
      <Text blocks={read(found.body)} />
    </>,
  )
})

documents.get('/:kind', async (c) => {
  const { actor, kind, rows } = await textPage(c, reading)
  const done = c.req.query('done')
  return documentPage(c, actor, kind, rows, {
    done: done === 'published' || done === 'reviewed' ? doneWords[done] : undefined,
  })
})

documents.get('/:kind/draft', async (c) => {
  const { actor, kind, rows } = await textPage(c, (one) => [documentInForce(one), draftOf(one)] as const)
  const [inForce] = rows[0]
  const [draft] = rows[1]
  const wrong = draft && problems(kind, draft.body).join(' ')
  return draftPage(c, actor, kind, {
    typed: { title: draft?.title ?? inForce?.title ?? '', body: draft?.body ?? inForce?.body ?? '' },
    from: draft?.changedAt ?? 0,
    errors: { body: wrong },
    status: 200,
  })
})

documents.get('/:kind/draft/preview', async (c) => {
  const { actor, kind, rows } = await textPage(c, (one) => [draftOf(one)] as const)
  const { base } = shelfOf(c)
  const [draft] = rows[0]
  if (!draft || problems(kind, draft.body).length > 0) return c.redirect(`${base}/${kind}/draft`, 303)
  return show(
    c,
    { title: draft.title, back: { href: `${base}/${kind}`, label: 'All versions' } },
    <PreviewPage
      csrf={actor.csrf}
      href={`${base}/${kind}`}
      version={draft.version}
      from={draft.changedAt}
      consequence={consequences[kind]}
      blocks={read(draft.body)}
    />,
  )
})

documents.post('/:kind/draft', async (c) => {
  const { actor, form } = await act(c, 'documents.edit')
  const kind = kindOf(c)
  const written = readWriting(form)
  const { typed } = written
  if ('errors' in written) {
    return draftPage(c, actor, kind, { typed, from: readState(form), errors: written.errors, status: 422 })
  }
  const { draft } = await draftNow(c, kind)
  if ((draft?.changedAt ?? 0) !== written.writing.from) return somebodyElses(c, actor, kind, typed)
  const writing = { id: draft?.id ?? newId('document'), kind, ...written.writing }
  const { at } = origin(c)
  const { changes } = await batch(c.env.DB, [
    draft ? draftChanged(writing, at, actor.account) : draftBegun(writing, at, actor.account),
    recordedIfChanged({ ...acting(c, actor), name: 'document.changed', record: writing.id, detail: { kind } }),
  ])
  if (changes[0] === 0) return somebodyElses(c, actor, kind, typed)
  return c.redirect(`${shelfOf(c).base}/${kind}/draft/preview`, 303)
})

documents.post('/:kind/publication', async (c) => {
  const { actor, form } = await act(c, 'documents.edit')
  const kind = kindOf(c)
  const { draft } = await draftNow(c, kind)
  if (!draft || draft.changedAt !== readState(form)) throw new AppError({ kind: 'changed_meanwhile' })
  const wrong = problems(kind, draft.body).join(' ')
  if (wrong) {
    const { title, body, changedAt: from } = draft
    return draftPage(c, actor, kind, { typed: { title, body }, from, errors: { body: wrong }, status: 422 })
  }
  const { at } = origin(c)
  const { changes } = await batch(c.env.DB, [
    draftPublished(draft.id, draft.changedAt, at, actor.account),
    recordedIfChanged({
      ...acting(c, actor),
      name: 'document.published',
      record: draft.id,
      clause: 'II.I',
      detail: { kind, version: draft.version },
    }),
  ])
  if (changes[0] === 0) throw new AppError({ kind: 'changed_meanwhile' })
  return c.redirect(`${shelfOf(c).base}/${kind}?done=published`, 303)
})

documents.post('/:kind/reviews', async (c) => {
  const { actor, form } = await act(c, 'documents.edit')
  const kind = kindOf(c)
  const { note, error } = readReview(form)
  const { rows } = await batch(c.env.DB, reading(kind))
  if (error) return documentPage(c, actor, kind, rows, { note: { typed: note, error } })
  const { at } = origin(c)
  await batch(c.env.DB, [
    reviewKept(kind, dayOf(c.var.now, c.var.config.zone), actor.account, note),
    recorded({
      ...acting(c, actor),
      name: 'document.reviewed',
      at,
      clause: 'II.I',
      detail: { kind, version: rows[0][0]?.version ?? null },
    }),
  ])
  return c.redirect(`${shelfOf(c).base}/${kind}?done=reviewed`, 303)
})

/** The shelf of this address; the app is mounted at those alone. */
function shelfOf(c: Context<App>) {
  const base = c.req.path.split('/').slice(0, 3).join('/')
  const shelf = shelves[base]
  if (!shelf) throw new AppError({ kind: 'not_found' })
  return { base, ...shelf }
}

/** The kind that the address names, if it is on this shelf. */
function kindOf(c: Context<App>): DocumentKind {
  const kind = shelfOf(c).kinds.find((one) => one === c.req.param('kind'))
  if (!kind) throw new AppError({ kind: 'not_found' })
  return kind
}

/** What the page of a text reads. */
const reading = (kind: DocumentKind) => [overviewOf([kind]), versionsOf(kind), reviewsOf(kind)] as const

/** A page about a text: an address that names none leaves 'record.not_found', as any other. */
async function textPage<const S extends readonly Statement[]>(
  c: Context<App>,
  asked: (kind: DocumentKind) => S,
): Promise<{ actor: Actor; kind: DocumentKind; rows: Answer<S>['rows'] }> {
  const kind = shelfOf(c).kinds.find((one) => one === c.req.param('kind'))
  const { actor, rows } = await page(c, {
    right: 'documents.edit',
    name: 'page.viewed',
    record: () => ({ id: kind ?? '', seen: documentSeen('kind', kind ?? '') }),
    // What is read for no kind is not shown.
    read: () => asked(kind ?? 'training'),
  })
  if (!kind) throw new AppError({ kind: 'not_found' })
  return { actor, kind, rows }
}

async function draftNow(c: Context<App>, kind: DocumentKind) {
  const { rows } = await batch(c.env.DB, [draftOf(kind), documentInForce(kind)])
  return { draft: rows[0][0], inForce: rows[1][0] }
}

/** 409: what was typed stays, beside what stands there now. */
async function somebodyElses(c: Context<App>, actor: Actor, kind: DocumentKind, typed: DraftPageProps['typed']) {
  const { draft, inForce } = await draftNow(c, kind)
  const other = read(draft?.body ?? inForce?.body ?? '')
  return draftPage(c, actor, kind, { typed, from: draft?.changedAt ?? 0, errors: {}, other, status: 409 })
}

/** II.I: when the text's review is due, and whether that day is past. */
function reviewOf(c: Context<App>, { publishedAt, reviewedOn }: Overview) {
  const { zone, policy } = c.var.config
  const publishedOn = dayOf(new Date(publishedAt), zone)
  const dueOn = reviewDueOn(publishedOn, reviewedOn, policy)
  return { publishedOn, dueOn, isOverdue: dayOf(c.var.now, zone) > dueOn }
}

function documentPage(
  c: Context<App>,
  actor: Actor,
  kind: DocumentKind,
  rows: Answer<ReturnType<typeof reading>>['rows'],
  more: { note?: DocumentPageProps['note']; done?: string | undefined },
) {
  const { base, title: shelf } = shelfOf(c)
  const [[text], versions, reviews] = rows
  if (!text) throw new AppError({ kind: 'not_found' })
  return show(
    c,
    {
      title: text.title,
      back: { href: base, label: shelf },
      banner: more.done ? { kind: 'success', heading: more.done } : undefined,
      error: more.note !== undefined,
      status: more.note ? 422 : 200,
    },
    <DocumentPage
      csrf={actor.csrf}
      href={`${base}/${kind}`}
      versionHref={(id) => `${base}/versions/${id}`}
      {...reviewOf(c, text)}
      hasDraft={text.hasDraft === 1}
      versions={versions.map((one) => ({ ...one, publishedOn: dayOf(new Date(one.publishedAt), c.var.config.zone) }))}
      reviews={reviews}
      note={more.note}
    />,
  )
}

function draftPage(
  c: Context<App>,
  actor: Actor,
  kind: DocumentKind,
  { status, ...props }: Pick<DraftPageProps, 'typed' | 'from' | 'errors' | 'other'> & { status: 200 | 409 | 422 },
) {
  const { base } = shelfOf(c)
  const wrong = Object.values(props.errors).some((sentence) => sentence)
  return show(
    c,
    {
      title: 'Draft of the next version',
      back: { href: `${base}/${kind}`, label: 'All versions' },
      error: wrong,
      status,
    },
    <DraftPage csrf={actor.csrf} href={`${base}/${kind}`} hasChecks={kind === 'training'} {...props} />,
  )
}
