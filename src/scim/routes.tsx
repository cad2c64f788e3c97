/** SCIM 2.0 for the directories of identity providers: a bearer token, no session, JSON answers (RFC 7644). */
import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Provider } from '../federation/provider.ts'
import type { App } from '../http/context.ts'
import { origin } from '../http/origin.ts'
import { readId } from '../ids.ts'
import type { Json, JsonObject } from '../json.ts'
import { done, refused, type Result } from '../result.ts'
import { receiveBulk } from './bulk/receive-bulk.ts'
import { MOST_OPERATIONS, readBulk } from './bulk/rules.ts'
import { resourceTypes, schemas, serviceConfig } from './discovery.ts'
import { findAll, findOne } from './find-resources.ts'
import { openDirectory } from './open-directory.ts'
import { receive } from './receive.ts'
import { readBody, readVersions, tagOf } from './resource/rules.ts'
import { MESSAGES } from './schemas.ts'
import {
  type Answer,
  type Asked,
  baseOf,
  type Fault,
  type Means,
  notThere,
  type ResourceName,
  resourceNames,
} from './scim.ts'
import { MOST_A_PAGE, readSearch, readSearchBody, type Search } from './search/rules.ts'

/** The largest body of any message. */
const LARGEST = 1024 * 1024

/** The provider whose directory speaks, for as long as its request lasts. */
const speaking = new WeakMap<Context, Provider>()

/** No detail tells a missing token from a wrong one, nor either from a provider that isn't there. */
const bearer = createMiddleware<App>(async (c, next) => {
  const token = /^Bearer (.+)$/i.exec(c.req.header('Authorization') ?? '')?.[1] ?? ''
  const { config, now } = c.var
  const opened = await openDirectory({ env: c.env, config, now, from: fromOf(c) }, c.req.param('provider') ?? '', token)
  if (opened.ok) {
    speaking.set(c, opened.value)
    return next()
  }
  const { retryAfterSeconds } = opened.refusal
  if (retryAfterSeconds !== null) {
    return say(c, 429, wrong(429, 'Too many wrong tokens.'), { 'Retry-After': String(retryAfterSeconds) })
  }
  return say(c, 401, wrong(401, 'This address wants the token of its directory.'), { 'WWW-Authenticate': 'Bearer' })
})

/** Mounted below the provider's id: `/scim/v2/:provider`. */
export const scim = new Hono<App>().use(bearer)

scim.get('/ServiceProviderConfig', (c) =>
  say(c, 200, serviceConfig(base(c), { operations: MOST_OPERATIONS, bytes: LARGEST, results: MOST_A_PAGE })),
)
scim.get('/ResourceTypes', (c) => say(c, 200, listOf(resourceTypes(base(c)))))
scim.get('/ResourceTypes/:id', (c) => oneOf(c, resourceTypes(base(c)), c.req.param('id')))
scim.get('/Schemas', (c) => say(c, 200, listOf(schemas(base(c)))))
scim.get('/Schemas/:id', (c) => oneOf(c, schemas(base(c)), c.req.param('id')))

for (const name of resourceNames) {
  scim.get(`/${name}`, (c) => search(c, name, readSearch(parameters(c))))
  scim.post(`/${name}/.search`, async (c) => {
    const body = await bodyOf(c)
    return search(c, name, body.ok ? readSearchBody(body.value) : body)
  })
  scim.post(`/${name}`, (c) => change(c, name, 'POST', null))
  scim.get(`/${name}/:id`, (c) => byId(c, name, c.req.param('id')))
  scim.put(`/${name}/:id`, (c) => change(c, name, 'PUT', c.req.param('id')))
  scim.patch(`/${name}/:id`, (c) => change(c, name, 'PATCH', c.req.param('id')))
  scim.delete(`/${name}/:id`, (c) => change(c, name, 'DELETE', c.req.param('id')))
}

scim.post('/Bulk', async (c) => {
  const body = await bodyOf(c)
  const bulk = body.ok ? readBulk(body.value) : body
  if (!bulk.ok) return refuse(c, bulk.refusal)
  const answers = await receiveBulk(meansOf(c), bulk.value)
  return say(c, 200, {
    schemas: [`${MESSAGES}BulkResponse`],
    Operations: answers.map(({ operation, location, outcome }) => ({
      method: operation.method,
      ...(operation.bulkId === null ? {} : { bulkId: operation.bulkId }),
      ...(location === null ? {} : { location }),
      ...(outcome.ok ? versionOf(outcome.value) : { response: faultShown(outcome.refusal) }),
      status: String(outcome.ok ? outcome.value.status : outcome.refusal.status),
    })),
  })
})

scim.all('*', (c) => refuse(c, notThere))

async function search(c: Context<App>, name: ResourceName, asked: Result<Search, Fault>): Promise<Response> {
  const found = asked.ok ? await findAll(meansOf(c), name, asked.value) : asked
  return found.ok ? say(c, 200, found.value) : refuse(c, found.refusal)
}

async function byId(c: Context<App>, name: ResourceName, id: string): Promise<Response> {
  const cut = readSearch(parameters(c))
  if (!cut.ok) return refuse(c, cut.refusal)
  const found = await findOne(meansOf(c), name, idOf(name, id), cut.value)
  if (!found.ok) return refuse(c, found.refusal)
  const { resource, version } = found.value
  const has = c.req.header('If-None-Match')
  const isSame = has !== undefined && (readVersions(has)?.includes(version) ?? true)
  if (isSame) return c.body(null, 304, { ETag: tagOf(version) })
  return say(c, 200, resource, { ETag: tagOf(version) })
}

async function change(
  c: Context<App>,
  name: ResourceName,
  method: Asked['method'],
  id: string | null,
): Promise<Response> {
  const body = method === 'DELETE' ? done<JsonObject>({}) : await bodyOf(c)
  if (!body.ok) return refuse(c, body.refusal)
  const ifMatch = method === 'POST' ? null : readVersions(c.req.header('If-Match'))
  const asked = { method, id: id === null ? null : idOf(name, id), body: body.value, ifMatch }
  const outcome = await receive(meansOf(c), name, asked)
  if (!outcome.ok) return refuse(c, outcome.refusal)
  const { status, resource } = outcome.value
  if (resource === null) return c.body(null, 204)
  const { location = '', version = '' } = resource.meta as Record<string, string>
  return say(c, status, resource, { Location: location, ETag: version })
}

/** What stands in the address; a filter may name somebody, as RFC 7644 has it: `.search` takes the same in a body, and no address is logged. */
function parameters(c: Context<App>): (name: string) => Json | undefined {
  const given = new URL(c.req.url).searchParams
  return (name) => given.get(name) ?? undefined
}

function idOf(name: ResourceName, id: string): string {
  return readId(name === 'Users' ? 'scim-user' : 'scim-group', id)
}

/** The body, bounded while it is read (T28). */
async function bodyOf(c: Context<App>): Promise<Result<JsonObject, Fault>> {
  const type = (c.req.header('Content-Type') ?? '').split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/scim+json' && type !== 'application/json') {
    return refused({ status: 400, scimType: 'invalidSyntax', detail: 'The body is application/scim+json.' })
  }
  const large = refused<Fault>({ status: 413, detail: 'The message is too large.' })
  if (Number(c.req.header('Content-Length') ?? 0) > LARGEST) return large
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of c.req.raw.body ?? []) {
    length += chunk.length
    if (length > LARGEST) return large
    chunks.push(chunk)
  }
  return readBody(new TextDecoder().decode(Buffer.concat(chunks, length)))
}

function fromOf(c: Context<App>): Means['from'] {
  const { ip, request, device } = origin(c)
  return { ip, request, device }
}

function meansOf(c: Context<App>): Means {
  return { env: c.env, config: c.var.config, now: c.var.now, provider: providerOf(c), from: fromOf(c) }
}

function providerOf(c: Context<App>): Provider {
  const provider = speaking.get(c)
  if (!provider) throw new Error('no directory speaks')
  return provider
}

function base(c: Context<App>): string {
  return baseOf(c.var.config.origin, providerOf(c))
}

function listOf(resources: JsonObject[]): JsonObject {
  return {
    schemas: [`${MESSAGES}ListResponse`],
    totalResults: resources.length,
    startIndex: 1,
    itemsPerPage: resources.length,
    Resources: resources,
  }
}

function oneOf(c: Context<App>, resources: JsonObject[], id: string): Response {
  const found = resources.find((one) => one.id === id)
  return found ? say(c, 200, found) : refuse(c, notThere)
}

function versionOf({ resource }: Answer): { version?: string } {
  return resource ? { version: String((resource.meta as Record<string, string>).version) } : {}
}

function refuse(c: Context<App>, fault: Fault): Response {
  return say(c, fault.status, faultShown(fault))
}

function faultShown({ status, scimType, detail }: Fault): JsonObject {
  return wrong(status, detail, scimType)
}

function wrong(status: number, detail: string, scimType?: string): JsonObject {
  return { schemas: [`${MESSAGES}Error`], status: String(status), ...(scimType ? { scimType } : {}), detail }
}

function say(
  c: Context<App>,
  status: 200 | 201 | 400 | 401 | 404 | 409 | 412 | 413 | 429,
  body: JsonObject,
  headers: Record<string, string> = {},
): Response {
  return c.body(JSON.stringify(body), status, {
    'Content-Type': 'application/scim+json',
    'Cache-Control': 'no-store',
    ...headers,
  })
}
