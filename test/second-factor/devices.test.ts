import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { Browser, letters, mailTo } from '../support/browser.ts'
import { eventsOf } from '../support/guard.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { DAY, HOUR, later, stopTheClock } from '../support/time.ts'

stopTheClock()
let office: number
let nth = 0
const DEVICE = '__Host-device'
// A fresh address for each, so that no throttle of one story stands in the way of another.
const somebody = () => aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office] })
const aBrowser = () => new Browser(`198.51.100.${(nth += 1)}`)
const isKnown = async (browser: Browser, email: string) =>
  (await browser.password(email)).headers.get('Location') === '/home'

async function known(email: string): Promise<Browser> {
  const browser = aBrowser()
  await browser.signIn(email, true)
  return browser
}

/** Another browser that came by the same cookie. */
function copyOf(browser: Browser): Browser {
  const copy = aBrowser()
  copy.cookies.set(DEVICE, browser.cookies.get(DEVICE)!)
  return copy
}

beforeAll(async () => {
  office = await anOffice()
})

it('III.F.1.b the value changes at each sign-in', async () => {
  const { email } = await somebody()
  const browser = await known(email)
  const values = [browser.cookies.get(DEVICE)]
  for (let at = 0; at < 3; at += 1) {
    expect(await isKnown(browser, email)).toBe(true)
    values.push(browser.cookies.get(DEVICE))
  }
  expect(new Set(values).size).toBe(4)
})

it('III.F.1.b without being asked to, no device is remembered', async () => {
  const { email, account } = await somebody()
  const browser = aBrowser()
  await browser.signIn(email)
  expect(browser.cookies.has(DEVICE)).toBe(false)
  expect(await env.DB.prepare('SELECT 1 FROM device WHERE account_id = ?').bind(account).first()).toBeNull()
})

it('III.F.1.b a lost answer is no theft: the value before is good until the new one was presented', async () => {
  const { email, account } = await somebody()
  const browser = await known(email)
  const lost = copyOf(browser)
  expect(await isKnown(browser, email)).toBe(true)
  expect(await isKnown(lost, email)).toBe(true)
  // The answer to the first never arrived: its value is past now, and only the second's goes on.
  expect(await isKnown(lost, email)).toBe(true)
  expect(await eventsOf(account)).not.toContain('device.revoked')
})

it('III.F.1.b a copied cookie: all devices are forgotten, and the owner is told', async () => {
  const { email, account } = await somebody()
  const other = await known(email)
  const browser = await known(email)
  const thief = copyOf(browser)
  expect(await isKnown(browser, email)).toBe(true)
  expect(await isKnown(browser, email)).toBe(true)
  expect(await isKnown(thief, email)).toBe(false)
  await mailTo(email)
  expect(letters.filter((letter) => letter.to === email && letter.subject.includes('devices'))).toHaveLength(1)
  expect(await eventsOf(account)).toContain('device.revoked')
  expect(await isKnown(browser, email)).toBe(false)
  expect(await isKnown(other, email)).toBe(false)
})

it('III.F.1.b another account’s cookie is unknown, and alarms nobody', async () => {
  const [one, two] = [await somebody(), await somebody()]
  const thief = copyOf(await known(one.email))
  expect(await isKnown(thief, two.email)).toBe(false)
  expect(await eventsOf(one.account)).not.toContain('device.revoked')
  expect(await eventsOf(two.account)).not.toContain('device.revoked')
})

it('III.F.1.b five are known at most: the sixth takes the place of the longest unused', async () => {
  const { email } = await somebody()
  const browsers: Browser[] = []
  for (let at = 0; at < 6; at += 1) {
    browsers.push(await known(email))
    later(HOUR)
  }
  // The last ones first: asking counts as use.
  const answers: boolean[] = []
  for (const browser of browsers.toReversed()) answers.unshift(await isKnown(browser, email))
  expect(answers).toEqual([false, true, true, true, true, true])
})

it.each([
  ['a millisecond before 90 days', 90 * DAY - 1, true],
  ['at 90 days', 90 * DAY, false],
])('III.F.1.b known %s, use lengthening nothing', async (_name, after, expected) => {
  const { email, account } = await somebody()
  const browser = await known(email)
  later(40 * DAY)
  await env.DB.prepare("UPDATE credential SET set_on = '2040-09-01' WHERE account_id = ?").bind(account).run()
  expect(await isKnown(browser, email)).toBe(true)
  later(after - 40 * DAY)
  await env.DB.prepare("UPDATE account SET last_used_on = '2040-09-01' WHERE id = ?").bind(account).run()
  expect(await isKnown(browser, email)).toBe(expected)
})

it('III.F.1.b hardened: 30 days, also for a cookie set before', async () => {
  const { email } = await somebody()
  const browser = await known(email)
  later(30 * DAY)
  const hardened = copyOf(browser)
  hardened.bindings = { ...env, POLICY_PROFILE: 'hardened' } as unknown as Env
  expect(await isKnown(hardened, email)).toBe(false)
  expect(await isKnown(browser, email)).toBe(true)
})

it('III.F.1.b a known device never replaces the password', async () => {
  const { email } = await somebody()
  const browser = await known(email)
  browser.cookies.delete('__Host-session')
  expect((await browser.get('/home')).status).toBe(303)
  expect((await browser.password(email, 'wrong')).status).toBe(422)
})

it('III.F.1.b only hashes of its values are kept', async () => {
  const { email } = await somebody()
  const browser = await known(email)
  await isKnown(browser, email)
  const rows = await env.DB.prepare('SELECT * FROM device').all()
  const past = await env.DB.prepare('SELECT * FROM device_past_value').all()
  expect(JSON.stringify([rows.results, past.results])).not.toContain(browser.cookies.get(DEVICE))
})
