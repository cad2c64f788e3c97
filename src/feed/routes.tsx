/** The core system's way in: a bearer token, no session, JSON answers. */
import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { publish } from '../restricted-info/publish.ts'
import { listInForce } from '../restricted-info/store.ts'
import { batch } from '../db/client.ts'
import { sameText, sha256Of } from '../digest.ts'
import type { App } from '../http/context.ts'
import { importCodes } from '../service-codes/import-codes.ts'
import { complete } from './complete.ts'
import { importPath, LARGEST_LIST, LARGEST_PART, partPath, wholeNumber } from './form.ts'
import { judgeAgain } from './judge-again.ts'
import { importOf, partsOf } from './store.ts'
import { storePart } from './store-part.ts'

/** No detail tells a missing token from a wrong one. */
const bearer = createMiddleware<App>(async (c, next) => {
  const given = /^Bearer (.+)$/.exec(c.req.header('Authorization') ?? '')?.[1] ?? ''
  const { FEED_TOKEN = '', FEED_TOKEN_PREVIOUS = '' } = c.env as { FEED_TOKEN?: string; FEED_TOKEN_PREVIOUS?: string }
  // Without a configured token nobody comes in. Hashes are of one length, so its own isn't told either.
  const tokens = FEED_TOKEN === '' ? [] : [FEED_TOKEN, FEED_TOKEN_PREVIOUS].filter((token) => token !== '')
  const same = tokens.map((token) => sameText(sha256Of('base64url', given), sha256Of('base64url', token)))
  if (!same.includes(true)) {
    return c.json({ error: 'unauthorized' }, 401, { 'WWW-Authenticate': 'Bearer' })
  }
  return next()
})

export const feed = new Hono<App>()
  .use(bearer)
  .get('/restricted-codes', async (c) => {
    const [versions, rows] = (await batch(c.env.DB, listInForce)).rows
    return c.json({ version: versions[0]?.version ?? 0, rows: rows.length })
  })
  .post('/restricted-codes', async (c) => {
    const body = await bodyUpTo(c.req.raw, LARGEST_LIST)
    if (!body) return c.json({ error: 'too-large' }, 413)
    if (!isWhole(c.req.raw, body)) return c.json({ error: 'cut-off' }, 400)
    const source = (c.req.header('X-List-Source') ?? 'upload').slice(0, 200)
    const reason = (c.req.header('X-List-Reason') ?? 'imported').slice(0, 200)
    const text = new TextDecoder('utf-8', { fatal: false, ignoreBOM: false }).decode(body)
    const published = await publish(c.env.DB, text, { source, reason }, c.var.now)
    return published.ok ? c.json(published.value) : c.json({ error: published.refusal.sentence }, 422)
  })
  .post('/codes', async (c) => {
    const body = await bodyUpTo(c.req.raw, LARGEST_PART)
    if (!body) return c.json({ error: 'too-large' }, 413)
    if (!isWhole(c.req.raw, body)) return c.json({ error: 'cut-off' }, 400)
    const text = new TextDecoder('utf-8', { fatal: false, ignoreBOM: false }).decode(body)
    const imported = await importCodes(c.env.DB, text, c.var.now)
    return imported.ok ? c.json(imported.value) : c.json({ error: imported.refusal.sentence }, 422)
  })
  .post('/judgement', async (c) => {
    return c.json(await judgeAgain(c.env.DB, wholeNumber(c.req.query('after'), 0), c.var.now))
  })
  .get(importPath, async (c) => {
    const importId = c.req.param('import')
    const [begun, parts] = (await batch(c.env.DB, [importOf(importId), partsOf(importId)])).rows
    const completed = typeof begun[0]?.completedAt === 'number'
    return c.json({
      completed,
      parts: parts.map(({ file, part, counts }) => ({ file, part, counts: JSON.parse(counts) })),
    })
  })
  .post(`${importPath}/completion`, async (c) => {
    const completed = await complete(c.env.DB, c.req.param('import'), c.var.now)
    return completed.ok ? c.json({ counts: completed.value }) : c.json({ error: 'no-import' }, 404)
  })
  .post(partPath, async (c) => {
    const body = await bodyUpTo(c.req.raw, LARGEST_PART)
    if (!body) return c.json({ error: 'too-large' }, 413)
    if (!isWhole(c.req.raw, body)) return c.json({ error: 'cut-off' }, 400)
    const { import: importId, file, part: number } = c.req.param()
    const part = {
      importId,
      file,
      part: Number(number),
      firstLine: wholeNumber(c.req.header('X-Part-First-Line'), 1),
      isCutLine: c.req.header('X-Part-Cut-Line') === '1',
    }
    const stored = await storePart(c.env.DB, c.env.FEED_REJECTS, part, body, c.var.now, c.var.config.zone)
    return stored.ok ? c.json({ counts: stored.value }) : c.json({ error: stored.refusal }, 409)
  })

/** The body, or null when it is larger; no more than `limit` is ever held. */
async function bodyUpTo(request: Request, limit: number): Promise<Uint8Array | null> {
  if (Number(request.headers.get('Content-Length') ?? 0) > limit) return null
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body ?? []) {
    length += chunk.length
    if (length > limit) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, length)
}

/** Whether the body is what the sender meant (RFC 9530 Content-Digest); without the header it is taken as whole. */
function isWhole(request: Request, body: Uint8Array): boolean {
  const digest = /sha-256=:([^:]+):/.exec(request.headers.get('Content-Digest') ?? '')?.[1]
  return digest === undefined || digest === sha256Of('base64', body)
}
