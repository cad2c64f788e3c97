/** Many changes in one message, and what the service tells of itself. */
import { describe, expect, it } from 'vitest'
import { Directory, GROUP, USER } from '../support/directory.ts'
import { anOffice } from '../support/people.ts'
import { aMemberOf } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()
const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest'
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
type Line = { method: string; bulkId?: string; status: string; location?: string; version?: string; response?: { scimType?: string } } // prettier-ignore

const bulk = (directory: Directory, Operations: unknown[], more = {}) =>
  directory.ask('POST', '/Bulk', { schemas: [BULK], Operations, ...more })
const user = (directory: Directory, local: string, bulkId = local) => ({
  method: 'POST', path: '/Users', bulkId, data: { schemas: [USER], userName: `${local}@${directory.domain}` },
}) // prettier-ignore

describe('Bulk', () => {
  it('makes users and a group that names them before they are made, by bulkId', async () => {
    const directory = await Directory.of({ offices: [await anOffice()] })
    const group = { method: 'POST', path: '/Groups', bulkId: 'g', data: { schemas: [GROUP], displayName: 'Desk', members: [{ value: 'bulkId:ana' }, { value: 'bulkId:ben' }] } } // prettier-ignore
    const { status, body } = await bulk(directory, [group, user(directory, 'ana'), user(directory, 'ben')])
    expect([status, body.schemas]).toEqual([200, ['urn:ietf:params:scim:api:messages:2.0:BulkResponse']])
    const lines = body.Operations as Line[]
    expect(lines.map((line) => [line.bulkId, line.status, line.version])).toEqual([['ana', '201', 'W/"1"'], ['ben', '201', 'W/"1"'], ['g', '201', 'W/"1"']]) // prettier-ignore
    const id = lines[2]!.location!.split('/').at(-1)
    expect((await directory.ask('GET', `/Groups/${id}`)).body.members).toHaveLength(2)
    // Later ones name what is there by its id, or by bulkId in the path.
    const more = await bulk(directory, [
      user(directory, 'cy'),
      { method: 'PATCH', path: '/Users/bulkId:cy', data: { schemas: [PATCH], Operations: [{ op: 'replace', path: 'title', value: 'Clerk' }] } },
      { method: 'DELETE', path: `/Groups/${id}`, version: 'W/"1"' },
    ]) // prettier-ignore
    expect((more.body.Operations as Line[]).map(({ status: said }) => said)).toEqual(['201', '200', '204'])
  })

  it('each stands by itself: one that fails leaves the others, until failOnErrors', async () => {
    const directory = await Directory.of({ offices: [await anOffice()] })
    const operations = [
      user(directory, 'ana'),
      user(directory, 'ana', 'again'),
      { method: 'POST', path: '/Users', data: {} },
      { method: 'PUT', path: '/Users', data: {} },
      { method: 'GET', path: '/Users/x' },
      { method: 'DELETE', path: '/Schemas/x' },
      'x',
      { method: 'DELETE', path: `/Users/scu_${'0'.repeat(24)}` },
      { method: 'POST', path: '/Groups', bulkId: 'circle', data: { schemas: [GROUP], displayName: 'C', members: [{ value: 'bulkId:nobody' }] } },
      user(directory, 'ben'),
    ] // prettier-ignore
    const all = await bulk(directory, operations)
    expect((all.body.Operations as Line[]).map((line) => [line.status, line.response?.scimType])).toEqual([
      ['201', undefined], ['409', 'uniqueness'], ['400', 'invalidSyntax'], ['400', 'invalidSyntax'], ['400', 'invalidSyntax'],
      ['400', 'invalidSyntax'], ['400', 'invalidSyntax'], ['404', undefined], ['400', 'invalidValue'], ['201', undefined],
    ]) // prettier-ignore
    const few = await bulk(directory, [user(directory, 'ana'), user(directory, 'ben'), user(directory, 'cy')], { failOnErrors: 2 }) // prettier-ignore
    expect((few.body.Operations as Line[]).map(({ status }) => status)).toEqual(['409', '409'])
    expect((await directory.search('Users', 'userName sw "cy"')).body.totalResults).toBe(0)
  })

  it('T23 T28 another’s ids are nobody’s here either; too many are refused whole', async () => {
    const [directory, other] = [await Directory.of({ offices: [await anOffice()] }), await Directory.of({ offices: [await anOffice()] })] // prettier-ignore
    const foreign = await other.announce('foreign')
    const { body } = await bulk(directory, [{ method: 'DELETE', path: `/Users/${foreign.id}` }])
    expect((body.Operations as Line[])[0]!.status).toBe('404')
    expect((await other.ask('GET', `/Users/${foreign.id}`)).status).toBe(200)
    const many = Array.from({ length: 31 }, (_, nth) => user(directory, `many${nth}`))
    expect((await bulk(directory, many)).status).toBe(413)
    expect((await directory.ask('GET', '/Users')).body.totalResults).toBe(0)
    expect((await directory.ask('POST', '/Bulk', { Operations: [] })).body.scimType).toBe('invalidSyntax')
  })

  it('T13 III.M.2 ends access as a single change does', async () => {
    const office = await anOffice()
    const directory = await Directory.of({ offices: [office] })
    const member = await aMemberOf(office, { email: `bulk@${directory.domain}` })
    const browser = await signedIn(member)
    const { id } = await directory.announce('bulk')
    await bulk(directory, [{ method: 'DELETE', path: `/Users/${id}` }])
    expect((await browser.get('/claims')).status).toBe(303)
  })
})

describe('what the service tells of itself', () => {
  it('its configuration, kinds and schemas, without a secret', async () => {
    const directory = await Directory.of({ offices: [await anOffice()] })
    const config = await directory.ask('GET', '/ServiceProviderConfig')
    expect(config.body).toMatchObject({
      patch: { supported: true },
      bulk: { supported: true, maxOperations: 30, maxPayloadSize: 1_048_576 },
      filter: { supported: true, maxResults: 200 },
      etag: { supported: true },
      sort: { supported: false },
      changePassword: { supported: false },
    })
    const types = await directory.ask('GET', '/ResourceTypes')
    expect(types.body.Resources.map(({ endpoint }: { endpoint: string }) => endpoint)).toEqual(['/Users', '/Groups'])
    const schemas = await directory.ask('GET', '/Schemas')
    expect(schemas.body.totalResults).toBe(3)
    expect((await directory.ask('GET', `/Schemas/${USER}`)).body.id).toBe(USER)
    expect((await directory.ask('GET', '/ResourceTypes/Group')).body.schema).toBe(GROUP)
    expect((await directory.ask('GET', '/Schemas/x')).status).toBe(404)
    const all = JSON.stringify([config.body, types.body, schemas.body])
    for (const secret of [directory.token, directory.domain, 'client secret', 'password"']) expect(all).not.toContain(secret) // prettier-ignore
  })

  it('pages of a list, and the same by .search', async () => {
    const directory = await Directory.of({ offices: [await anOffice()] })
    for (const local of ['a', 'b', 'c']) await directory.announce(local)
    const names = (body: { Resources: { userName: string }[] }) => body.Resources.map(({ userName }) => userName[0])
    const second = await directory.ask('GET', '/Users?startIndex=2&count=1')
    expect([names(second.body), second.body.totalResults, second.body.startIndex, second.body.itemsPerPage]).toEqual([['b'], 3, 2, 1]) // prettier-ignore
    const search = { schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'], filter: `userName sw "c" or userName sw "a"`, startIndex: 2, count: 5, attributes: ['userName'] } // prettier-ignore
    const found = await directory.ask('POST', '/Users/.search', search)
    expect([names(found.body), found.body.totalResults, Object.keys(found.body.Resources[0])]).toEqual([['c'], 2, ['schemas', 'id', 'userName']]) // prettier-ignore
    expect((await directory.ask('POST', '/Users/.search', { filter: 'x' })).body.scimType).toBe('invalidFilter')
    expect((await directory.ask('GET', '/Users?startIndex=9')).body).toMatchObject({ totalResults: 3, Resources: [] })
  })
})
