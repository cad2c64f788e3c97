/** What a directory can't do: T20, T23. */
import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { Browser } from '../support/browser.ts'
import { Directory, GROUP, newestSeq, saidSince, USER } from '../support/directory.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { rowsOf } from '../support/requests.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error'

const knock = (path: string, authorization: string | null, ip: string) =>
  new Browser(ip).fetch(path, { headers: authorization === null ? {} : { Authorization: authorization } })

describe('the token', () => {
  it('T20 every prefix and extension, another provider’s, one switched off, one that isn’t there: 401, all alike', async () => {
    const [directory, other] = [
      await Directory.of({ offices: [await anOffice()] }),
      await Directory.of({ offices: [await anOffice()] }),
    ]
    const { token } = directory
    const off = await Directory.of({ offices: [await anOffice()], isOff: true })
    const none = await Directory.of({ offices: [await anOffice()] })
    await rowsOf('UPDATE identity_provider SET scim_token_hash = NULL WHERE id = ?', none.row)
    const path = (id: string) => `/scim/v2/${id}/Users`
    const wrong: [string, string | null][] = [
      [path(directory.id), null],
      [path(directory.id), 'Bearer'],
      [path(directory.id), 'Bearer '],
      [path(directory.id), `Basic ${btoa(token)}`],
      [path(directory.id), token],
      ...Array.from({ length: token.length }, (_, at): [string, string] => [path(directory.id), `Bearer ${token.slice(0, at)}`]),
      [path(directory.id), `Bearer ${token}x`],
      [path(directory.id), `Bearer ${token} x`],
      [path(directory.id), `Bearer ${token.toUpperCase()}`],
      [path(directory.id), `Bearer ${other.token}`],
      [path(off.id), `Bearer ${off.token}`],
      [path(none.id), `Bearer ${none.token}`],
      [path(none.id), 'Bearer null'],
      [path(`idp_${'0'.repeat(24)}`), `Bearer ${token}`],
      [path('x'), `Bearer ${token}`],
      [path("x'--"), `Bearer ${token}`],
    ] // prettier-ignore
    const answers = []
    for (const [at, [to, authorization]] of wrong.entries()) {
      // Some at a time from each address: they are counted by it.
      const answer = await knock(to, authorization, `203.0.113.${100 + Math.floor(at / 5)}`)
      answers.push([answer.status, answer.headers.get('WWW-Authenticate'), await answer.text()])
    }
    expect(answers[0]).toEqual([401, 'Bearer', JSON.stringify({ schemas: [ERROR], status: '401', detail: 'This address wants the token of its directory.' })]) // prettier-ignore
    for (const [at, answer] of answers.entries()) expect([wrong[at], answer]).toEqual([wrong[at], answers[0]])
    expect((await directory.ask('GET', '/Users')).status).toBe(200)
    expect((await directory.ask('GET', '/Users', undefined, { Authorization: `bearer ${token}` })).status).toBe(200)
  })

  it('T20 where the plan has switched providers off no token opens anything', async () => {
    const directory = await Directory.of({ offices: [await anOffice()] })
    const browser = new Browser('203.0.113.60')
    browser.bindings = { ...env, POLICY_OVERRIDES: '{}', POLICY_DEVIATIONS: '{}' } as unknown as Env
    const headers = { Authorization: `Bearer ${directory.token}` }
    expect((await browser.fetch(`/scim/v2/${directory.id}/Users`, { headers })).status).toBe(401)
  })

  it('T5 wrong ones are counted by their address: then 429, but never for the right one', async () => {
    const directory = await Directory.of({ offices: [await anOffice()] })
    vi.spyOn(env.SIGN_IN_BRAKE, 'limit').mockResolvedValue({ success: true })
    const statuses = []
    for (let nth = 0; nth < 62; nth += 1) {
      statuses.push((await knock(`/scim/v2/${directory.id}/Users`, 'Bearer wrong', '203.0.113.61')).status)
    }
    vi.restoreAllMocks()
    expect([statuses.slice(0, 60).every((status) => status === 401), statuses.slice(60)]).toEqual([true, [429, 429]])
    directory.ip = '203.0.113.61'
    expect((await directory.ask('GET', '/Users')).status).toBe(200)
    // Nor are the people behind it kept from signing in.
    const person = await aPerson({ email: 'behind@office.example', offices: [await anOffice()] })
    expect((await new Browser('203.0.113.61').password(person.email)).status).toBe(303)
  })
})

describe('T23 what belongs to others', () => {
  it('T23 ids of another provider, of other kinds and of nothing are answered alike, in every method', async () => {
    const [directory, other] = [
      await Directory.of({ offices: [await anOffice()] }),
      await Directory.of({ offices: [await anOffice()] }),
    ]
    const foreign = await other.announce('stranger')
    const group = await other.group('Strangers', foreign.id)
    const own = await directory.announce('own')
    const seq = await newestSeq()
    for (const [kind, ids] of [['Users', [`scu_${'0'.repeat(24)}`, foreign.id, group, 'x', "'--"]], ['Groups', [`scg_${'0'.repeat(24)}`, group, own.id, 'x']]] as const) {
      for (const id of ids.map(encodeURIComponent)) {
        const patch = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [{ op: 'replace', path: 'active', value: false }] }
        const whole = kind === 'Users' ? { schemas: [USER], userName: own.email } : { schemas: [GROUP], displayName: 'x' }
        const answers = [
          await directory.ask('GET', `/${kind}/${id}`),
          await directory.ask('PUT', `/${kind}/${id}`, whole),
          await directory.ask('PATCH', `/${kind}/${id}`, patch),
          await directory.ask('DELETE', `/${kind}/${id}`),
        ]
        const gone = { schemas: [ERROR], status: '404', detail: 'There is no such resource.' }
        expect([id, answers.map(({ status, body }) => [status, body])]).toEqual([id, answers.map(() => [404, gone])])
      }
    } // prettier-ignore
    expect((await other.ask('GET', `/Users/${foreign.id}`)).body.active).toBe(true)
    // A member of another's directory is nobody, just as one who isn't there.
    for (const value of [foreign.id, `scu_${'0'.repeat(24)}`, group, 'x']) {
      const made = await directory.ask('POST', '/Groups', {
        schemas: [GROUP],
        displayName: 'Mine',
        members: [{ value }],
      })
      expect([made.status, made.body.scimType, made.body.detail]).toEqual([400, 'invalidValue', 'A member is no user of this directory.']) // prettier-ignore
    }
    expect((await directory.search('Users', `id eq "${foreign.id}" or userName pr`)).body.totalResults).toBe(1)
    // T29: what stood in an address is no id of ours, and is not kept.
    for (const { record } of await saidSince(seq))
      expect(record === null || /^sc[ug]_[0-9a-z]*$/.test(String(record))).toBe(true)
  })

  it.each([
    "' OR 1=1 --",
    '" or active eq true or title eq "',
    "x'; DROP TABLE scim_user; --",
    '%',
    '\\',
    '*',
    '\u0000',
  ])('T23 %j in a filter finds nobody and harms nothing', async (evil) => {
    const directory = await Directory.of({ offices: [await anOffice()] })
    await directory.announce('somebody', { externalId: 'e-1' })
    for (const key of ['userName', 'externalId', 'id', 'displayName', 'emails.value']) {
      const found = await directory.search('Users', `${key} eq ${JSON.stringify(evil)}`)
      expect([key, found.status, found.body.totalResults]).toEqual([key, 200, 0])
    }
    for (const filter of [`userName eq '${evil}'`, `userName eq "${evil}`, evil]) {
      const found = await directory.search('Users', filter)
      expect([found.status, found.body.scimType]).toEqual([400, 'invalidFilter'])
    }
    expect((await directory.ask('GET', '/Users')).body.totalResults).toBe(1)
  })

  it('T23 III.C.2 the address and the user name never change, whichever way it is said', async () => {
    const directory = await Directory.of({ offices: [await anOffice()] })
    const { id, email } = await directory.announce('fixed', {
      emails: [{ value: `fixed@${directory.domain}`, type: 'work', primary: true }],
    })
    const evil = `other@${directory.domain}`
    const tries = [
      await directory.patch(`/Users/${id}`, { op: 'replace', path: 'userName', value: evil }),
      await directory.patch(`/Users/${id}`, { op: 'replace', value: { userName: evil } }),
      await directory.patch(`/Users/${id}`, { op: 'Replace', path: 'emails[type eq "work"].value', value: evil }),
      await directory.patch(`/Users/${id}`, { op: 'add', path: 'emails', value: [{ value: evil, primary: true }] }),
      await directory.patch(`/Users/${id}`, { op: 'replace', path: 'emails', value: [{ value: evil, type: 'work' }] }),
      await directory.ask('PUT', `/Users/${id}`, { schemas: [USER], userName: evil }),
      await directory.ask('PUT', `/Users/${id}`, { schemas: [USER], userName: email, emails: [{ value: evil, type: 'work' }] }),
    ] // prettier-ignore
    for (const { status, body } of tries) {
      expect([status, body.scimType]).toEqual([400, 'mutability'])
      expect(body.detail).toContain('III.C.2')
    }
    const same = await directory.patch(`/Users/${id}`, { op: 'replace', path: 'userName', value: email.toUpperCase() })
    expect(same.status).toBe(200)
    expect((await directory.ask('GET', `/Users/${id}`)).body.emails[0].value).toBe(email)
  })

  it('III.C.4 an address outside of the provider’s domains announces nobody', async () => {
    const directory = await Directory.of({ offices: [await anOffice()] })
    const outside = [
      'somebody@elsewhere.example',
      'nobody',
      `x@sub.${directory.domain}`,
      `x@${directory.domain}.example`,
      `x@y@${directory.domain}`,
      `ⅹ@${directory.domain}`,
    ]
    for (const userName of outside) {
      const made = await directory.ask('POST', '/Users', { schemas: [USER], userName })
      expect([userName, made.status, made.body.scimType]).toEqual([userName, 400, 'invalidValue'])
    } // prettier-ignore
    const named = { schemas: [USER], userName: 'wren', emails: [{ value: `wren@${directory.domain}`, type: 'work' }] }
    expect((await directory.ask('POST', '/Users', named)).status).toBe(201)
  })

  it('T18 an office’s directory never touches staff of the plan, whatever their address', async () => {
    const directory = await Directory.of({ offices: [await anOffice()] })
    const staff = await aPerson({ email: `chief@${directory.domain}`, department: 'privacy' })
    const { id } = await directory.announce('chief')
    await directory.ask('DELETE', `/Users/${id}`)
    expect(await rowsOf('SELECT terminated_at AS ended FROM account WHERE id = ?', staff.account)).toEqual([{ ended: null }]) // prettier-ignore
    expect(await rowsOf('SELECT account_id AS account FROM scim_user WHERE public_id = ?', id)).toEqual([{ account: null }]) // prettier-ignore
  })
})
