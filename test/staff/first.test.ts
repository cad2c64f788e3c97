import { env } from 'cloudflare:workers'
import { beforeEach, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { hourly } from '../../src/schedule.ts'
import { inviteFirst } from '../../src/staff/job.ts'
import { letters, mailTo } from '../support/browser.ts'
import { doneBy } from '../support/means.ts'
import { aPerson } from '../support/people.ts'

const config = (firstAdministrator: string | null) => ({ ...readConfig(env), firstAdministrator })
const run = (address: string | null) => doneBy(inviteFirst, { config: config(address) })
const invitations = async () =>
  (await env.DB.prepare('SELECT email, department, invited_by AS by FROM invitation').all()).results
const first = { email: 'first@plan.example', department: 'information-services', by: null }

beforeEach(async () => {
  letters.length = 0
  for (const table of ['link', 'invitation', 'outbox']) await env.DB.prepare(`DELETE FROM ${table}`).run()
})

it('EA the first Enterprise Administrator is invited by the hourly run, and gets the link', async () => {
  await hourly({ ...env, FIRST_ADMINISTRATOR: 'First@plan.example' } as unknown as Env)
  expect(await invitations()).toEqual([first])
  const letter = await mailTo('first@plan.example')
  expect(letter?.link).toMatch(/^https:\/\/portal\.test\/invitation\?link=/)
  const audit = await env.DB.prepare("SELECT account_id AS account, detail FROM audit WHERE event = 'invitation.made' ORDER BY seq DESC LIMIT 1").first() // prettier-ignore
  expect(audit).toEqual({ account: null, detail: '{"department":"information-services"}' })
})

it('EA twenty runs at once invite one, with one mail', async () => {
  const done = await Promise.all(Array.from({ length: 20 }, () => run('first@plan.example')))
  expect(done.reduce((sum, one) => sum + one, 0)).toBe(1)
  expect(await invitations()).toEqual([first])
  await mailTo('first@plan.example')
  expect(letters).toHaveLength(1)
})

it('EA run again, and with another address, it invites nobody more', async () => {
  expect(await run('first@plan.example')).toBe(1)
  expect([await run('first@plan.example'), await run('second@plan.example')]).toEqual([0, 0])
  await env.DB.prepare('UPDATE invitation SET revoked_at = 1').run()
  expect(await run('second@plan.example')).toBe(0)
  expect(await invitations()).toEqual([first])
})

it('EA without an address, or with one that is none, nobody is invited', async () => {
  expect([await run(null), await run(''), await run('nobody')]).toEqual([0, 0, 0])
  expect(await invitations()).toEqual([])
})

it('EA once there is staff nobody is invited, in whatever state the account is', async () => {
  const { account } = await aPerson({ email: 'ea@plan.example', department: 'privacy' })
  expect(await run('first@plan.example')).toBe(0)
  await env.DB.prepare('UPDATE account SET terminated_at = 1 WHERE id = ?').bind(account).run()
  expect(await run('first@plan.example')).toBe(0)
  expect(await invitations()).toEqual([])
})
