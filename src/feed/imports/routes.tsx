/** For staff: imports and what came of them, sending files, and fetching from the core system's server (section 12). */
import { type Context, Hono } from 'hono'
import { type Answer, batch, type Statement } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import type { App } from '../../http/context.ts'
import { addressOf, criteriaOf } from '../../http/criteria.ts'
import { act, page } from '../../http/gate.ts'
import { acting } from '../../http/origin.ts'
import { show } from '../../http/respond.tsx'
import { sessionKey } from '../../http/session.ts'
import { FeedPage } from '../../../views/feed/feed-page.tsx'
import { ImportPage } from '../../../views/feed/import-page.tsx'
import { count } from '../../../views/format.ts'
import type { BannerProps } from '../../../views/parts/banner.tsx'
import { feedState } from '../alarms/store.ts'
import { isQuiet } from '../alarms/rules.ts'
import { complete } from '../complete.ts'
import { requestPull } from '../pull/request-pull.ts'
import { lastPull } from '../pull/store.ts'
import { countsOf, partsOf } from '../store.ts'
import { storePart } from '../store-part.ts'
import { readImport, readImportPlace, readLinePlace, readPartForm } from './form.ts'
import { importFor, importSeen, listedImports, PAGE_SIZE, rejectionsOf, uploadSeen } from './store.ts'
import { uploadFile } from './upload-file.ts'

export const feedImports = new Hono<App>()

const BASE = '/staff/feed'
const RIGHT = 'feed.run'
const scripts = ['/feed-upload.js']

const doneWords = new Map([
  ['pull', 'The records are being fetched'],
  ['running', 'An export is being fetched already'],
])

feedImports.get('/', (c) => feedPage(c))

async function feedPage(c: Context<App>, error?: string) {
  const key = await sessionKey(c)
  const after = readImportPlace(await criteriaOf(c, BASE, key))
  const { actor, rows } = await page(c, {
    right: RIGHT,
    name: 'page.viewed',
    read: () => [listedImports(after), feedState, lastPull],
  })
  const [found, [state], [pull]] = rows
  const imports = found.slice(0, PAGE_SIZE)
  const last = found.length > PAGE_SIZE ? imports.at(-1) : undefined
  const place = last && { startedAt: last.startedAt, id: last.id }
  const done = doneWords.get(c.req.query('done') ?? '')
  const { feed, zone } = c.var.config
  return show(
    c,
    {
      title: 'Feed',
      scripts,
      error: error !== undefined,
      status: error === undefined ? 200 : 422,
      banner: done ? { kind: 'success', heading: done, focus: true } : undefined,
    },
    <FeedPage
      csrf={actor.csrf}
      zone={zone}
      imports={imports}
      isQuiet={isQuiet(state?.lastAt ?? null, feed.quietHours, c.var.now.getTime())}
      quietHours={feed.quietHours}
      shrunkImport={state?.shrunkImport ?? null}
      pull={pull ?? null}
      mayPull={feed.bulk !== null}
      start={after ? BASE : undefined}
      older={place && (await addressOf(c, BASE, place, key))}
      error={error}
    />,
  )
}

const sentences = {
  missing: 'Choose the file to send. One that is empty brings nothing.',
  empty: 'The file is empty.',
  damaged: 'The packed file is damaged. What came before the damage is stored; send the whole file again.',
  'too-large': 'The file is too large to be sent in one piece. With scripts switched on it is sent in parts.',
}

feedImports.post('/', async (c) => {
  const { actor, form, file } = await act(c, RIGHT, { upload: true })
  if (!file) return feedPage(c, sentences.missing)
  if (file === 'too large') return feedPage(c, sentences['too-large'])
  const { zone, feed } = c.var.config
  const means = { env: c.env, now: c.var.now, zone, shrinksBy: feed.shrinksBy }
  const isWhole = form.get('whole') === 'on'
  const bytes = file as Uint8Array<ArrayBuffer>
  const uploaded = await uploadFile(means, bytes, { account: actor.account, isWhole })
  return uploaded.ok
    ? c.redirect(`${BASE}/${uploaded.value}?done=stored`, 303)
    : feedPage(c, sentences[uploaded.refusal])
})

feedImports.post('/pull', async (c) => {
  const { actor } = await act(c, RIGHT)
  const { bulk } = c.var.config.feed
  if (!bulk) throw new AppError({ kind: 'not_found' })
  const isBegun = await requestPull(c.env, bulk, { by: actor.account, from: acting(c, actor) }, c.var.now)
  await c.env.JOBS.send({ jobs: ['feed.pull'] })
  return c.redirect(`${BASE}?done=${isBegun ? 'pull' : 'running'}`, 303)
})

// What the page's script sends and asks: answers in JSON.
feedImports.post('/parts', async (c) => {
  const { actor, form, file } = await act(c, RIGHT, { upload: true })
  const part = readPartForm(form)
  if (!part || !file || file === 'too large') return c.json({ error: 'wrong-part' }, 422)
  const coming = { door: 'upload', by: actor.account, isWhole: part.isWhole } as const
  const { zone } = c.var.config
  const stored = await storePart(c.env.DB, c.env.FEED_REJECTS, { ...part, coming }, file, c.var.now, zone)
  return stored.ok ? c.json({ counts: stored.value }) : c.json({ error: stored.refusal }, 409)
})

feedImports.get('/:import/parts', async (c) => {
  const { id, rows } = await readOne(c, (importId) => [importFor(importId), partsOf(importId)] as const)
  const [[one], parts] = rows
  if (!one) throw new AppError({ kind: 'not_found' })
  return c.json({
    importId: id,
    completed: one.completedAt !== null,
    parts: parts.map(({ file, part }) => [file, part]),
  })
})

feedImports.post('/:import/completion', async (c) => {
  const { actor } = await act(c, RIGHT)
  const id = readImport(c.req.param('import'))
  // What another door brings ends there: a fetch that is under way would be cut off.
  const [seen] = (await batch(c.env.DB, [uploadSeen(id)])).rows[0]
  const completed = seen && (await complete(c.env.DB, id, c.var.now, c.var.config.feed.shrinksBy, actor.account))
  if (!completed?.ok) throw new AppError({ kind: 'not_found' })
  return c.redirect(`${BASE}/${id}?done=stored`, 303)
})

feedImports.get('/:import', async (c) => {
  const key = await sessionKey(c)
  const path = `${BASE}/${readImport(c.req.param('import'))}`
  const after = readLinePlace(await criteriaOf(c, path, key))
  const { rows } = await readOne(c, (id) => [importFor(id), countsOf(id), rejectionsOf(id, after)] as const)
  const [[one], counts, rejected] = rows
  if (!one) throw new AppError({ kind: 'not_found' })
  const lines = rejected.slice(0, PAGE_SIZE)
  const last = rejected.length > PAGE_SIZE ? lines.at(-1) : undefined
  const done = c.req.query('done') === 'stored'
  return show(
    c,
    {
      title: 'Import',
      back: { href: BASE, label: 'Feed' },
      banner: done ? bannerOf(one) : undefined,
    },
    <ImportPage
      zone={c.var.config.zone}
      one={one}
      counts={counts}
      shrunk={JSON.parse(one.shrunk ?? '[]') as [string, number, number][]}
      lines={lines}
      start={after ? path : undefined}
      more={last && (await addressOf(c, path, { file: last.file, line: last.line }, key))}
    />,
  )
})

/** What is told to whoever sent it. */
function bannerOf({ rejected }: { rejected: number }): BannerProps {
  return rejected === 0
    ? { kind: 'success', heading: 'The file is stored', focus: true }
    : { kind: 'warning', heading: `The file is stored, but ${count(rejected, 'line')} could not be used`, focus: true }
}

/** What is read of one import, its page's row written. */
async function readOne<const S extends readonly Statement[]>(
  c: Context<App, '/:import' | '/:import/parts'>,
  read: (id: string) => S,
): Promise<{ id: string; rows: Answer<S>['rows'] }> {
  const id = readImport(c.req.param('import'))
  const shown = await page(c, {
    right: RIGHT,
    name: 'page.viewed',
    record: () => ({ id, seen: importSeen(id) }),
    read: () => read(id),
  })
  return { id, ...shown }
}
