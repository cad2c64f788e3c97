/** Every way in, taken as a person takes it; `befall` happens on the way, where it hurts most (T3). */
import { env } from 'cloudflare:workers'
import { readConfig } from '../../src/config.ts'
import { batch } from '../../src/db/client.ts'
import { invite } from '../../src/invitations/invite.ts'
import { newLink } from '../../src/links/link.ts'
import { linkMade } from '../../src/links/store.ts'
import { Browser, letters, mailTo } from '../support/browser.ts'
import { optionsIn } from '../support/authenticator.ts'
import { ALONE, alone, askedAlone, askedOn, equipped, SECOND } from '../support/passkeys.ts'
import { come, grant, leave } from '../support/federation.ts'
import { FakeProvider, linkIdentity, setUpProvider } from '../support/identity-provider.ts'
import { anOffice, aPerson, PASSWORD } from '../support/people.ts'
import { answering, withQuestions } from '../support/questions.ts'
import { Registrant } from '../support/registrant.ts'
import { membershipOf } from '../support/requests.ts'
import { forget, proveMailbox, reset, step } from '../support/reset.ts'
import { SESSION, signedIn } from '../support/session.ts'
import { HOUR } from '../support/time.ts'
import type { Subject } from './states.ts'

const NEW = 'Another-horse-8'
let nth = 0
const aBrowser = () => new Browser(`198.18.${Math.floor((nth += 1) / 250)}.${nth % 250}`)

type Befall = (subject: Subject) => Promise<unknown>

/** An administrator of an office of their own, with every role to read; and, if wanted, of a second office. */
async function somebody(withOther = false): Promise<Subject & { other: number }> {
  const office = await anOffice()
  const other = withOther ? await anOffice('The other office') : 0
  const email = `matrix${(nth += 1)}@office.example`
  const person = await aPerson({ email, offices: withOther ? [office, other] : [office], isLoa: true })
  return { ...person, office, other, membership: (await membershipOf(person.account, office)).row }
}
type Somebody = Awaited<ReturnType<typeof somebody>>

/** Types the password, and the code if one is asked for. */
async function typed(email: string, browser = aBrowser(), password = PASSWORD): Promise<Browser> {
  const answer = await browser.password(email, password)
  if (answer.headers.get('Location')?.startsWith('/sign-in/second-factor')) await entered(browser, email)
  return browser
}
async function entered(browser: Browser, email: string): Promise<void> {
  const code = (await mailTo(email))?.code ?? ''
  await browser.post('/sign-in/second-factor', { code, next: '', remember: 'on' }, '/sign-in/second-factor')
}
/** Has the browser's session work through the person's membership of that office. */
async function switched(browser: Browser, { account }: Somebody, office: number): Promise<void> {
  const { id } = await membershipOf(account, office)
  const csrf = await browser.token('/home')
  await browser.post('/session/office', { membership: id, ...(csrf ? { csrf } : { csrf: 'x' }) })
}

/** The identity provider of every office here, set up once. */
let made: Promise<{ there: FakeProvider; row: number }> | null = null
async function makeProvider() {
  const there = await FakeProvider.at('matrix.idp.test')
  const mfaWhen = [{ claim: 'amr' as const, value: 'mfa' }]
  const { row } = await setUpProvider(there, { domains: ['office.example'], mfaWhen })
  return { there, row }
}

/** Somebody whose office has a provider, and how they are called there; linked unless told. */
async function federated({ linked = true } = {}) {
  const person = await somebody()
  const { there, row } = await (made ??= makeProvider())
  await env.DB.prepare('INSERT INTO provider_office (provider_id, office_id) VALUES (?, ?)')
    .bind(row, person.office)
    .run()
  if (linked) await linkIdentity({ row, issuer: there.issuer }, person.email, person.account)
  return { person, there, claims: { sub: person.email, email: person.email, email_verified: true } }
}

export const ways = {
  password: async (befall: Befall) => {
    const person = await somebody()
    await befall(person)
    return typed(person.email)
  },
  passcode: async (befall: Befall) => {
    const person = await somebody()
    const browser = aBrowser()
    await browser.password(person.email)
    await befall(person)
    await entered(browser, person.email)
    return browser
  },
  question: async (befall: Befall) => {
    const person = await withQuestions(await somebody())
    const browser = aBrowser()
    await browser.password(person.email)
    await befall(person)
    await browser.post('/sign-in/second-factor/questions', { next: '', ...answering() }, '/sign-in')
    return browser
  },
  'passkey alone': async (befall: Befall) => {
    const person = await equipped(await somebody())
    const browser = aBrowser()
    await befall(person)
    await alone(browser, person.device)
    return browser
  },
  'passkey alone, meanwhile': async (befall: Befall) => {
    const person = await equipped(await somebody())
    const browser = aBrowser()
    const passkey = await person.device.get(await askedAlone(browser))
    await befall(person)
    await browser.post(ALONE, { passkey, next: '' }, '/sign-in')
    return browser
  },
  'passkey second': async (befall: Befall) => {
    const person = await equipped(await somebody())
    const browser = aBrowser()
    await browser.password(person.email)
    const passkey = await person.device.get(await askedOn(browser, SECOND))
    await befall(person)
    await browser.post(SECOND, { passkey, next: '' }, '/sign-in')
    return browser
  },
  'reset with a passkey': async (befall: Befall) => {
    const person = await equipped(await somebody())
    await befall(person)
    const browser = aBrowser()
    await proveMailbox(browser, await forget(browser, person.email))
    const options = optionsIn(await (await browser.get('/forgot-password/passkey')).text())
    if (options) await step(browser, 'passkey', { passkey: await person.device.get(options) })
    await step(browser, 'password', { password: NEW })
    return alone(browser, person.device).then(() => browser)
  },
  device: async (befall: Befall) => {
    const person = await somebody()
    const browser = await typed(person.email)
    browser.cookies.delete(SESSION)
    await befall(person)
    return typed(person.email, browser)
  },
  session: async (befall: Befall) => {
    const person = await somebody()
    const browser = await signedIn(person)
    await befall(person)
    return browser
  },
  'step-up': async (befall: Befall) => {
    const person = await somebody()
    const browser = await signedIn(person)
    const csrf = await browser.token('/home')
    await browser.post('/confirm/passcode', { csrf, channel: 'email', next: '/profile' })
    const code = (await mailTo(person.email))?.code ?? ''
    await befall(person)
    await browser.post('/confirm', { csrf, code, next: '/profile' })
    return browser
  },
  reset: async (befall: Befall) => {
    const person = await somebody()
    await befall(person)
    const browser = aBrowser()
    await reset(browser, person.email, NEW)
    return typed(person.email, browser, NEW)
  },
  'reset, meanwhile': async (befall: Befall) => {
    const person = await somebody()
    const browser = aBrowser()
    await proveMailbox(browser, await forget(browser, person.email))
    await befall(person)
    await step(browser, 'password', { password: NEW })
    return typed(person.email, browser, NEW)
  },
  'set-up link': async (befall: Befall) => {
    const person = await somebody()
    await env.DB.prepare('DELETE FROM credential WHERE account_id = ?').bind(person.account).run()
    const link = newLink(person.guard)
    const at = Date.now()
    await batch(env.DB, [linkMade(link, 'set-up', { account: person.account }, at, at + HOUR)])
    await befall(person)
    const browser = aBrowser()
    await browser.get(`/password/set-up?link=${link.value}`)
    await browser.post('/password/set-up', { password: NEW }, '/password/set-up')
    return typed(person.email, browser, NEW)
  },
  'switch into it': async (befall: Befall) => {
    const person = await somebody(true)
    const browser = await signedIn(person)
    await switched(browser, person, person.other)
    const csrf = await browser.token('/home')
    await befall(person)
    const { id } = await membershipOf(person.account, person.office)
    await browser.post('/session/office', { csrf, membership: id })
    return browser
  },
  'switch away from it': async (befall: Befall) => {
    const person = await somebody(true)
    const browser = await signedIn(person)
    await switched(browser, person, person.office)
    const csrf = await browser.token('/home')
    await befall(person)
    const { id } = await membershipOf(person.account, person.other)
    await browser.post('/session/office', { csrf, membership: id })
    return browser
  },
  invitation: async (befall: Befall) => {
    const person = await somebody()
    await befall(person)
    const invitee = { email: person.email, firstName: 'Terry', lastName: 'Tester', office: person.office, officeName: 'Test Office' } // prettier-ignore
    const { statements } = await invite(readConfig(env), invitee, { at: Date.now(), by: 1 })
    await batch(env.DB, statements)
    await mailTo(person.email)
    const letter = letters.findLast((one) => one.to === person.email && one.link?.includes('/invitation'))
    const registrant = new Registrant(person.email)
    await registrant.post('/invitation', { link: letter?.link?.split('link=')[1] ?? '' })
    return registered(registrant, person)
  },
  registration: async (befall: Befall) => {
    const person = await somebody()
    await befall(person)
    const registrant = new Registrant(person.email)
    await registrant.begin()
    return registered(registrant, person)
  },
  provider: async (befall: Befall) => {
    const { person, there, claims } = await federated()
    const browser = aBrowser()
    const answer = await grant(there, await leave(browser, person.email), { claims: { ...claims, amr: ['mfa'] } })
    await befall(person)
    await browser.get(answer)
    return browser
  },
  'provider, then a passcode': async (befall: Befall) => {
    const { person, there, claims } = await federated()
    const browser = aBrowser()
    await come(browser, there, person.email, { claims })
    await befall(person)
    await entered(browser, person.email)
    return browser
  },
  'provider, linked': async (befall: Befall) => {
    const { person, there, claims } = await federated({ linked: false })
    const browser = aBrowser()
    await come(browser, there, person.email, { claims })
    await mailTo(person.email)
    await befall(person)
    const code = letters.findLast((one) => one.to === person.email && one.code !== null)?.code ?? ''
    await browser.post('/sign-in/with/link', { code, next: '' }, '/sign-in')
    return browser
  },
} satisfies Record<string, (befall: Befall) => Promise<Browser>>
export type Way = keyof typeof ways

/** Goes on with a registration to its end, and follows the link of its mails in the same browser. */
async function registered(registrant: Registrant, { email, office }: Somebody): Promise<Browser> {
  const { browser } = registrant
  await registrant.prove()
  await registrant.person()
  await registrant.office(office)
  await registrant.agree()
  await registrant.train()
  await registrant.questions()
  await registrant.send()
  for (const { link } of letters.filter((one) => one.to === email && one.link !== null)) {
    const { pathname, search } = new URL(link!)
    await browser.get(pathname + search)
  }
  return browser
}

/** Whether a factor was given a moment ago: the profile wants one (III.F.1.c). */
export const isFresh = async (browser: Browser) => (await browser.get('/profile')).status === 200
