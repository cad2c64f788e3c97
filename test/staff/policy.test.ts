import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { departments } from '../../src/accounts/account.ts'
import { counting } from '../support/counting.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { signedIn } from '../support/session.ts'

it.each(departments)(
  'II.C the policy in force is shown to %s, in one call to D1, and stands in the menu',
  async (department) => {
    const browser = await signedIn(await aPerson({ email: `${department}@plan.example`, department }))
    const counted = counting()
    browser.bindings = counted.bindings
    const answer = await browser.get('/staff/policy')
    const html = await answer.text()
    expect([answer.status, counted.d1, counted.guard]).toEqual([200, 1, 1])
    expect(html).toMatch(/<a href="\/staff\/policy" aria-current="page">Policy</)
    expect(html).toContain('DORMANT_AFTER')
  },
)

it('III.E.1 each deviation is shown with its reason', async () => {
  const browser = await signedIn(await aPerson({ email: 'deviates@plan.example', department: 'privacy' }))
  const reasons = { PASSKEY_ALONE: 'It cannot be phished.', PROVIDERS: 'The office ends access there first.' }
  browser.bindings = {
    ...env,
    POLICY_OVERRIDES: '{"PASSKEY_ALONE": true, "PROVIDERS": true}',
    POLICY_DEVIATIONS: JSON.stringify(reasons),
  } as unknown as Env
  const html = await (await browser.get('/staff/policy')).text()
  const text = html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
  for (const [name, reason] of Object.entries(reasons)) {
    expect([name, text.includes(name), text.includes(reason)]).toEqual([name, true, true])
  }
})

it('T15 II.C people of offices get 403, without the menu’s item', async () => {
  const browser = await signedIn(
    await aPerson({ email: 'loa@office.example', offices: [await anOffice()], isLoa: true }),
  )
  expect((await browser.get('/staff/policy')).status).toBe(403)
  expect(await (await browser.get('/home')).text()).not.toContain('/staff/policy')
})
