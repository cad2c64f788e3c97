import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { transition } from '../../src/accounts/transition.ts'
import { instant } from '../../src/clock.ts'
import { aPerson, anOffice } from '../support/people.ts'
import { signedIn } from '../support/session.ts'

const changesOf = async (account: number) =>
  (
    await env.DB.prepare('SELECT event, account_id AS by, clause, detail FROM audit WHERE subject_id = ? ORDER BY seq')
      .bind(account)
      .all()
  ).results

it('III.L.3 each change to a user record is a row: whose, by whom, and what', async () => {
  const { account } = await aPerson({ email: 'new@office.example', offices: [await anOffice()] })
  const by = await aPerson({ email: 'admin@plan.example', department: 'e-business' })
  expect(await transition(env.DB, account, { to: 'suspended', clause: 'III.K.5' }, { at: 1000, by: by.account })).toBe(
    true,
  )
  expect(await changesOf(account)).toEqual([
    { event: 'account.created', by: null, clause: null, detail: '{"kind":"office","memberships":1,"capabilities":0}' },
    { event: 'account.changed', by: by.account, clause: 'III.K.5', detail: '{"to":"suspended"}' },
  ])
})

it('III.L.3 what does not change leaves no row', async () => {
  const { account } = await aPerson({ email: 'twice@office.example' })
  expect(await transition(env.DB, account, { to: 'terminated', clause: 'III.M.2' }, { at: 1000, by: null })).toBe(true)
  expect(await transition(env.DB, account, { to: 'terminated', clause: 'III.M.2' }, { at: 2000, by: null })).toBe(false)
  expect((await changesOf(account)).map((row) => row.event)).toEqual(['account.created', 'account.changed'])
})

it('III.M.2 what is refused ends no session: the last administrator goes on', async () => {
  const last = await aPerson({ email: 'last@plan.example', department: 'information-services' })
  const browser = await signedIn(last)
  const by = { at: instant().getTime(), by: null }
  expect(await transition(env.DB, last.account, { to: 'disabled', clause: 'III.M.2' }, by)).toBe(false)
  expect((await browser.get('/staff')).status).toBe(200)
  expect(await transition(env.DB, last.account, { to: 'suspended', clause: 'III.K.5' }, by)).toBe(true)
  expect((await browser.get('/staff')).status).toBe(303)
})

it('III.C.3 an address has one account, without regard to case; III.C.2 it never changes', async () => {
  const { account } = await aPerson({ email: 'One@office.example' })
  await expect(aPerson({ email: 'one@OFFICE.example' })).rejects.toThrow(/UNIQUE/)
  await expect(
    env.DB.prepare("UPDATE account SET email = 'other@office.example' WHERE id = ?").bind(account).run(),
  ).rejects.toThrow(/III.C.2/)
})
