/**
 * A FHIR server that speaks the Bulk Data protocol, on a socket of its own in Node: with tokens, waits, and every fault on
 * order. Tests in workerd reach it as https://bulk.test; what it is to do they POST to https://bulk.test/control.
 */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the server has, and how it misbehaves; each fault counts down to 0. */
export type BulkPlan = {
  /** Files by type; `deleted` holds Bundles. */
  files: Record<string, string>
  transactionTime: string
  publicKey?: JsonWebKey & { kid: string }
  /** Answers 202 to so many looks before the manifest. */
  waits: number
  /** Answers to the next kick-offs, looks or files, before the right one. */
  statuses: { kickOff: number[]; look: number[]; file: number[] }
  /** Tokens are good for so many requests. */
  tokenUses: number
  /** Files break off after so many bytes: with the connection closed, or said to be whole. */
  breaksAfter: { bytes: number; times: number; how: 'closed' | 'unsaid' } | null
  hasRanges: boolean
  /** What its files are told apart by: a tag, a weak one, the instant of their change, or nothing. */
  names: 'tag' | 'weak' | 'date' | null
  /** Sends the part that is asked for, whichever file it was asked of. */
  ignoresIfRange: boolean
  /** After so many answers of the file of that type the next of these stands in its place. */
  becomes: { type: string; after: number; text: string }[]
  counts: boolean
  /** Where its files are said to be, and as what they are answered. */
  filesAt: string
  fileType: string
  /** Wants no token. */
  isOpen: boolean
}

/** What was asked of it, in order: method, path, and what matters of its headers. */
export type BulkLog = { asked: string[]; assertions: string[]; tokens: number }

const usual: BulkPlan = {
  files: {},
  transactionTime: '2026-01-02T00:00:00Z',
  waits: 1,
  statuses: { kickOff: [], look: [], file: [] },
  tokenUses: 1000,
  breaksAfter: null,
  hasRanges: true,
  names: null,
  ignoresIfRange: false,
  becomes: [],
  counts: true,
  filesAt: 'https://bulk.test',
  fileType: 'application/fhir+ndjson',
  isOpen: false,
}

const ORIGIN = 'https://bulk.test'

class BulkServer {
  private plan: BulkPlan = structuredClone(usual)
  private log: BulkLog = { asked: [], assertions: [], tokens: 0 }
  private uses = 0
  private looks = 0

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', ORIGIN)
    const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
      response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body))
    if (url.pathname === '/control') return this.control(request, json)
    const { range, prefer = '', authorization } = request.headers
    const ifRange = request.headers['if-range']
    this.log.asked.push(
      `${request.method} ${url.pathname}${url.searchParams.has('_since') ? '?_since' : ''}${range ? ` ${range}` : ''}${ifRange ? ` if ${String(ifRange)}` : ''}`,
    )
    if (url.pathname.endsWith('/smart-configuration')) return void json(200, { token_endpoint: `${ORIGIN}/token` })
    if (url.pathname === '/token') return this.token(request, json)
    const isKnown = authorization === `Bearer token-${this.log.tokens}` && (this.uses += 1) <= this.plan.tokenUses
    if (!isKnown && !this.plan.isOpen) return void json(401, {})
    if (url.pathname.endsWith('/$export')) {
      const status = this.plan.statuses.kickOff.shift()
      if (status) return void json(status, {}, { 'Retry-After': '7' })
      this.looks = 0
      if (prefer !== 'respond-async') return void json(400, {})
      return void response.writeHead(202, { 'Content-Location': `${ORIGIN}/status/1` }).end()
    }
    if (request.method === 'DELETE') return void response.writeHead(202).end()
    if (url.pathname === '/status/1') return this.look(json, response)
    return this.file(url.pathname.split('/').at(-1) ?? '', { range, ifRange: ifRange && String(ifRange) }, response)
  }

  private async control(request: IncomingMessage, json: (status: number, body: unknown) => unknown): Promise<void> {
    const body = await bodyOf(request)
    if (body !== '') {
      const { reset, ...plan } = JSON.parse(body) as Partial<BulkPlan> & { reset?: boolean }
      if (reset) this.log = { asked: [], assertions: [], tokens: 0 }
      this.plan = { ...structuredClone(reset ? usual : this.plan), ...plan }
    }
    json(200, this.log)
  }

  private async token(request: IncomingMessage, json: (status: number, body: unknown) => unknown): Promise<void> {
    const form = new URLSearchParams(await bodyOf(request))
    this.log.assertions.push(form.get('client_assertion') ?? '')
    this.log.tokens += 1
    this.uses = 0
    json(200, {
      access_token: `token-${this.log.tokens}`,
      token_type: 'bearer',
      expires_in: 300,
      scope: form.get('scope'),
    })
  }

  private look(
    json: (status: number, body: unknown, headers?: Record<string, string>) => unknown,
    response: ServerResponse,
  ) {
    const status = this.plan.statuses.look.shift()
    if (status) return void json(status, {}, { 'Retry-After': '9' })
    this.looks += 1
    if (this.looks <= this.plan.waits) {
      return void response.writeHead(202, { 'X-Progress': 'half', 'Retry-After': '5' }).end()
    }
    const entry = (type: string) => ({
      type: type === 'deleted' ? 'Bundle' : type,
      url: `${this.plan.filesAt}/files/${type}`,
      ...(this.plan.counts && { count: this.plan.files[type]!.split('\n').filter((line) => line !== '').length }),
    })
    const types = Object.keys(this.plan.files)
    json(200, {
      transactionTime: this.plan.transactionTime,
      request: `${ORIGIN}/fhir/$export`,
      requiresAccessToken: true,
      output: types.filter((type) => type !== 'deleted').map(entry),
      deleted: types.filter((type) => type === 'deleted').map(entry),
      error: [],
    })
  }

  private file(
    type: string,
    { range, ifRange }: { range: string | undefined; ifRange: string | undefined },
    response: ServerResponse,
  ): void {
    const [next] = this.plan.becomes
    if (next?.type === type && (next.after -= 1) < 0) {
      this.plan.files[type] = next.text
      this.plan.becomes.shift()
    }
    const status = this.plan.statuses.file.shift()
    const text = this.plan.files[type]
    if (status || text === undefined) return void response.writeHead(status ?? 404).end()
    const bytes = Buffer.from(text)
    const names = namesOf(bytes, this.plan.names)
    const isSame = ifRange === undefined || this.plan.ignoresIfRange || Object.values(names).includes(ifRange)
    const from = this.plan.hasRanges && isSame ? Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0) : 0
    if (from >= bytes.length && from > 0) {
      return void response.writeHead(416, { 'Content-Range': `bytes */${bytes.length}` }).end()
    }
    const rest = bytes.subarray(from)
    const headers = {
      'Content-Type': this.plan.fileType,
      ...names,
      ...(from > 0 && { 'Content-Range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
    }
    const faults = this.plan.breaksAfter
    if (!faults || faults.times === 0 || rest.length <= faults.bytes) {
      return void response.writeHead(from > 0 ? 206 : 200, { ...headers, 'Content-Length': rest.length }).end(rest)
    }
    faults.times -= 1
    const sent = rest.subarray(0, faults.bytes)
    if (faults.how === 'unsaid') return void response.writeHead(from > 0 ? 206 : 200, headers).end(sent)
    response.writeHead(from > 0 ? 206 : 200, { ...headers, 'Content-Length': rest.length })
    response.write(sent, () => setTimeout(() => response.destroy(), 5))
  }
}

/** The header that tells this file from what it was or becomes. */
function namesOf(bytes: Buffer, names: BulkPlan['names']): Record<string, string> {
  if (names === null) return {}
  const hash = createHash('sha256').update(bytes).digest()
  if (names === 'date') return { 'Last-Modified': new Date(hash.readUInt32BE() * 100).toUTCString() }
  return { ETag: `${names === 'weak' ? 'W/' : ''}"${hash.toString('base64url')}"` }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

let listening: Promise<Server> | null = null

/** Passes a request of a test in workerd on to the server, which begins to listen with the first. */
export async function askBulkServer(request: Request): Promise<Response> {
  listening ??= new Promise((resolve) => {
    const bulk = new BulkServer()
    const server = createServer((asked, response) => void bulk.answer(asked, response))
    server.listen(0, '127.0.0.1', () => resolve(server))
    server.unref()
  })
  const { port } = (await listening).address() as AddressInfo
  const { pathname, search } = new URL(request.url)
  const headers = [...request.headers].filter(([name]) => !/^(host|connection|content-length|cf-|mf-)/.test(name))
  return fetch(`http://127.0.0.1:${port}${pathname}${search}`, {
    method: request.method,
    headers,
    redirect: 'manual',
    ...(request.method === 'POST' && { body: await request.text() }),
  })
}
