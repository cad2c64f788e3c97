/** The conversation that Entra ID's provisioning holds, from the connection's test to the last deletion. */
import { describe, expect, it } from 'vitest'
import { Browser, mailTo } from '../support/browser.ts'
import { Directory, ENTERPRISE, GROUP, requestsOf, USER } from '../support/directory.ts'
import { anOffice } from '../support/people.ts'
import { aMemberOf, rowsOf } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'
import { reached } from '../security/reached.ts'

stopTheClock()

/** What its default mapping sends of somebody. */
const person = (email: string, externalId: string) => ({
  schemas: [USER, ENTERPRISE],
  externalId,
  userName: email,
  active: true,
  displayName: 'Maren Fitch',
  emails: [{ primary: true, type: 'work', value: email }],
  name: { formatted: 'Maren Fitch', familyName: 'Fitch', givenName: 'Maren' },
  title: 'Front desk',
  phoneNumbers: [{ type: 'work', value: '805-555-0188' }],
  roles: [],
  meta: { resourceType: 'User' },
  [ENTERPRISE]: { department: 'Reception', employeeNumber: '311' },
})

describe('a new person', () => {
  it('III.B.1 is looked for, announced, found again, changed, and left out of nothing that was said', async () => {
    const office = await anOffice('Larkmoor Family Practice')
    const directory = await Directory.of({ offices: [office] })
    const email = `maren.fitch@${directory.domain}`
    const probe = await directory.search('Users', 'userName eq "5b6f6d5e-nobody"')
    expect([probe.status, probe.body.totalResults, probe.body.Resources]).toEqual([200, 0, []])
    expect(probe.headers.get('Content-Type')).toBe('application/scim+json')

    expect((await directory.search('Users', `userName eq "${email}"`)).body.totalResults).toBe(0)
    const made = await directory.ask('POST', '/Users', person(email, 'entra-311'))
    expect(made.status).toBe(201)
    const { id } = made.body
    const location = `https://portal.test/scim/v2/${directory.id}/Users/${id}`
    expect(made.body).toMatchObject({
      schemas: [USER, ENTERPRISE],
      userName: email,
      externalId: 'entra-311',
      active: true,
      name: { familyName: 'Fitch', givenName: 'Maren' },
      meta: { resourceType: 'User', location, version: 'W/"1"' },
    })
    expect([made.headers.get('Location'), made.headers.get('ETag')]).toEqual([location, 'W/"1"'])
    // T21: nothing of roles or telephones is kept.
    expect(Object.keys(made.body)).not.toEqual(expect.arrayContaining(['roles']))
    expect(made.body.phoneNumbers).toBeUndefined()

    for (const filter of ['externalId eq "entra-311"', `userName eq "${email.toUpperCase()}"`, `id eq "${id}"`, `emails[type eq "work" and value eq "${email}"]`]) {
      expect([filter, (await directory.search('Users', filter)).body.Resources?.[0]?.id]).toEqual([filter, id])
    } // prettier-ignore

    const changed = await directory.patch(
      `/Users/${id}`,
      { op: 'Replace', path: 'displayName', value: 'Maren F.' },
      { op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '805-555-0199' },
      { op: 'Replace', path: `${ENTERPRISE}:department`, value: 'Billing' },
    )
    expect([changed.status, changed.body.displayName, changed.body[ENTERPRISE].department]).toEqual([200, 'Maren F.', 'Billing']) // prettier-ignore
    expect(changed.body.meta.version).toBe('W/"2"')

    // Nobody was made: they are told to register, once.
    expect(await rowsOf('SELECT id FROM account WHERE email = ?', email)).toEqual([])
    expect((await mailTo(email))?.text).toContain('https://portal.test/register')
    expect(await rowsOf("SELECT id FROM outbox WHERE message = 'directory-announced'")).toHaveLength(1)
  })
})

describe('a person who leaves', () => {
  it('III.M.2 T13 active False closes the open session before its next page, deletion ends the rest', async () => {
    const office = await anOffice()
    const directory = await Directory.of({ offices: [office] })
    const member = await aMemberOf(office, { email: `leaves@${directory.domain}`, roles: ['claims', 'eligibility'] })
    const { id } = await directory.announce('leaves', { externalId: 'entra-9' })
    // Who is of the office already is asked about by nobody.
    expect(await requestsOf(member.email)).toEqual([])
    const browser = await signedIn(member)
    expect(await reached(browser, false)).toBe('in')

    const ended = await directory.patch(`/Users/${id}`, { op: 'Replace', path: 'active', value: 'False' })
    expect([ended.status, ended.body.active]).toEqual([200, false])
    const answer = await browser.get('/claims')
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, expect.stringContaining('/sign-in?closed=ended')]) // prettier-ignore
    expect(await rowsOf('SELECT ended_on IS NOT NULL AS ended FROM membership WHERE id = ?', member.membership.row)).toEqual([{ ended: 1 }]) // prettier-ignore
    expect(await rowsOf('SELECT kind, changed_on = revoked_on AS today, is_late AS late, by_account AS "by", reason FROM revocation WHERE account_id = ?', member.account)).toEqual([
      { kind: 'ended', today: 1, late: 0, by: null, reason: 'Ended by Larkmoor sign-in’s directory.' },
    ]) // prettier-ignore
    // Nothing else is open to them: the account has ended too, and its owner is told.
    expect(await rowsOf('SELECT terminated_at IS NOT NULL AS ended FROM account WHERE id = ?', member.account)).toEqual([{ ended: 1 }]) // prettier-ignore
    expect((await mailTo(member.email))?.subject).toMatch(/closed|ended/i)
    expect((await new Browser('203.0.113.80').password(member.email)).headers.get('Location')).toBeNull()

    const gone = await directory.ask('DELETE', `/Users/${id}`)
    expect([gone.status, gone.body]).toEqual([204, ''])
    expect((await directory.ask('GET', `/Users/${id}`)).status).toBe(404)
    expect((await directory.ask('DELETE', `/Users/${id}`)).status).toBe(404)
    expect((await directory.search('Users', 'externalId eq "entra-9"')).body.totalResults).toBe(0)
    // What was said of them is forgotten with it.
    expect(await rowsOf('SELECT user_name AS name, email, resource FROM scim_user WHERE public_id = ?', id)).toEqual([{ name: '', email: '', resource: '{}' }]) // prettier-ignore
    // And the same person may be announced anew.
    expect((await directory.announce('leaves')).id).not.toBe(id)
  })

  it('T23 whoever has the address but never was in its offices is not its to end', async () => {
    const [office, other] = [await anOffice(), await anOffice('Elsewhere')]
    const directory = await Directory.of({ offices: [office] })
    const member = await aMemberOf(other, { email: `never@${directory.domain}`, offices: [other] })
    // Between two offices: what they had is over, what they asked for waits.
    await rowsOf("UPDATE membership SET ended_on = '2020-01-01' WHERE account_id = ?", member.account)
    const { id } = await directory.announce('never')
    expect((await directory.ask('DELETE', `/Users/${id}`)).status).toBe(204)
    expect(await rowsOf('SELECT terminated_at AS ended FROM account WHERE id = ?', member.account)).toEqual([{ ended: null }]) // prettier-ignore
  })

  it('III.M.2 whoever works for another office too keeps that one alone, with its session', async () => {
    const [office, other] = [await anOffice(), await anOffice('Elsewhere')]
    const directory = await Directory.of({ offices: [office] })
    const member = await aMemberOf(office, {
      email: `both@${directory.domain}`,
      offices: [office, other],
      roles: ['claims', 'eligibility'],
    })
    const { id } = await directory.announce('both')
    const here = await signedIn(member)
    expect((await directory.ask('DELETE', `/Users/${id}`)).status).toBe(204)
    const ends = await rowsOf('SELECT office_id AS office, ended_on IS NOT NULL AS ended FROM membership WHERE account_id = ? ORDER BY office_id', member.account) // prettier-ignore
    expect(ends).toEqual([{ office, ended: 1 }, { office: other, ended: 0 }]) // prettier-ignore
    expect(await rowsOf('SELECT terminated_at AS ended FROM account WHERE id = ?', member.account)).toEqual([{ ended: null }]) // prettier-ignore
    expect((await here.get('/claims')).status).toBe(303)
    expect(await reached(await signedIn(member), false)).toBe('in')
  })
})

describe('groups', () => {
  it('are made, looked for without members, and filled by one change after another', async () => {
    const directory = await Directory.of({ offices: [await anOffice()] })
    const [one, two] = [await directory.announce('one'), await directory.announce('two')]
    const made = await directory.ask('POST', '/Groups', {
      schemas: [GROUP, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
      externalId: 'entra-group-1',
      displayName: 'Portal Claims',
      meta: { resourceType: 'Group' },
    })
    expect([made.status, made.body.displayName, made.body.members]).toEqual([201, 'Portal Claims', undefined])
    const { id } = made.body
    const found = await directory.search('Groups', 'displayName eq "portal claims"', '&excludedAttributes=members')
    expect([found.body.totalResults, found.body.Resources[0].id, found.body.Resources[0].members]).toEqual([1, id, undefined]) // prettier-ignore
    const add = (user: { id: string }) => ({ op: 'Add', path: 'members', value: [{ $ref: null, value: user.id }] })
    expect((await directory.patch(`/Groups/${id}`, add(one))).status).toBe(200)
    const both = await directory.patch(`/Groups/${id}`, add(two))
    expect(both.body.members.map(({ value }: { value: string }) => value)).toEqual([one.id, two.id])
    // Membership is asked for so.
    const asked = await directory.search('Groups', `id eq "${id}" and members eq "${two.id}"`, '&attributes=id')
    expect(asked.body.Resources).toEqual([{ schemas: [GROUP], id }])
    expect((await directory.ask('GET', `/Users/${two.id}`)).body.groups).toMatchObject([{ value: id, display: 'Portal Claims' }]) // prettier-ignore
    const left = await directory.patch(`/Groups/${id}`, { op: 'Remove', path: 'members', value: [{ value: one.id }] })
    expect(left.body.members.map(({ value }: { value: string }) => value)).toEqual([two.id])
    const renamed = await directory.patch(`/Groups/${id}`, { op: 'Replace', path: 'displayName', value: 'Portal' })
    expect([renamed.status, renamed.body.displayName]).toEqual([200, 'Portal'])
    // Who is deleted is in no group any more.
    await directory.ask('DELETE', `/Users/${two.id}`)
    expect((await directory.ask('GET', `/Groups/${id}`)).body.members).toBeUndefined()
    expect((await directory.ask('DELETE', `/Groups/${id}`)).status).toBe(204)
    expect((await directory.ask('GET', `/Groups/${id}`)).status).toBe(404)
  })
})
