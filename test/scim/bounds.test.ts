/** Many at once, versions, and what is too much, smuggled in or written down: T9, T21, T28, T29. */
import { describe, expect, it, vi } from 'vitest'
import { Directory, newestSeq, requestsOf, USER } from '../support/directory.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { aMemberOf, rowsOf } from '../support/requests.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error'

describe('T9 many at once', () => {
  it('T9 200 parallel announcements of one user name: one is made, the rest are told so', async () => {
    const directory = await Directory.of({ offices: [await anOffice()] })
    const userName = `once@${directory.domain}`
    const [before] = await rowsOf('SELECT coalesce(max(id), 0) AS id FROM outbox')
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, nth) =>
        directory.ask('POST', '/Users', { schemas: [USER], userName: nth % 2 ? userName : userName.toUpperCase() }),
      ),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ status, body }) => status === 409 && body.scimType === 'uniqueness')).toHaveLength(199)
    expect(await rowsOf("SELECT id FROM outbox WHERE message = 'directory-announced' AND id > ?", before!.id)).toHaveLength(1) // prettier-ignore
  })

  it('T9 members that come one by one, at the same moment, are all there', async () => {
    const directory = await Directory.of({ offices: [await anOffice()] })
    const users = await Promise.all(Array.from({ length: 12 }, (_, nth) => directory.announce(`many${nth}`)))
    const id = await directory.group('Many')
    const answers = await Promise.all(
      users.map((user) =>
        directory.patch(`/Groups/${id}`, { op: 'add', path: 'members', value: [{ value: user.id }] }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(users.map(() => 200))
    expect((await directory.ask('GET', `/Groups/${id}`)).body.members).toHaveLength(12)
  })

  it('versions: If-Match of an older one is refused, If-None-Match of this one answers nothing new', async () => {
    const directory = await Directory.of({ offices: [await anOffice()] })
    const { id } = await directory.announce('versions')
    const put = (title: string, tag: string) => directory.ask('PUT', `/Users/${id}`, { schemas: [USER], userName: `versions@${directory.domain}`, title }, { 'If-Match': tag }) // prettier-ignore
    expect((await put('a', 'W/"1"')).headers.get('ETag')).toBe('W/"2"')
    for (const tag of ['W/"1"', 'x', '"7", W/"1"']) expect((await put('b', tag)).status).toBe(412)
    expect((await put('c', 'W/"1", W/"2"')).status).toBe(200)
    expect((await put('d', '*')).status).toBe(200)
    const read = (tag: string) => directory.ask('GET', `/Users/${id}`, undefined, { 'If-None-Match': tag })
    expect([(await read('W/"4"')).status, (await read('*')).status, (await read('W/"3"')).status]).toEqual([
      304, 304, 200,
    ])
    expect((await directory.ask('DELETE', `/Users/${id}`, undefined, { 'If-Match': 'W/"3"' })).status).toBe(412)
  })
})

describe('T21 T28 T29', () => {
  it('T21 status, roles, office, account and versions smuggled into every body change nothing', async () => {
    const office = await anOffice()
    const directory = await Directory.of({ offices: [office] })
    const { account } = await aPerson({ email: `smuggler@${directory.domain}` })
    const evil = { id: 'scu_x', status: 'approved', approved: true, role: 'claims', roles: [{ value: 'claims' }], office, office_id: office, account: 1, account_id: 1, membership: 1, isLoa: true, wants_loa: 1, verified: true, entitlements: ['audit.read'], version: 9, meta: { version: 'W/"9"' }, groups: [{ value: 'x' }], provider_id: 1, request_id: 1, announced_at: 1 } // prettier-ignore
    const made = await directory.ask('POST', '/Users', {
      schemas: [USER],
      userName: `smuggler@${directory.domain}`,
      ...evil,
    })
    expect([made.status, made.body.meta.version]).toEqual([201, 'W/"1"'])
    const { id } = made.body
    await directory.ask('PUT', `/Users/${id}`, { schemas: [USER], userName: `smuggler@${directory.domain}`, ...evil })
    await directory.patch(`/Users/${id}`, { op: 'add', value: evil })
    expect(Object.keys((await directory.ask('GET', `/Users/${id}`)).body)).toEqual(['schemas', 'id', 'userName', 'active', 'meta']) // prettier-ignore
    expect(await requestsOf(`smuggler@${directory.domain}`)).toMatchObject([{ office, decision: null, loa: 0 }])
    for (const table of ['membership', 'session', 'capability']) {
      expect(await rowsOf(`SELECT 1 FROM ${table} WHERE account_id = ?`, account)).toEqual([])
    }
  })

  const bodies: [string, number, string, string][] = [
    ['over 1 MB', 413, JSON.stringify({ schemas: [USER], userName: 'a'.repeat(1024 * 1024) }), 'application/scim+json'],
    ['deep JSON', 400, '['.repeat(30_000), 'application/scim+json'],
    ['deep JSON in an attribute', 400, `{"name":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`, 'application/json'],
    ['no JSON', 400, '{', 'application/scim+json'],
    ['a list', 400, '[]', 'application/scim+json'],
    ['nothing', 400, '', 'application/scim+json'],
    ['a form', 400, 'userName=x', 'application/x-www-form-urlencoded'],
    ['10,000 attributes', 400, JSON.stringify(Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`a${n}`, n]))), 'application/json'],
    ['10,000 addresses', 400, JSON.stringify({ schemas: [USER], userName: 'x', emails: Array.from({ length: 10_000 }, () => ({ value: 'x' })) }), 'application/json'],
  ] // prettier-ignore
  it.each(bodies)('T28 %s: %i for every message', async (_name, status, body, type) => {
    const directory = await Directory.of({ offices: [await anOffice()] })
    const { id } = await directory.announce('bounded')
    const group = await directory.group('Bounded')
    for (const [method, path] of [['POST', '/Users'], ['PUT', `/Users/${id}`], ['PATCH', `/Users/${id}`], ['POST', '/Groups'], ['PUT', `/Groups/${group}`], ['PATCH', `/Groups/${group}`], ['POST', '/Bulk']] as const) {
      const answer = await directory.ask(method, path, body, { 'Content-Type': type })
      expect([path, answer.status, answer.body.schemas]).toEqual([path, status, [ERROR]])
    } // prettier-ignore
  })

  it('T28 strange searches: never a 5xx', async () => {
    const directory = await Directory.of({ offices: [await anOffice()] })
    for (const value of [
      '%00',
      '%ff',
      '%',
      "'",
      '"',
      '[]',
      '-1',
      '1e999',
      '9'.repeat(400),
      'a'.repeat(9000),
      '(',
      'a[',
    ]) {
      for (const name of ['filter', 'startIndex', 'count', 'attributes', 'excludedAttributes', 'sortBy']) {
        expect([name, (await directory.ask('GET', `/Users?${name}=${value}`)).status < 500]).toEqual([name, true])
      }
    }
    expect((await directory.ask('GET', '/Users?count=0')).body).toMatchObject({ totalResults: 0, itemsPerPage: 0 })
    expect((await directory.ask('GET', '/Nothing')).status).toBe(404)
  })

  it('T29 no name, address or token of anybody stands in the log or in the audit', async () => {
    const lines: string[] = []
    for (const level of ['log', 'error', 'warn', 'info'] as const) vi.spyOn(console, level).mockImplementation((...words) => void lines.push(words.join(' '))) // prettier-ignore
    const office = await anOffice()
    const directory = await Directory.of({ offices: [office] })
    const member = await aMemberOf(office, { email: `canaryname@${directory.domain}` })
    const seq = await newestSeq()
    const { id } = await directory.announce('canaryname', {
      name: { givenName: 'Canaryname' },
      externalId: 'canaryname',
    })
    await directory.search('Users', 'userName eq "canaryname"')
    await directory.ask('GET', '/Users/canaryname')
    await directory.patch(`/Users/${id}`, { op: 'replace', path: 'userName', value: 'canaryname2' })
    await directory.patch(`/Users/${id}`, { op: 'replace', path: 'canaryname', value: 'canaryname' })
    await directory.ask('PATCH', `/Users/${id}`, '{"canaryname')
    await directory.patch(`/Users/${id}`, { op: 'replace', path: 'active', value: false })
    vi.restoreAllMocks()
    expect(lines.join('\n').toLowerCase()).not.toContain('canaryname')
    const rows = await rowsOf('SELECT * FROM audit WHERE seq > ?', seq)
    expect(JSON.stringify(rows).toLowerCase()).not.toMatch(/canaryname|token-of-directory/)
    // III.L.3: who was changed, by the directory, and what was refused with its clause.
    expect(rows.filter(({ event }) => event === 'directory.changed')).toMatchObject([
      { account_id: null, subject_id: member.account, office_id: office, record: id },
      { account_id: null, subject_id: member.account, office_id: office, record: id, detail: JSON.stringify({ provider: directory.id, method: 'PATCH', what: 'ended' }) },
    ]) // prettier-ignore
    expect(rows.filter(({ event }) => event === 'directory.refused').map(({ clause }) => clause)).toEqual([
      'III.C.2',
      null,
    ])
  })
})
