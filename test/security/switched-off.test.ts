/** T13: switched off in mid-session, by each verb: refused at the next request, whole, as a fragment and posted; in jobs too. */
import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { transition } from '../../src/accounts/transition.ts'
import { readConfig } from '../../src/config.ts'
import { addDays, addMonths } from '../../src/policy/calendar.ts'
import { hourly } from '../../src/schedule.ts'
import { revokeAccess } from '../../src/termination/revoke-access.ts'
import type { Browser } from '../support/browser.ts'
import { fresh } from '../support/fresh.ts'
import { FakeProvider, linkIdentity, setUpProvider } from '../support/identity-provider.ts'
import { anOffice, aPerson, type Someone, today } from '../support/people.ts'
import { aMemberOf, anEa, anOfficeWithLoa, aRequest, freshlyIn, membershipOf, requestRow } from '../support/requests.ts'
import { signedInThrough } from '../support/provider-session.ts'
import { signedIn } from '../support/session.ts'
import { aSignal, push, signalsOf, subjectOf } from '../support/signals.ts'
import { DAY, stopTheClock } from '../support/time.ts'
import { reached } from './reached.ts'
import { attestationsMayChange, type State, states } from './states.ts'

stopTheClock()
beforeAll(attestationsMayChange)
let nth = 0

/** Whoever administers an office of their own, with every role to read. */
async function somebody(someone: Partial<Someone> = {}) {
  const office = await anOffice()
  const person = await aPerson({ email: `off${(nth += 1)}@office.example`, offices: [office], isLoa: true, ...someone })
  return { ...person, office, membership: (await membershipOf(person.account, office)).row }
}
/** What becomes of a page asked for whole and as a fragment, and of a form posted to it. */
async function three(browser: Browser, path: string, fields: Record<string, string> = {}): Promise<number[]> {
  const whole = await browser.get(path)
  const fragment = await browser.get(path, { 'HX-Request': 'true', 'HX-Request-Type': 'partial' })
  return [whole.status, fragment.status, (await browser.post(path, fields)).status]
}

const closes = Object.keys(states).filter(
  (state) =>
    !['nothing', 'locked', 'password ended', 'untrained', 'agreement due', 'administrator restricted'].includes(state),
) as State[]

describe('T13 account, membership and office', () => {
  it.each(closes)('T13 %s: nothing is reached, and a form that was open before changes nothing', async (state) => {
    const person = await somebody()
    const request = await aRequest(person.office)
    const browser = await freshlyIn(person)
    expect(await reached(browser)).toBe('in')
    const csrf = await browser.token(`/office/requests/${request.id}`)
    await states[state](person)
    const kept = new Map(browser.cookies)
    const answer = await browser.post(`/office/requests/${request.id}/approval`, { csrf, 'role-claims': 'on', attests: 'on' }) // prettier-ignore
    expect([303, 403]).toContain(answer.status)
    expect(await requestRow(request.id)).toMatchObject({ decision: null })
    for (const [name, value] of kept) browser.cookies.set(name, value)
    expect(await reached(browser)).toBe('out')
  })

  it('T13 III.M.4, III.H.3 of an office, everybody in it, and nobody else', async () => {
    for (const state of ['office suspended', 'office terminated'] as const) {
      const one = await somebody()
      const other = await aMemberOf(one.office)
      const stranger = await somebody()
      const browsers = [await signedIn(one), await signedIn(other), await signedIn(stranger)]
      await states[state](one)
      const reaches = [await reached(browsers[0]!), await reached(browsers[1]!, false), await reached(browsers[2]!)]
      expect([state, reaches]).toEqual([state, ['out', 'out', 'in']])
    }
  })
})

describe('T13 roles and rights', () => {
  it('T13 III.B.9 a role that the administrator takes away', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const user = await aMemberOf(office, { roles: ['claims', 'eligibility'] })
    const browser = await signedIn(user)
    expect(await three(browser, '/claims', { memberId: 'W1' })).toEqual([200, 200, 303])
    const granting = await freshlyIn(loa)
    const path = `/office/users/${user.membership.id}`
    const form = await (await granting.get(path)).text()
    const last = /name="last" value="([^"]*)"/.exec(form)?.[1] ?? ''
    const fields = { 'role-eligibility': 'on', changedOn: today(), attests: 'on', last }
    const changed = await granting.post(`${path}/roles`, fields, path)
    expect(changed.headers.get('Location')).toContain('done=changed')
    expect(await three(browser, '/claims', { memberId: 'W1' })).toEqual([403, 403, 403])
    expect(await three(browser, '/members', { memberId: 'W1' })).toEqual([200, 200, 303])
  })

  it('T13 III.M.3 access that was limited', async () => {
    const person = await somebody({ isLoa: false })
    const browser = await signedIn(person)
    const fewer = { sql: "DELETE FROM role_grant WHERE role = 'claims' AND membership_id = ?", params: [person.membership] } // prettier-ignore
    const limited = { kind: 'limited', changedOn: today(), reason: null } as const
    const means = { env, config: readConfig(env), today: today() }
    expect((await revokeAccess(means, person, limited, { at: Date.now(), by: null }, [fewer])).ok).toBe(true)
    expect(await three(browser, '/claims')).toEqual([403, 403, 403])
    expect((await browser.get('/members')).status).toBe(200)
  })

  it('T13 III.A.1.b an administrator who handed the office over', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const heir = await aMemberOf(office)
    const browser = await signedIn(loa)
    const request = await aRequest(office, { account: heir.account, wantsLoa: true, from: loa.account })
    expect((await browser.get('/office/users')).status).toBe(200)
    const confirming = await freshlyIn(await anEa())
    const answer = await confirming.post(`/staff/requests/${request.id}/approval`, { attests: 'on' })
    expect(answer.status).toBe(303)
    for (const path of ['/office/users', '/office/requests', `/office/users/${heir.membership.id}`]) {
      expect([path, (await three(browser, path)).slice(0, 2)]).toEqual([path, [403, 403]])
    }
    for (const path of ['/office/administrators', `/office/users/${heir.membership.id}/roles`]) {
      expect([path, (await browser.post(path, {})).status]).toEqual([path, 403])
    }
  })

  it('T13 III.L.4 a capability that was taken away, and a staff account that was disabled or ended', async () => {
    const staff = await aPerson({ email: 'auditor@plan.example', department: 'privacy', capabilities: ['audit.read'] })
    const browser = await signedIn(staff)
    expect((await browser.get('/staff/audit')).status).toBe(200)
    await env.DB.prepare('DELETE FROM capability WHERE account_id = ?').bind(staff.account).run()
    expect([(await browser.get('/staff/audit')).status, (await browser.get('/staff')).status]).toEqual([403, 200])
    for (const to of ['disabled', 'terminated'] as const) {
      const ea = await anEa()
      const open = await signedIn(ea)
      expect((await open.get('/staff/people')).status).toBe(200)
      await transition(env.DB, ea.account, { to, clause: 'III.M.2' }, { at: Date.now(), by: null })
      const kept = new Map(open.cookies)
      for (const path of ['/staff', '/staff/people', '/staff/requests', '/staff/offices', '/home']) {
        for (const [name, value] of kept) open.cookies.set(name, value)
        expect([path, (await open.get(path)).headers.get('Location')?.split('?')[0]]).toEqual([path, '/sign-in'])
      }
    }
  })

  it('T13 III.A.1.c.iv a new version of the User Agreement, published in mid-session, is asked at the next request', async () => {
    const browser = await signedIn(await somebody())
    expect(await reached(browser)).toBe('in')
    const published = await env.DB.prepare(
      `INSERT INTO document (public_id, kind, version, title, body, made_at, published_at)
       SELECT 'doc_newer', kind, version + 1, title, body, ?1, ?1 FROM document WHERE kind = 'user-agreement' AND published_at IS NOT NULL
       ORDER BY version DESC LIMIT 1 RETURNING version`,
    ).bind(Date.now()).first() // prettier-ignore
    expect(published).not.toBeNull()
    expect(await reached(browser)).toBe('agreement')
  })
})

describe('T13 the identity provider that one came in through', () => {
  let provider: { row: number; id: string; issuer: string }
  let fake: FakeProvider
  const SUBJECT = 'their subject'
  const subject = () => subjectOf(fake, SUBJECT)
  type In = { person: Awaited<ReturnType<typeof somebody>>; browser: Browser }
  beforeEach(async () => {
    fake = await FakeProvider.at(`off${(nth += 1)}.idp.test`)
  })

  const ends: Record<string, (way: In) => Promise<Response>> = {
    'it is switched off': async () => staffPosts('switching-off', { reason: 'Compromised.' }),
    'its office is taken out': async ({ person }) => {
      const office = await env.DB.prepare('SELECT public_id AS id FROM office WHERE id = ?')
        .bind(person.office)
        .first<string>('id')
      return staffPosts('offices/removal', { office: office ?? '' })
    },
    'its identity is unlinked': async ({ person }) => {
      const identity = await env.DB.prepare('SELECT id FROM identity WHERE account_id = ?')
        .bind(person.account)
        .first<number>('id')
      return (await fresh(person)).post('/profile/security/identities/unlinking', { identity: String(identity) })
    },
    'it says that the session is revoked': async () => push(provider, await aSignal(fake, 'sessionRevoked', subject())),
    'it says that a credential changed': async () => push(provider, await aSignal(fake, 'credentialChange', subject())),
    'it says that the account is disabled': async () =>
      push(provider, await aSignal(fake, 'accountDisabled', subject())),
  }
  /** Somebody who configures providers posts a form of its page. */
  async function staffPosts(what: string, fields: Record<string, string>): Promise<Response> {
    const browser = await freshlyIn(await anEa({ department: 'information-services' }))
    const version = await env.DB.prepare('SELECT changed_at AS at FROM identity_provider WHERE id = ?')
      .bind(provider.row)
      .first<number>('at')
    return browser.post(`/staff/identity-providers/${provider.id}/${what}`, { version: String(version), ...fields })
  }
  it.each(Object.keys(ends))('T13 %s: nothing is reached from the next request on', async (name) => {
    const person = await somebody()
    const set = await setUpProvider(fake, {
      offices: [person.office, await anOffice('Another')],
      signals: signalsOf(fake),
    })
    provider = { ...set, issuer: fake.issuer }
    await linkIdentity(provider, SUBJECT, person.account)
    const browser = await signedInThrough(provider, person, { subject: SUBJECT })
    expect(await reached(browser)).toBe('in')
    const csrf = await browser.token('/home')
    const kept = new Map(browser.cookies)
    expect([202, 303]).toContain((await ends[name]!({ person, browser })).status)
    expect((await browser.post('/members', { csrf, memberId: 'W1' })).headers.get('Location')).toMatch(/^\/sign-in/)
    for (const [cookie, value] of kept) browser.cookies.set(cookie, value)
    expect(await reached(browser)).toBe('out')
    // Who proves themself again after a signal of a session comes in; who is off, unlinked or suspended does not.
    if (!/switched off|unlinked|disabled/.test(name)) return
    const again = await signedInThrough(provider, person, { subject: SUBJECT }).then(
      () => 'in',
      () => 'out',
    )
    expect(again).toBe('out')
  })
})

describe('T13 in jobs too: the hourly run writes to nobody who is closed out', () => {
  /** Somebody to whom the run has much to say: a password and a training that end soon, long unused, and a request that waits. */
  async function addressed() {
    const soon = { passwordSetOn: addDays(today(), -58), lastUsedOn: addDays(today(), -58), trainedOn: addMonths(addDays(today(), 3), -12) } // prettier-ignore
    const person = await somebody(soon)
    await aRequest(person.office, { sentAt: Date.now() - 4 * DAY })
    return person
  }
  const mailsTo = async (account: number) => {
    const { results } = await env.DB.prepare('SELECT message FROM outbox WHERE account_id = ? ORDER BY message')
      .bind(account)
      .all<{ message: string }>()
    return results.map(({ message }) => message)
  }
  // What dates alone close, the run itself writes down first; a long pause is its owner's to end (III.N.2).
  const closed = closes.filter((state) => !/by dates|nobody prompted|dormant|sessions left/.test(state))
  /** What is only about the own account, which may open again; and that it closed. */
  const own = ['password-ends', 'training-due', 'dormancy-near']

  it('T13 nobody hears of an office that they do not work through any more; whose account or office has ended hears nothing', async () => {
    const people: [State, number][] = []
    for (const state of ['nothing', ...closed] as State[]) {
      const person = await addressed()
      await states[state](person)
      people.push([state, person.account])
    }
    const before = new Map(await Promise.all(people.map(async ([, account]) => [account, (await mailsTo(account)).length] as const))) // prettier-ignore
    vi.setSystemTime(Date.now() + 60_000)
    await hourly({ ...env, MAIL: { send: async () => undefined, sendBatch: async () => undefined } } as unknown as Env)
    const told = await Promise.all(
      people.map(async ([state, account]) => [state, (await mailsTo(account)).slice(before.get(account))] as const),
    )
    expect(told[0]![1]).toEqual(expect.arrayContaining(['password-ends', 'requests-still-waiting', 'training-due']))
    const ended = ['suspended', 'incident after a disabling', 'disabled', 'terminated', 'office terminated', 'membership ended'] // prettier-ignore
    for (const [state, messages] of told.slice(1)) {
      const wrong = messages.filter((message) => ended.includes(state) || !own.includes(message))
      expect([state, wrong]).toEqual([state, []])
    }
  })
})
