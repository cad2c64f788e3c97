import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Status } from '../../src/accounts/account.ts'
import { type Transition, transition } from '../../src/accounts/transition.ts'
import type { Deed } from '../../src/staff/accounts/deed.ts'
import {
  auditedSince,
  changesOf,
  fieldsOf,
  inStatus,
  lock,
  somebody,
  type Somebody,
  statusRow,
} from '../support/accounts.ts'
import { Browser, letters, mailTo } from '../support/browser.ts'
import { attempt, eventsOf, guardOf, inside } from '../support/guard.ts'
import { anOffice } from '../support/people.ts'
import { anEa, freshlyIn } from '../support/requests.ts'
import { forget, proveMailbox, stageOf } from '../support/reset.ts'
import { sessionOf, sessionRow, signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()

let office: number
let ea: { account: number; guard: string; email: string }
let browser: Browser

beforeAll(async () => {
  office = await anOffice('Harbor Clinic')
})
beforeEach(async () => {
  letters.length = 0
  ea = await anEa()
  browser = await freshlyIn(ea)
})

describe('III.E.4.a unlocking', () => {
  it('III.E.4.a opens both locks, leaves the password, and the owner is told', async () => {
    const person = await somebody(office)
    await lock(person)
    await inside(person.guard, (_guard, { storage }) => {
      storage.sql.exec('UPDATE lock SET factor_failures = 15, factor_locked_at = 1')
    })
    expect(await (await browser.get(person.path)).text()).toContain('Refused: locked after failed passwords')
    await browser.post(`${person.path}/unlocking`, fieldsOf('active'))
    expect(await guardOf(person.guard).locks()).toEqual({ password: false, secondFactor: false })
    expect((await attempt(person.guard, 'Correct-horse-7')).outcome).toBe('right')
    const letter = await mailTo(person.email)
    expect(letter?.subject).toContain('unlocked')
    expect(letter?.text).toContain('This wasn’t me')
    expect(letter?.text).not.toContain('manager')
    expect(await changesOf(person.account)).toMatchObject([{ field: 'lock', before: 'password, second factor' }])
  })

  it('III.E.4.a the guard decides: a copy that says other is told on the page, and mended', async () => {
    const open = await somebody(office)
    await env.DB.prepare('UPDATE account SET locked_at = 1 WHERE id = ?').bind(open.account).run()
    expect(await (await browser.get(open.path)).text()).toContain('Lists show this account as locked, but it isn’t')
    expect((await browser.post(`${open.path}/unlocking`, fieldsOf('active'))).status).toBe(303)
    expect(await statusRow(open.account)).toMatchObject({ lockedAt: null })
    expect(await mailTo(open.email)).toBeUndefined()
    const locked = await somebody(office)
    await lock(locked)
    await env.DB.prepare('UPDATE account SET locked_at = NULL WHERE id = ?').bind(locked.account).run()
    expect(await (await browser.get(locked.path)).text()).toContain('though lists don’t show it yet')
  })

  it('III.E.4.a of twenty at once one unlocks, and the others are told', async () => {
    const person = await somebody(office)
    await lock(person)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => browser.post(`${person.path}/unlocking`, fieldsOf('active'), person.path)),
    )
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19)
    expect(await changesOf(person.account)).toHaveLength(1)
  })
})

describe('III.K.8, III.M.2 reinstating', () => {
  it('III.K.8 an incident that came meanwhile is not lifted by a form that saw a disabled account', async () => {
    const person = await inStatus(office, 'disabled', 'reinstatement')
    await transition(env.DB, person.account, { to: 'suspended', clause: 'III.K.5' }, { at: 2, by: null })
    expect((await browser.post(`${person.path}/reinstatement`, fieldsOf('disabled'))).status).toBe(409)
    expect(await statusRow(person.account)).toMatchObject({ suspendedFor: 'incident' })
    expect((await browser.post(`${person.path}/reinstatement`, fieldsOf('suspended'))).status).toBe(303)
    expect(await statusRow(person.account)).toMatchObject({ suspendedFor: null, suspendedAt: null })
  })

  it.each([
    ['suspended', 'III.K.5', 'incident', 'suspension'],
    ['disabled', 'III.M.2', 'disabled', 'disabling'],
  ] as const)('III.K.8 taking back the end of a %s account leaves it that, in the row, the log and the words; nobody is told it is open', async (to, clause, suspendedFor, word) => {
    const person = await somebody(office)
    await transition(env.DB, person.account, { to, clause } as Transition, { at: 1, by: null })
    expect((await browser.post(`${person.path}/termination`, fieldsOf(to))).status).toBe(303)
    const answer = await browser.post(`${person.path}/reinstatement`, fieldsOf('terminated'))
    expect(answer.headers.get('Location')).toBe(`${person.path}?done=${word}`)
    expect(await statusRow(person.account)).toMatchObject({ suspendedFor, suspendedAt: 1, terminatedAt: null })
    expect((await changesOf(person.account)).at(-1)).toMatchObject({ before: 'terminated', after: to })
    expect((await auditedSince(person.account, 0)).at(-1)).toMatchObject({ event: 'account.changed', detail: JSON.stringify({ to }) })
    await expect(signedIn(person)).rejects.toThrow(`nobody signs in: ${to}`)
    await mailTo(person.email)
    expect(letters.filter((one) => one.to === person.email && /open again/.test(one.subject))).toEqual([])
  }) // prettier-ignore

  it('III.K.8 of two at once the second is told with what stands now, and ends no session of the person', async () => {
    const person = await inStatus(office, 'suspended', 'reinstatement')
    const other = await freshlyIn(await anEa({ department: 'provider-relations' }))
    expect((await other.post(`${person.path}/reinstatement`, fieldsOf('suspended'))).status).toBe(303)
    const theirs = await signedIn(person)
    const answer = await browser.post(`${person.path}/reinstatement`, fieldsOf('suspended'))
    expect([answer.status, (await answer.text()).includes('changed meanwhile')]).toEqual([409, true])
    expect(await transition(env.DB, person.account, { to: 'active', was: 'suspended', clause: 'III.K.8' }, { at: 3, by: null })).toBe(false)
    expect((await theirs.get('/home')).status).toBe(200)
  }) // prettier-ignore

  it('III.M.2 who ended comes back without access to any office, and is told to ask anew', async () => {
    const person = await somebody(office)
    await browser.post(`${person.path}/termination`, fieldsOf('active'))
    await browser.post(`${person.path}/reinstatement`, fieldsOf('terminated'))
    expect((await mailTo(person.email))?.text).toContain('ask for it anew')
    await expect(signedIn(person)).rejects.toThrow('membership-ended')
    expect(await (await browser.get(person.path)).text()).toContain('Asks for access anew')
  })

  it('III.K.5 a suspension tells nobody by mail; a disabling, an end and a reinstatement tell the owner', async () => {
    const subjectsAfter = async (deed: Deed, was: Status, person: Somebody) => {
      letters.length = 0
      await browser.post(`${person.path}/${deed}`, fieldsOf(was))
      return (await mailTo(person.email))?.subject ?? null
    }
    const person = await somebody(office)
    expect(await subjectsAfter('suspension', 'active', person)).toBe(null)
    expect(await subjectsAfter('reinstatement', 'suspended', person)).toContain('open again')
    expect(await subjectsAfter('disabling', 'active', person)).toContain('disabled')
    expect(await subjectsAfter('termination', 'disabled', person)).toContain('ended')
  })
})

describe('T13 a session obeys at its next request', () => {
  it.each(['suspension', 'disabling', 'termination', 'session-end'] as const)('T13 %s', async (deed) => {
    const person = await somebody(office)
    const theirs = await signedIn(person)
    expect((await theirs.get('/home')).status).toBe(200)
    await browser.post(`${person.path}/${deed}`, fieldsOf('active'))
    const session = sessionOf(theirs)
    const answer = await theirs.get('/home')
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/sign-in?closed=ended&next=%2Fhome'])
    expect((await sessionRow(session))?.why).not.toBe(null)
    expect(await eventsOf(person.account)).toContain('session.closed')
    if (deed === 'session-end') expect((await (await signedIn(person)).get('/home')).status).toBe(200)
    else await expect(signedIn(person)).rejects.toThrow('nobody signs in')
  })
})

describe('T8 a reset never revives what an Enterprise Administrator closed', () => {
  it.each([
    ['disabling', 'Your account is disabled'],
    ['suspension', 'Your account is suspended'],
    ['termination', 'Your account has ended'],
  ] as const)('T8 III.M.2 %s', async (deed, title) => {
    const person = await somebody(office)
    await browser.post(`${person.path}/${deed}`, fieldsOf('active'))
    letters.length = 0
    const theirs = new Browser('198.51.100.7')
    const letter = await forget(theirs, person.email)
    await proveMailbox(theirs, letter)
    expect(await stageOf(theirs)).not.toBe('password')
    const answer = await theirs.password(person.email)
    expect([answer.status, (await answer.text()).includes(title)]).toEqual([422, true])
  })
})
