/** The conversation that Okta's provisioning holds: whole users by PUT, ends by PATCH without a path, groups pushed. */
import { describe, expect, it } from 'vitest'
import { mailTo } from '../support/browser.ts'
import { Directory, GROUP, requestsOf, USER } from '../support/directory.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { aMemberOf, anOfficeWithLoa, aRequest, rowsOf } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()

const person = (email: string, more: Record<string, unknown> = {}) => ({
  schemas: [USER],
  userName: email,
  name: { givenName: 'Tobin', familyName: 'Ashe' },
  emails: [{ primary: true, value: email, type: 'work' }],
  displayName: 'Tobin Ashe',
  locale: 'en-US',
  externalId: '00u1tobin',
  groups: [],
  password: 'Not-for-us-1',
  active: true,
  ...more,
})

describe('a person with an account', () => {
  it('III.B.1 is announced to the office’s administrator as a request, with the job title, and gets nothing by it', async () => {
    const { office, loa } = await anOfficeWithLoa('Larkmoor Clinic')
    const directory = await Directory.of({ offices: [office] })
    const email = `tobin.ashe@${directory.domain}`
    const { account } = await aPerson({ email, offices: [await anOffice('Elsewhere')] })
    const first = await directory.ask('GET', `/Users?filter=userName%20eq%20%22${email}%22&startIndex=1&count=100`)
    expect(first.body).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 0,
      startIndex: 1,
      itemsPerPage: 0,
      Resources: [],
    })
    const made = await directory.ask('POST', '/Users', person(email, { title: 'Billing clerk' }))
    expect(made.status).toBe(201)
    expect(JSON.stringify(made.body)).not.toContain('Not-for-us')
    const { id } = made.body
    const [request, ...others] = await requestsOf(email)
    expect([request, others]).toEqual([
      { id: expect.stringMatching(/^req_/), office, decision: null, title: 'Billing clerk', job: 'Announced by Larkmoor sign-in’s directory.', loa: 0 },
      [],
    ]) // prettier-ignore
    expect((await mailTo(loa.email))?.text).toContain('Larkmoor Clinic')
    expect(await rowsOf('SELECT office_id AS office FROM membership WHERE account_id = ? AND office_id = ?', account, office)).toEqual([]) // prettier-ignore

    const read = await directory.ask('GET', `/Users/${id}`)
    expect([read.status, read.body]).toEqual([200, made.body])
    // Whole again, with another name: nobody is asked twice.
    const put = await directory.ask('PUT', `/Users/${id}`, { ...person(email, { name: { givenName: 'Tobias', familyName: 'Ashe' } }), id, meta: made.body.meta }) // prettier-ignore
    expect([put.status, put.body.name.givenName, put.body.title]).toEqual([200, 'Tobias', undefined])
    expect(await requestsOf(email)).toHaveLength(1)
    // III.G.1: the account's own name stays its owner's.
    expect(await rowsOf('SELECT first_name AS name FROM account WHERE id = ?', account)).toEqual([{ name: 'Terry' }])

    const off = await directory.patch(`/Users/${id}`, { op: 'replace', value: { active: false } })
    expect([off.status, off.body.active]).toEqual([200, false])
    expect((await requestsOf(email)).map(({ decision }) => decision)).toEqual(['withdrawn'])

    // III.N.1: who comes back is asked about again; nothing else comes back.
    const on = await directory.patch(`/Users/${id}`, { op: 'replace', value: { active: true } })
    expect([on.status, on.body.active]).toEqual([200, true])
    expect((await requestsOf(email)).map(({ decision }) => decision)).toEqual(['withdrawn', null])
    // Within a day those who decide are told once.
    expect(await rowsOf("SELECT id FROM outbox WHERE message = 'request-waiting' AND account_id = ?", loa.account)).toHaveLength(1) // prettier-ignore
  })

  it('III.B.3 a request that was denied is not made again by the next synchronisation', async () => {
    const { office } = await anOfficeWithLoa()
    const directory = await Directory.of({ offices: [office] })
    await aPerson({ email: `denied@${directory.domain}` })
    const { id, email } = await directory.announce('denied')
    await rowsOf("UPDATE access_request SET decided_at = 1, decision = 'withdrawn' WHERE public_id = ?", (await requestsOf(email))[0]!.id) // prettier-ignore
    expect((await directory.ask('PUT', `/Users/${id}`, person(email))).status).toBe(200)
    expect(await requestsOf(email)).toHaveLength(1)
  })

  it('III.B.1 of several offices the one that is named by name or NPI, else none until it is', async () => {
    const [one, two] = [await anOffice('Larkmoor North'), await anOffice('Larkmoor South')]
    await rowsOf("UPDATE office SET npi = '1234567893' WHERE id = ?", two)
    const directory = await Directory.of({ offices: [one, two] })
    const extension = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
    for (const local of ['north', 'south', 'nowhere']) await aPerson({ email: `${local}@${directory.domain}` })
    const north = await directory.announce('north', { [extension]: { organization: 'larkmoor NORTH' } })
    const south = await directory.announce('south', { [extension]: { organization: 'x', department: '1234567893' } })
    const nowhere = await directory.announce('nowhere', { [extension]: { organization: 'Test' } })
    expect((await requestsOf(north.email)).map(({ office }) => office)).toEqual([one])
    expect((await requestsOf(south.email)).map(({ office }) => office)).toEqual([two])
    expect(await requestsOf(nowhere.email)).toEqual([])
    await directory.patch(`/Users/${nowhere.id}`, {
      op: 'add',
      path: `${extension}:department`,
      value: 'Larkmoor South',
    })
    expect((await requestsOf(nowhere.email)).map(({ office }) => office)).toEqual([two])
  })
})

describe('the end', () => {
  it('T13 III.M.2 PUT with active false ends it as PATCH does; somebody inactive from the first has no access', async () => {
    const office = await anOffice()
    const directory = await Directory.of({ offices: [office] })
    const [one, two] = [
      await aMemberOf(office, { email: `put@${directory.domain}` }),
      await aMemberOf(office, { email: `post@${directory.domain}` }),
    ]
    const browsers = [await signedIn(one), await signedIn(two)]
    const { id } = await directory.announce('put')
    expect((await directory.ask('PUT', `/Users/${id}`, person(one.email, { active: false }))).status).toBe(200)
    await directory.announce('post', { active: false })
    for (const browser of browsers) expect((await browser.get('/claims')).status).toBe(303)
  })

  it('III.M.2 a registration that waits ends with its request', async () => {
    const { office } = await anOfficeWithLoa()
    const directory = await Directory.of({ offices: [office] })
    const request = await aRequest(office, { email: `waits@${directory.domain}` })
    const { id } = await directory.announce('waits')
    // Who has sent their registration needs no letter that asks for it.
    expect(await rowsOf("SELECT id FROM outbox WHERE message = 'directory-announced' AND sent_at IS NULL")).toEqual([])
    await directory.ask('DELETE', `/Users/${id}`)
    expect(await rowsOf('SELECT decision, decided_by AS "by" FROM access_request WHERE public_id = ?', request.id)).toEqual([{ decision: 'withdrawn', by: null }]) // prettier-ignore
    expect(await rowsOf('SELECT ended_at IS NOT NULL AS ended FROM registration WHERE guard = ?', request.guard)).toEqual([{ ended: 1 }]) // prettier-ignore
  })
})

describe('groups', () => {
  it('are pushed with members by PATCH and whole by PUT, and renamed without a path', async () => {
    const directory = await Directory.of({ offices: [await anOffice()] })
    const [one, two] = [await directory.announce('one'), await directory.announce('two')]
    const id = await directory.group('Front desk', one.id)
    const ids = (answer: { body: { members?: { value: string }[] } }) =>
      (answer.body.members ?? []).map(({ value }) => value)
    const both = await directory.patch(`/Groups/${id}`,
      { op: 'remove', path: `members[value eq "${one.id}"]` },
      { op: 'add', path: 'members', value: [{ value: two.id, display: two.email }] }) // prettier-ignore
    expect(ids(both)).toEqual([two.id])
    const whole = { schemas: [GROUP], id, displayName: 'Front desk', members: [{ value: one.id }, { value: two.id }] }
    expect(ids(await directory.ask('PUT', `/Groups/${id}`, whole))).toEqual([one.id, two.id])
    const renamed = await directory.patch(`/Groups/${id}`, { op: 'replace', value: { id, displayName: 'Reception' } })
    expect([renamed.body.displayName, ids(renamed)]).toEqual(['Reception', [one.id, two.id]])
    expect(ids(await directory.ask('PUT', `/Groups/${id}`, { schemas: [GROUP], displayName: 'Reception' }))).toEqual([])
    const listed = await directory.ask('GET', '/Groups?startIndex=1&count=100')
    expect(listed.body.Resources.map(({ displayName }: { displayName: string }) => displayName)).toEqual(['Reception'])
  })
})
