import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Deed, deeds } from '../../src/staff/accounts/deed.ts'
import {
  changesOf,
  auditedSince,
  fieldsOf,
  inStatus,
  lastSeq,
  REASON,
  somebody,
  statusRow,
} from '../support/accounts.ts'
import { type Browser, letters } from '../support/browser.ts'
import { deedTable, statuses } from '../support/deeds.ts'
import { anOffice, today } from '../support/people.ts'
import { anEa, freshlyIn, rowsOf } from '../support/requests.ts'
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

describe('III.M.2, III.K.5, III.K.8, III.E.4.a every deed in every state', () => {
  it.each(deeds.flatMap((deed) => statuses.map((status) => [deed, status] as const)))(
    'III.M.2 %s of an account that is %s',
    async (deed, status) => {
      const person = await inStatus(office, status, deed)
      const before = await changesOf(person.account)
      const seq = await lastSeq()
      const page = await browser.get(`${person.path}/${deed}`)
      const may = deedTable[deed].includes(status)
      expect([page.status, (await page.text()).includes('can’t be done now')]).toEqual([200, !may])
      const answer = await browser.post(`${person.path}/${deed}`, fieldsOf(status))
      if (may) {
        expect([answer.status, answer.headers.get('Location')]).toEqual([303, `${person.path}?done=${deed}`])
        const kept = (await changesOf(person.account)).slice(before.length)
        expect(kept.length).toBeGreaterThan(0)
        for (const row of kept) expect(row).toMatchObject({ by: ea.account, reason: REASON })
        const audited = await auditedSince(person.account, seq)
        expect(audited.filter(({ by }) => by === ea.account).length).toBeGreaterThan(0)
        // T29: the reason stays in the table of changes; the log has ids and words of ours.
        expect(JSON.stringify(audited)).not.toContain('manager')
      } else {
        expect([answer.status, (await answer.text()).includes('changed meanwhile')]).toEqual([409, true])
        expect(await changesOf(person.account)).toEqual(before)
        expect(await auditedSince(person.account, seq)).toEqual([])
      }
    },
  )
})

describe('III.L.3 what each deed leaves', () => {
  const rows: [Deed, object[], object[]][] = [
    ['unlocking', [{ field: 'lock', before: 'password', after: 'none' }], [{ event: 'account.unlocked', clause: 'III.E.4.a', detail: null }]],
    ['set-up-link', [{ field: 'set-up link', before: null, after: 'sent' }], [{ event: 'password.link_sent', clause: 'III.D.1', detail: null }]],
    ['session-end', [{ field: 'sessions', before: '1', after: 'none' }], [{ event: 'account.changed', clause: null, detail: '{"to":"signed out"}' }]],
    ['device-revocation', [{ field: 'devices', before: '1', after: 'none' }], [{ event: 'device.revoked', clause: 'III.F.1.b', detail: null }]],
    ['second-factor-removal', [{ field: 'second factors', before: 'passkeys 1, apps 1, codes 2', after: 'none' }], ['passkey.removed', 'app.removed', 'recovery_codes.removed', 'device.revoked'].map((event) => ({ event, clause: event === 'device.revoked' ? 'III.F.1.b' : 'III.F.2', detail: '{"why":"lost"}' }))],
    ['suspension', [{ field: 'status', before: 'active', after: 'suspended' }], [{ event: 'account.changed', clause: 'III.K.5', detail: '{"to":"suspended"}' }]],
    ['disabling', [{ field: 'status', before: 'active', after: 'disabled' }], [{ event: 'account.changed', clause: 'III.M.2', detail: '{"to":"disabled"}' }]],
  ] // prettier-ignore
  it.each(rows)('III.L.3 %s', async (deed, changes, events) => {
    const person = await inStatus(office, 'active', deed)
    const seq = await lastSeq()
    await browser.post(`${person.path}/${deed}`, fieldsOf('active'))
    expect(await changesOf(person.account)).toEqual(changes.map((one) => ({ by: ea.account, reason: REASON, ...one })))
    expect(await auditedSince(person.account, seq)).toEqual(events.map((one) => ({ by: ea.account, ...one })))
  })

  it('III.L.3, III.M.3 an end revokes each access with its date, and then ends the account', async () => {
    const person = await somebody(office)
    const seq = await lastSeq()
    await browser.post(`${person.path}/termination`, fieldsOf('active', { changedOn: '2040-06-01' }))
    expect(await changesOf(person.account)).toMatchObject([
      { field: 'membership', before: 'active', after: 'ended', reason: REASON },
      { field: 'status', before: 'active', after: 'terminated', reason: REASON },
    ])
    expect((await auditedSince(person.account, seq)).map(({ event, clause }) => [event, clause])).toEqual([
      ['membership.changed', 'III.M.2'],
      ['revocation.reported', 'III.M.3'],
      ['account.changed', 'III.M.2'],
    ])
    expect(await rowsOf('SELECT kind, changed_on AS changedOn, revoked_on AS revokedOn, is_late AS isLate, reason FROM revocation WHERE account_id = ?', person.account)).toEqual([
      { kind: 'ended', changedOn: '2040-06-01', revokedOn: today(), isLate: 1, reason: REASON },
    ])
  }) // prettier-ignore

  it('III.M.3 an account ends at once: a day to come, and none, are told', async () => {
    const person = await somebody(office)
    for (const changedOn of ['2199-01-01', '', '2040-02-30']) {
      const answer = await browser.post(`${person.path}/termination`, fieldsOf('active', { changedOn }))
      expect([answer.status, (await answer.text()).includes('href="#field-changedOn"')]).toEqual([422, true])
    }
    expect(await statusRow(person.account)).toMatchObject({ terminatedAt: null })
  })

  it('III.L.3 without a reason nothing happens; what was typed stays, escaped (T25)', async () => {
    const person = await somebody(office)
    const canary = '<script>alert(1)</script>"x'
    for (const deed of ['suspension', 'termination', 'disabling'] as const) {
      const answer = await browser.post(`${person.path}/${deed}`, { was: 'active', reason: ' ', changedOn: '2040-06-01' })
      const html = await answer.text()
      expect([answer.status, html.includes('href="#field-reason"')]).toEqual([422, true])
      if (deed === 'termination') expect(html).toContain('value="2040-06-01"')
    }
    const long = await browser.post(`${person.path}/suspension`, { was: 'active', reason: `${canary}${'x'.repeat(1000)}` })
    const html = await long.text()
    expect([long.status, html.includes('&lt;script&gt;alert(1)'), html.includes('<script>alert')]).toEqual([422, true, false])
    expect(await changesOf(person.account)).toEqual([])
    await browser.post(`${person.path}/suspension`, { was: 'active', reason: canary })
    const page = await (await browser.get(person.path)).text()
    expect([page.includes('&lt;script&gt;alert(1)'), page.includes('<script>alert')]).toEqual([true, false])
  }) // prettier-ignore
})
