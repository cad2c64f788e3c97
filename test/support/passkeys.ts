/** People with passkeys, and browsers that use them. */
import { env } from 'cloudflare:workers'
import { Authenticator, type Forgery, type Options, optionsIn } from './authenticator.ts'
import { Browser, mailTo } from './browser.ts'
import { aPerson, type Someone } from './people.ts'
import { signedIn } from './session.ts'

export const PASSKEYS = '/profile/security/passkeys'
export const SECOND = '/sign-in/second-factor/passkey'
export const ALONE = '/sign-in/passkey'

/** A browser signed in, with a second factor given just now. */
export async function confirmed(person: { guard: string; email: string }, ip?: string): Promise<Browser> {
  const browser = await signedIn(person, ip)
  const csrf = await browser.token('/home')
  await browser.post('/confirm/passcode', { csrf, channel: 'email', next: '' })
  const code = (await mailTo(person.email))?.code ?? ''
  await browser.post('/confirm', { csrf, code, next: '' })
  return browser
}

/** Adds a passkey on the profile's page; answers what it answered. */
export async function added(browser: Browser, device: Authenticator, name = 'Telephone', forgery: Forgery = {}) {
  const html = await (await browser.get(PASSKEYS)).text()
  const passkey = await device.create(optionsIn(html)!, forgery)
  return browser.post(PASSKEYS, { name, passkey }, PASSKEYS)
}

/** Why the last passkey that was refused was (the log's word). */
export const lastRefusal = () =>
  env.DB.prepare(
    "SELECT json_extract(detail, '$.why') AS why FROM audit WHERE event = 'passkey.refused' ORDER BY seq DESC",
  ).first<string>('why')

let nth = 0

/** Somebody new with a passkey on a device of theirs. `counter`: it counts from there. */
export const withPasskey = async (someone: Someone, counter = 0) => equipped(await aPerson(someone), counter)

/** The person with a passkey on a device of theirs. */
export async function equipped<P extends { guard: string; email: string }>(person: P, counter = 0) {
  const device = new Authenticator(counter)
  const browser = await confirmed(person, `198.19.${(nth += 1) >> 8}.${nth & 255}`)
  const answer = await added(browser, device)
  if (answer.status !== 303) throw new Error(`no passkey was added: ${answer.status}`)
  return { ...person, device }
}

/** The question on a page. */
export const askedOn = async (browser: Browser, page: string): Promise<Options> => {
  const options = optionsIn(await (await browser.get(page)).text())
  if (!options) throw new Error(`${page} asks no passkey`)
  return options
}

/** The question of the sign-in page, as its script fetches it. */
export const askedAlone = async (browser: Browser): Promise<Options> => {
  await browser.get('/sign-in')
  return (await browser.get(ALONE, { Accept: 'application/json' })).json()
}

/** Signs in with the passkey alone; answers the form's answer. */
export async function alone(browser: Browser, device: Authenticator, forgery: Forgery = {}, next = '') {
  const passkey = await device.get(await askedAlone(browser), forgery)
  return browser.post(ALONE, { passkey, next }, '/sign-in')
}

/** Gives the second factor of a sign-in by the passkey; answers the form's answer. */
export async function second(browser: Browser, device: Authenticator, forgery: Forgery = {}) {
  const passkey = await device.get(await askedOn(browser, SECOND), forgery)
  return browser.post(SECOND, { passkey, next: '' }, SECOND)
}
