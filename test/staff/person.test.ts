import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { departments } from '../../src/accounts/account.ts'
import { transition } from '../../src/accounts/transition.ts'
import { changesOf } from '../support/accounts.ts'
import type { Browser } from '../support/browser.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { freshlyIn, rowsOf } from '../support/requests.ts'
import { sessionOf, sessionRow, signedIn } from '../support/session.ts'
import { aStaffPerson, capability, give, told } from '../support/staff.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()

let ea: { account: number; guard: string }
beforeAll(async () => {
  ea = await aPerson({ email: 'ea@plan.example', department: 'information-services' })
  await aPerson({ email: 'peer@plan.example', department: 'information-services' })
})

const departmentOf = async (account: number) =>
  (await rowsOf('SELECT department FROM account WHERE id = ?', account))[0]?.department

const move = { department: 'e-business', moveReason: 'Works there now.' }
const end = { closing: 'terminated', closingReason: 'Left the plan.' }
const disable = { closing: 'disabled', closingReason: 'On leave.' }

describe('EA (glossary) moving between departments', () => {
  it('EA III.L.3 with who, from what, to what and why; the sessions end, the next one may what the new department may', async () => {
    const browser = await freshlyIn(ea)
    const person = await aStaffPerson('privacy')
    const theirs = await signedIn(person)
    expect((await theirs.get('/staff/people')).status).toBe(403)
    const answer = await browser.post(`${person.path}/department`, {
      ...move,
      kind: 'office',
      capabilities: 'audit.read',
    })
    expect(answer.headers.get('Location')).toBe(`${person.path}?done=moved`)
    expect(await changesOf(person.account)).toEqual([
      { by: ea.account, field: 'department', before: 'privacy', after: 'e-business', reason: move.moveReason },
    ])
    expect(await told(person.account)).toEqual([
      {
        event: 'account.changed',
        by: ea.account,
        clause: 'III.L.3',
        detail: JSON.stringify({ fields: 'department', before: 'privacy', after: 'e-business' }),
      },
    ])
    expect(await sessionRow(sessionOf(theirs))).toMatchObject({ why: 'department' })
    expect((await theirs.get('/staff')).status).toBe(303)
    expect((await (await signedIn(person)).get('/staff/people')).status).toBe(200)
    const html = await (await browser.get(`${person.path}?done=moved`)).text()
    for (const words of ['Moved to the department', 'from Privacy to E-Business', move.moveReason, 'Terry Tester'])
      expect(html).toContain(words)
  })

  it.each([
    ['no department', { department: '', moveReason: 'x' }, 'Choose another department.'],
    ['the same one', { department: 'privacy', moveReason: 'x' }, 'Choose another department.'],
    ['one that isn’t', { department: 'board', moveReason: 'x' }, 'Choose another department.'],
    ['no reason', { department: 'e-business', moveReason: ' ' }, 'Write why, in a sentence.'],
    ['a reason too long', { department: 'e-business', moveReason: 'x'.repeat(501) }, 'Write at most 500 characters.'],
  ])('EA %s: 422, what was typed is there, nothing changed', async (_, fields, sentence) => {
    const person = await aStaffPerson('privacy')
    const answer = await (await freshlyIn(ea)).post(`${person.path}/department`, fields)
    const html = await answer.text()
    expect([answer.status, html.includes(sentence)]).toEqual([422, true])
    if (fields.department === 'e-business') expect(html).toMatch(/value="e-business"[^>]*checked/)
    expect(await departmentOf(person.account)).toBe('privacy')
    expect(await changesOf(person.account)).toEqual([])
  })
})

describe('III.M.2 ending and giving back', () => {
  it('III.M.2 disabled: signed out at once, kept out, given back; ended likewise', async () => {
    const browser = await freshlyIn(ea)
    const person = await aStaffPerson('provider-relations')
    for (const [fields, was, words] of [
      [disable, 'disabled', 'Disabled'],
      [end, 'terminated', 'Ended'],
    ] as const) {
      const theirs = await signedIn(person)
      const answer = await browser.post(`${person.path}/closing`, fields)
      expect(answer.headers.get('Location')).toBe(`${person.path}?done=${was}`)
      expect((await theirs.get('/staff')).headers.get('Location')).toContain('/sign-in')
      await expect(signedIn(person)).rejects.toThrow(`nobody signs in: ${was}`)
      expect(await (await browser.get(person.path)).text()).toContain(`>${words}<`)
      // Of what the person who decides it has not seen nothing is lifted.
      const wrong = was === 'disabled' ? 'terminated' : 'disabled'
      const reinstatementReason = 'Is back.'
      expect((await browser.post(`${person.path}/reinstatement`, { was: wrong, reinstatementReason })).status).toBe(409)
      expect((await browser.post(`${person.path}/reinstatement`, { was, reinstatementReason })).status).toBe(303)
      expect((await (await signedIn(person)).get('/staff')).status).toBe(200)
    }
    expect((await changesOf(person.account)).map(({ before, after, reason }) => [before, after, reason])).toEqual([
      ['active', 'disabled', 'On leave.'],
      ['disabled', 'active', 'Is back.'],
      ['active', 'terminated', 'Left the plan.'],
      ['terminated', 'active', 'Is back.'],
    ])
    // By the verbs of every other door: the owner is told each time.
    const told = await rowsOf('SELECT message FROM outbox WHERE account_id = ? ORDER BY id', person.account)
    expect(told.map(({ message }) => message).filter((message) => String(message).startsWith('account-'))).toEqual([
      'account-closed',
      'account-reinstated',
      'account-closed',
      'account-reinstated',
    ])
  })

  it('III.K.8 what an incident suspended is not given back here', async () => {
    const browser = await freshlyIn(ea)
    const person = await aStaffPerson('privacy')
    await transition(env.DB, person.account, { to: 'suspended', clause: 'III.K.5' }, { at: 1, by: null })
    expect(await (await browser.get(person.path)).text()).toContain('Suspended for an incident')
    for (const was of ['disabled', 'terminated', 'suspended', ''])
      expect([409, 422]).toContain(
        (await browser.post(`${person.path}/reinstatement`, { was, reinstatementReason: 'x' })).status,
      )
    expect((await rowsOf('SELECT suspended_at AS at FROM account WHERE id = ?', person.account))[0]?.at).toBe(1)
  })

  it('III.L.4 a capability ends with the account, in the log and the changes, and does not come back with it', async () => {
    const browser = await freshlyIn(ea)
    const person = await aStaffPerson('privacy', { capabilities: ['audit.read'] })
    await browser.post(`${person.path}/closing`, disable)
    expect(await capability(person.account)).toHaveLength(1)
    await browser.post(`${person.path}/closing`, end)
    expect((await changesOf(person.account)).at(-1)).toEqual({ by: ea.account, field: 'capability', before: 'audit.read', after: null, reason: end.closingReason })
    expect((await told(person.account)).at(-1)).toMatchObject({ event: 'capability.taken', by: ea.account, clause: 'III.L.4' })
    await browser.post(`${person.path}/closing`, end)
    await browser.post(`${person.path}/reinstatement`, { was: 'terminated', reinstatementReason: 'x' })
    expect(await capability(person.account)).toEqual([])
  }) // prettier-ignore

  it('III.K.8 nor by ending it and taking the end back', async () => {
    const browser = await freshlyIn(ea)
    const person = await aStaffPerson('privacy')
    await transition(env.DB, person.account, { to: 'suspended', clause: 'III.K.5' }, { at: 1, by: null })
    await browser.post(`${person.path}/closing`, end)
    const answer = await browser.post(`${person.path}/reinstatement`, { was: 'terminated', reinstatementReason: 'x' })
    expect(answer.headers.get('Location')).toBe(`${person.path}?done=suspended`)
    await expect(signedIn(person)).rejects.toThrow('nobody signs in: suspended')
  })

  it('III.M.2 without a fresh second factor somebody is kept out all the same, and nobody let in', async () => {
    const stale = await signedIn(ea)
    const person = await aStaffPerson('privacy')
    for (const [path, fields] of [['department', move], ['capabilities', give], ['reinstatement', { was: 'disabled', reinstatementReason: 'x' }]] as const)
      expect((await stale.post(`${person.path}/${path}`, fields)).headers.get('Location')).toContain('/confirm') // prettier-ignore
    expect(await changesOf(person.account)).toEqual([])
    expect((await stale.post(`${person.path}/closing`, disable)).headers.get('Location')).toContain('done=disabled')
  })
})

describe('EA nobody acts on themself, and information services keeps somebody who can', () => {
  it('EA one’s own page has no forms, and what is posted to it changes nothing', async () => {
    const browser = await freshlyIn(ea)
    const [row] = await rowsOf('SELECT public_id AS id FROM account WHERE id = ?', ea.account)
    const path = `/staff/people/${String(row!.id)}`
    const html = await (await browser.get(path)).text()
    expect(html).toContain('Nobody changes their own account here')
    expect(html).not.toMatch(/action="\/staff\/people/)
    for (const [to, fields] of [['department', move], ['capabilities', give], ['closing', end], ['reinstatement', { was: 'terminated', reinstatementReason: 'x' }]] as const) {
      const answer = await browser.post(`${path}/${to}`, fields)
      expect([to, answer.status, (await answer.text()).includes('Nobody changes their own account')]).toEqual([to, 422, true])
    } // prettier-ignore
    expect([await changesOf(ea.account), await capability(ea.account)]).toEqual([[], []])
  })

  it('EA the last of information services is neither moved, disabled nor ended, two at once among them', async () => {
    const eb = await aPerson({ email: 'eb@plan.example', department: 'e-business' })
    const browser = await freshlyIn(eb)
    const live = () =>
      rowsOf(
        "SELECT a.public_id AS id, a.id AS row FROM account a WHERE department = 'information-services' AND suspended_at IS NULL AND terminated_at IS NULL ORDER BY a.id",
      )
    const all = await live()
    expect(all.length).toBeGreaterThan(1)
    const answers = await Promise.all(
      all.map(({ id }, n) =>
        browser.post(`/staff/people/${String(id)}/${['closing', 'department'][n % 2]}`, {
          ...(n % 4 === 0 ? end : disable),
          department: 'privacy',
          moveReason: 'x',
        }),
      ),
    )
    const [last] = await live()
    expect(await live()).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(all.length - 1)
    for (const [to, fields] of [['closing', end], ['closing', disable], ['department', { department: 'privacy', moveReason: 'x' }]] as const) {
      const answer = await browser.post(`/staff/people/${String(last!.id)}/${to}`, fields)
      expect([answer.status, (await answer.text()).includes('This is the last open account of Information Services')]).toEqual([422, true])
    } // prettier-ignore
    // Not by any other door either.
    expect(
      await transition(env.DB, Number(last!.row), { to: 'terminated', clause: 'III.M.2' }, { at: 1, by: null }),
    ).toBe(false)
    expect(await live()).toHaveLength(1)
    expect(
      await transition(env.DB, Number(last!.row), { to: 'suspended', clause: 'III.K.5' }, { at: 1, by: null }),
    ).toBe(true)
  })
})

describe('II.C who may', () => {
  it.each(departments)('II.C %s', async (department) => {
    const isEa = ['information-services', 'e-business', 'provider-relations'].includes(department)
    const browser: Browser = await freshlyIn(await aPerson({ email: `${department}@acts.example`, department }))
    const person = await aStaffPerson('privacy')
    const statuses = [(await browser.get(person.path)).status]
    for (const [to, fields] of [['department', move], ['capabilities', give], ['closing', disable], ['reinstatement', { was: 'disabled', reinstatementReason: 'x' }]] as const)
      statuses.push((await browser.post(`${person.path}/${to}`, fields)).status) // prettier-ignore
    expect(statuses).toEqual(isEa ? [200, 303, 303, 303, 303] : [403, 403, 403, 403, 403])
    expect(await changesOf(person.account)).toHaveLength(isEa ? 4 : 0)
  })

  it('T15 a person of an office is nobody here, nor is one that isn’t', async () => {
    const browser = await freshlyIn(await aPerson({ email: 'eb2@plan.example', department: 'e-business' }))
    const clerk = await aPerson({ email: 'clerk@office.example', offices: [await anOffice()] })
    const [row] = await rowsOf('SELECT public_id AS id FROM account WHERE id = ?', clerk.account)
    for (const id of [String(row!.id), `acc_${'0'.repeat(24)}`, 'x']) {
      expect((await browser.get(`/staff/people/${id}`)).status).toBe(404)
      for (const [to, fields] of [['closing', end], ['capabilities', give], ['department', move]] as const)
        expect((await browser.post(`/staff/people/${id}/${to}`, fields)).status).toBe(404) // prettier-ignore
    }
    expect(await changesOf(clerk.account)).toEqual([])
  })

  it('T25 what was typed and stored is text', async () => {
    const browser = await freshlyIn(await aPerson({ email: 'eb3@plan.example', department: 'e-business' }))
    const person = await aStaffPerson('privacy', { capabilities: ['audit.read'] })
    const tag = `"'><script>canary()</script><img src=x>`
    await env.DB.prepare('UPDATE account SET first_name = ?1, last_name = ?1 WHERE id = ?2')
      .bind(tag, person.account)
      .run()
    await browser.post(`${person.path}/capabilities`, { decision: 'review audit.read', capabilityReason: tag })
    const refused = await browser.post(`${person.path}/department`, { department: tag, moveReason: tag })
    for (const answer of [await browser.get(person.path), await browser.get('/staff/people'), refused]) {
      const html = await answer.text()
      expect(html).not.toMatch(/<script>canary|<img src=x/)
      expect(html).toContain('&lt;script&gt;canary')
    }
  })
})
