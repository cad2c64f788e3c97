import { beforeAll, expect, it } from 'vitest'
import { Browser, letters, mailTo } from '../support/browser.ts'
import { anOffice, aPerson } from '../support/people.ts'

beforeAll(async () => {
  const office = await anOffice()
  await aPerson({ email: 'clerk@office.example', offices: [office] })
})

it('III.E.1 III.F.1.a password and passcode open a session', async () => {
  const browser = new Browser()
  const page = await browser.get('/sign-in')
  expect(page.status).toBe(200)
  expect(await page.text()).toContain('<h1>Sign in</h1>')
  const first = await browser.password('Clerk@Office.example ')
  expect(first.status).toBe(303)
  expect(first.headers.get('Location')).toBe('/sign-in/second-factor?next=')
  expect((await browser.get('/home')).headers.get('Location')).toBe('/sign-in?next=%2Fhome')
  const letter = await mailTo('clerk@office.example')
  expect(letter?.code).toMatch(/^\d{6}$/)
  const second = await browser.post(
    '/sign-in/second-factor',
    { code: letter!.code!, next: '', remember: 'on' },
    '/sign-in/second-factor',
  )
  expect(second.headers.get('Location')).toBe('/home')
  const home = await browser.get('/home')
  expect(home.status).toBe(200)
  expect(await home.text()).toContain('Welcome, Terry')
})

it('III.F.1.b a known device needs no passcode', async () => {
  const browser = new Browser()
  await browser.signIn('clerk@office.example', true)
  await browser.post('/sign-out', {})
  expect((await browser.get('/home')).status).toBe(303)
  const before = letters.length
  const again = await browser.password('clerk@office.example')
  expect(again.headers.get('Location')).toBe('/home')
  await mailTo('clerk@office.example')
  expect(letters.length).toBe(before)
})

it('III.E.1 a wrong password says so and keeps the address', async () => {
  const browser = new Browser()
  const answer = await browser.password('clerk@office.example', 'wrong')
  expect(answer.status).toBe(422)
  const html = await answer.text()
  expect(html).toContain('value="clerk@office.example"')
  expect(html).toContain('<title>Error: Sign in')
})

it('III.F.2.a the passcode goes by text message to the registered mobile telephone when asked for', async () => {
  await aPerson({ email: 'mobile@office.example', offices: [await anOffice()], mobile: '+17145550123' })
  const browser = new Browser()
  await browser.password('mobile@office.example')
  const mailed = await mailTo('mobile@office.example')
  const again = await browser.post(
    '/sign-in/second-factor/passcode',
    { channel: 'text', next: '' },
    '/sign-in/second-factor',
  )
  expect(again.headers.get('Location')).toContain('sent=text')
  const texted = await mailTo('+17145550123')
  expect(texted?.channel).toBe('text')
  const enter = (code: string) => browser.post('/sign-in/second-factor', { code, next: '' }, '/sign-in/second-factor')
  // A new code voids the old one (III.F.3).
  if (mailed!.code !== texted!.code) expect((await enter(mailed!.code!)).status).toBe(422)
  expect((await enter(texted!.code!)).headers.get('Location')).toBe('/home')
})

it('III.F.2.a without a mobile telephone nothing is sent by text, and the e-mail stays the way', async () => {
  await aPerson({ email: 'landline@office.example', offices: [await anOffice()] })
  const browser = new Browser()
  await browser.password('landline@office.example')
  await browser.post('/sign-in/second-factor/passcode', { channel: 'text', next: '' }, '/sign-in/second-factor')
  const before = letters.length
  await mailTo('landline@office.example')
  expect(letters.slice(before).filter((letter) => letter.channel === 'text')).toEqual([])
})
