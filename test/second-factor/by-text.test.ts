import { beforeAll, describe, expect, it } from 'vitest'
import { Browser, letters, mailTo } from '../support/browser.ts'
import { anOffice, aPerson, type Someone } from '../support/people.ts'

let office: number
let nth = 0
const somebody = (someone: Partial<Someone> = {}) =>
  aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office], ...someone })

/** A browser that typed the right password. */
async function halfIn(email: string): Promise<Browser> {
  const browser = new Browser(`198.51.100.${(nth += 1)}`)
  expect((await browser.password(email)).status).toBe(303)
  return browser
}

beforeAll(async () => {
  office = await anOffice()
})

describe('III.F.2.a a code by text message', () => {
  it('III.F.2.a without a mobile number it is not offered, and asking for it all the same leaves the e-mailed code good', async () => {
    const { email } = await somebody()
    const browser = await halfIn(email)
    const code = (await mailTo(email))!.code!
    expect(await (await browser.get('/sign-in/second-factor')).text()).not.toContain('by text message')
    const sent = letters.length
    const page = await browser.post(
      '/sign-in/second-factor/passcode',
      { channel: 'text', next: '' },
      '/sign-in/second-factor',
    )
    expect(page.headers.get('Location')).toBe('/sign-in/second-factor?next=')
    await mailTo(email)
    expect(letters.length).toBe(sent)
    const done = await browser.post('/sign-in/second-factor', { code, next: '' }, '/sign-in/second-factor')
    expect(done.headers.get('Location')).toBe('/home')
  })

  it('III.F.2.a with one it is', async () => {
    const { email } = await somebody({ mobile: '+17145550102' })
    const browser = await halfIn(email)
    expect(await (await browser.get('/sign-in/second-factor')).text()).toContain('by text message')
    await browser.post('/sign-in/second-factor/passcode', { channel: 'text', next: '' }, '/sign-in/second-factor')
    const code = (await mailTo('+17145550102'))!.code!
    const done = await browser.post('/sign-in/second-factor', { code, next: '' }, '/sign-in/second-factor')
    expect(done.headers.get('Location')).toBe('/home')
  })
})
