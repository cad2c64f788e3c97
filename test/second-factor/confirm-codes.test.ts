import { beforeAll, describe, expect, it } from 'vitest'
import { Browser, mailTo } from '../support/browser.ts'
import { eventsOf, from, guardOf } from '../support/guard.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { SESSION, signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'
import { notShown, RECOVERY, shown, withApp, withRecoveryCodes } from '../support/typed-codes.ts'

stopTheClock()
const FLOW = '__Host-flow'
let office: number
let nth = 0
const somebody = () => aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office] })
const both = async () => withRecoveryCodes(await withApp(await somebody()))
const codeOf = (by: string, secret: string) => (by === 'app' ? shown(secret) : RECOVERY[0]!)
const wrongOf = (by: string, secret: string) => (by === 'app' ? notShown(secret) : 'A'.repeat(16))

beforeAll(async () => {
  office = await anOffice()
})

describe('III.F.1.c a code of an app and a recovery code in mid-session', () => {
  it.each(['app', 'recovery'])('III.F.1.c %s: fresh enough for the profile, and the session’s secret is another', async (by) => {
    const person = await both()
    const browser = await signedIn(person)
    expect(await (await browser.get('/confirm?next=%2Fprofile')).text()).toContain(`/confirm/${by}?next=%2Fprofile`)
    const page = await (await browser.get(`/confirm/${by}?next=%2Fprofile`)).text()
    expect(page).toContain('action="/confirm/passcode"')
    expect(page).not.toContain('name="remember"')
    const before = browser.cookies.get(SESSION)!
    const wrong = await browser.post(`/confirm/${by}`, { code: wrongOf(by, person.secret), next: '/profile' })
    const html = await wrong.text()
    expect([wrong.status, html.includes('You can try 4 times more')]).toEqual([422, true])
    expect(html).toContain('name="next" value="/profile"')
    expect((await browser.get('/profile')).status).toBe(303)
    const done = await browser.post(`/confirm/${by}`, { code: codeOf(by, person.secret), next: '/profile' })
    expect([done.status, done.headers.get('Location')]).toEqual([303, '/profile'])
    expect((await browser.get('/profile')).status).toBe(200)
    expect(browser.cookies.has(FLOW)).toBe(false)
    const thief = new Browser()
    thief.cookies.set(SESSION, before)
    expect((await thief.get('/home')).status).toBe(303)
    expect(await eventsOf(person.account)).toContain('second_factor.given')
    if (by === 'recovery') expect((await mailTo(person.email))?.subject).toContain('A recovery code was used')
  }) // prettier-ignore

  it('III.F.3 five wrong void it, also for the right one; a code by e-mail goes on', async () => {
    const person = await both()
    const browser = await signedIn(person)
    for (let tries = 0; tries < 4; tries += 1)
      await browser.post('/confirm/app', { code: notShown(person.secret), next: '' })
    const fifth = await browser.post('/confirm/recovery', { code: 'A'.repeat(16), next: '' })
    expect(await fifth.text()).toContain('Too many wrong codes')
    expect((await browser.post('/confirm/app', { code: shown(person.secret), next: '' })).status).toBe(422)
    expect((await browser.get('/profile')).status).toBe(303)
    await browser.post('/confirm/passcode', { channel: 'email', next: '/profile' })
    const { code } = (await mailTo(person.email))!
    expect((await browser.post('/confirm', { code: code!, next: '/profile' })).headers.get('Location')).toBe('/profile')
  })

  it('III.F.3 a cookie thrown away begins no new count of the fifteen', async () => {
    const person = await both()
    const browser = await signedIn(person)
    for (let tries = 0; tries < 14; tries += 1) {
      browser.cookies.delete(FLOW)
      await browser.post('/confirm/app', { code: notShown(person.secret), next: '' })
    }
    browser.cookies.delete(FLOW)
    const last = await browser.post('/confirm/app', { code: notShown(person.secret), next: '' })
    expect(await last.text()).toContain('No code works for this account now')
    browser.cookies.delete(FLOW)
    const right = await browser.post('/confirm/app', { code: shown(person.secret), next: '' })
    expect([right.status, (await browser.get('/profile')).status]).toEqual([422, 303])
  })

  it('T7 a flow of the sign-in, or of somebody else, proves nothing here', async () => {
    const [person, other] = [await both(), await both()]
    const browser = await signedIn(person)
    for (const [of, purpose] of [[person, 'sign-in'], [other, 'step-up']] as const) {
      const flow = { id: `flw_${(nth += 1)}`.padEnd(28, '0'), secretHash: 'x' }
      await guardOf(of.guard).begin({ flow, purpose, account: of.account }, from())
      browser.cookies.set(FLOW, `${of.guard}.${flow.id}.${'A'.repeat(43)}`)
      const wrong = await browser.post('/confirm/app', { code: notShown(person.secret), next: '' })
      expect([wrong.status, browser.cookies.get(FLOW)?.startsWith(person.guard)]).toEqual([422, true])
    }
    expect((await browser.post('/confirm/app', { code: shown(other.secret), next: '' })).status).toBe(422)
    expect(await eventsOf(other.account)).not.toContain('app.refused')
  }) // prettier-ignore

  it('III.F.2 without them they are not there', async () => {
    const browser = await signedIn(await somebody())
    const page = await (await browser.get('/confirm')).text()
    for (const by of ['app', 'recovery']) {
      expect(page).not.toContain(`/confirm/${by}`)
      expect((await browser.get(`/confirm/${by}`)).status).toBe(404)
      expect((await browser.post(`/confirm/${by}`, { code: codeOf(by, 'AAAA'), next: '' })).status).toBe(404)
    }
  })

  it('T22 what comes after leads nowhere else', async () => {
    const person = await both()
    const browser = await signedIn(person)
    const done = await browser.post('/confirm/app', { code: shown(person.secret), next: '//evil.example' })
    expect(done.headers.get('Location')).toBe('/home')
  })
})
