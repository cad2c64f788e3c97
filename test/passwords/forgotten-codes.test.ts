import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { Browser, mailTo } from '../support/browser.ts'
import { attempt, eventsOf, guardOf } from '../support/guard.ts'
import { anOffice, aPerson, PASSWORD } from '../support/people.ts'
import { CONTINUE, forget, proveMailbox, stageOf, step, titles } from '../support/reset.ts'
import { SESSION } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'
import { notShown, RECOVERY, shown, withApp, withRecoveryCodes } from '../support/typed-codes.ts'

stopTheClock()
const NEW = 'Another-horse-8'
let office: number
let nth = 0
const somebody = () => aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office] })
const aBrowser = () => new Browser(`198.51.100.${(nth += 1)}`)

/** A browser whose person proved the mailbox; answers the page after it. */
async function proved(email: string): Promise<[Browser, string]> {
  const browser = aBrowser()
  return [browser, await proveMailbox(browser, await forget(browser, email))]
}

beforeAll(async () => {
  office = await anOffice()
})

describe('III.F.1.c.i a code that nobody sends as the second proof of a reset', () => {
  it.each([
    ['an app', 'app', 'appCode'],
    ['a recovery code', 'recovery', 'recoveryCode'],
  ])('III.F.1.c.i III.E.4.b by %s the new password is set, and the account opens', async (_name, by, field) => {
    const person = await withRecoveryCodes(await withApp(await somebody()))
    for (let failures = 0; failures < 5; failures += 1) await attempt(person.guard, 'wrong')
    const [browser, html] = await proved(person.email)
    expect(html).toContain(`action="/forgot-password/${by}"`)
    expect(html).toContain(`id="field-${field}"`)
    const [right, wrong] = by === 'app' ? [shown(person.secret), notShown(person.secret)] : [RECOVERY[0]!, 'A'.repeat(16)]
    const refused = await step(browser, by, { [field]: wrong })
    expect([refused.status, (await refused.text()).includes(`id="field-${field}-error"`)]).toEqual([422, true])
    expect((await step(browser, 'password', { password: NEW })).headers.get('Location')).toBe(CONTINUE)
    expect((await step(browser, by, { [field]: right })).headers.get('Location')).toBe(CONTINUE)
    expect(await stageOf(browser)).toBe(titles.ready)
    expect((await step(browser, 'password', { password: NEW })).status).toBe(303)
    expect((await attempt(person.guard, NEW)).outcome).toBe('right')
  }) // prettier-ignore

  it('III.F.3 a locked second factor: the right code still leads to a new password, which opens it', async () => {
    const person = await withApp(await somebody())
    for (let flows = 0; flows < 3; flows += 1) {
      const browser = aBrowser()
      await browser.password(person.email)
      for (let tries = 0; tries < 5; tries += 1)
        await browser.post('/sign-in/second-factor/app', { next: '', code: notShown(person.secret) }, '/sign-in')
    }
    expect(await guardOf(person.guard).locks()).toMatchObject({ secondFactor: true })
    const [browser] = await proved(person.email)
    await step(browser, 'app', { appCode: shown(person.secret) })
    await step(browser, 'password', { password: NEW })
    expect(await guardOf(person.guard).locks()).toEqual({ password: false, secondFactor: false })
  })

  it('III.F.3 five wrong void the reset’s codes, also the right one', async () => {
    const person = await withApp(await somebody())
    const [browser] = await proved(person.email)
    for (let tries = 0; tries < 4; tries += 1) await step(browser, 'app', { appCode: notShown(person.secret) })
    expect(await (await step(browser, 'app', { appCode: notShown(person.secret) })).text()).toContain('Too many wrong codes')
    expect((await step(browser, 'app', { appCode: shown(person.secret) })).status).toBe(422)
    expect(await stageOf(browser)).toBe(titles.second)
    expect((await attempt(person.guard, PASSWORD)).outcome).toBe('right')
  }) // prettier-ignore

  it('T7 before the mailbox, without a flow, and for who has none: nothing is looked at', async () => {
    const person = await withRecoveryCodes(await withApp(await somebody()))
    const browser = aBrowser()
    const letter = await forget(browser, person.email)
    await step(browser, 'app', { appCode: shown(person.secret) })
    const { pathname, search } = new URL(letter!.link!)
    await browser.get(pathname + search)
    await step(browser, 'app', { appCode: shown(person.secret) })
    await step(browser, 'recovery', { recoveryCode: RECOVERY[0]! })
    expect(await stageOf(browser)).toBe(titles.mailbox)
    expect(await eventsOf(person.account)).not.toContain('app.accepted')
    await step(browser, 'code', { code: letter!.code! })
    expect(await stageOf(browser)).toBe(titles.second)
    const bare = await withRecoveryCodes(await somebody())
    await env.DB.prepare("UPDATE account SET mobile = '+17145550101' WHERE id = ?").bind(bare.account).run()
    const [other, html] = await proved(bare.email)
    expect(html).not.toContain('/forgot-password/app')
    expect((await step(other, 'app', { appCode: shown(person.secret) })).headers.get('Location')).toBe(CONTINUE)
    expect(await stageOf(other)).toBe(titles.second)
  })

  it('T7 a right code at the sign-in proves nothing of the reset', async () => {
    const person = await withApp(await somebody())
    const [browser] = await proved(person.email)
    const answer = await browser.post('/sign-in/second-factor/app', { next: '', code: shown(person.secret) }, '/sign-in')
    expect([answer.headers.get('Location'), browser.cookies.has(SESSION)]).toEqual(['/sign-in', false])
  }) // prettier-ignore

  it('III.F.2 AUTHENTICATOR_APPS off: the app is not offered, nor waited for', async () => {
    const person = await withApp(await somebody())
    await env.DB.prepare("UPDATE account SET mobile = '+17145550101' WHERE id = ?").bind(person.account).run()
    const [browser] = await proved(person.email)
    const overrides = { ...(JSON.parse(env.POLICY_OVERRIDES) as object), AUTHENTICATOR_APPS: false }
    browser.bindings = { ...env, POLICY_OVERRIDES: JSON.stringify(overrides) } as unknown as Env
    expect(await (await browser.get(CONTINUE)).text()).not.toContain('/forgot-password/app')
    await step(browser, 'app', { appCode: shown(person.secret) })
    expect(await stageOf(browser)).toBe(titles.second)
    expect((await mailTo(person.email))!.code).toBeTruthy()
  })
})
