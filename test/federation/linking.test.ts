import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { transition } from '../../src/accounts/transition.ts'
import type { Browser } from '../support/browser.ts'
import { letters, mailTo } from '../support/browser.ts'
import { aBrowser, come, lastRefusal } from '../support/federation.ts'
import { FakeProvider, linkIdentity, setUpProvider } from '../support/identity-provider.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { rowsOf } from '../support/requests.ts'
import { SESSION } from '../support/session.ts'

let provider: FakeProvider
let row: number
let office: number
let nth = 0

beforeAll(async () => {
  provider = await FakeProvider.at('linking.idp.test')
  office = await anOffice()
  row = (await setUpProvider(provider, { domains: ['clinic.example'], offices: [office] })).row
})

async function somebody(more: { domain?: string; offices?: number[]; department?: 'privacy' } = {}) {
  const { domain = 'clinic.example', offices = [office], department } = more
  const person = await aPerson({
    email: `linker${(nth += 1)}@${domain}`,
    offices,
    ...(department ? { department } : {}),
  })
  return { ...person, sub: `linker-${nth}` }
}
type Somebody = Awaited<ReturnType<typeof somebody>>

const vouched = ({ sub, email }: Somebody, more = {}) => ({ claims: { sub, email, email_verified: true, ...more } })
const way = (browser: Browser, person: Somebody, more = {}, next = '') =>
  come(browser, provider, 'x@clinic.example', vouched(person, more), next)
const identities = (account: number) =>
  rowsOf('SELECT issuer, subject FROM identity WHERE account_id = ? AND unlinked_at IS NULL', account)
const enter = (browser: Browser, code: string, next = '') =>
  browser.post('/sign-in/with/link', { code, next }, '/sign-in/with/link')

describe('T18 an identity is linked by a code to the account’s own mailbox alone', () => {
  it('T18 a right code links, tells the owner, and lets them in; from then on nothing is asked but the second factor', async () => {
    const person = await somebody()
    const browser = aBrowser()
    const asked = await way(browser, person, {}, '/members')
    expect(asked.headers.get('Location')).toBe('/sign-in/with/link?next=%2Fmembers')
    expect(await identities(person.account)).toEqual([])
    const page = await (await browser.get('/sign-in/with/link?next=%2Fmembers')).text()
    expect(page).toContain('Connect your sign-in')
    expect(page).not.toContain(person.email)
    const code = (await mailTo(person.email))?.code ?? ''
    const linked = await enter(browser, code, '/members')
    expect(linked.headers.get('Location')).toBe('/members')
    expect((await browser.get('/members')).status).toBe(200)
    expect(await identities(person.account)).toEqual([{ issuer: provider.issuer, subject: person.sub }])
    const told = await rowsOf(
      "SELECT subject_id AS subject FROM audit WHERE event = 'identity.linked' ORDER BY seq DESC LIMIT 1",
    )
    expect(told).toEqual([{ subject: person.account }])
    await mailTo(person.email)
    expect(letters.at(-1)?.text).toContain('connected to your provider portal account')
    // The account is found by the identity: the address is of no interest any more.
    const later = await come(aBrowser(), provider, 'x@clinic.example', { claims: { sub: person.sub } })
    expect(later.headers.get('Location')).toBe('/sign-in/second-factor?next=')
  })

  it('T18 a wrong code links nothing, and neither does a right one in another browser', async () => {
    const person = await somebody()
    const browser = aBrowser()
    await way(browser, person)
    const code = (await mailTo(person.email))?.code ?? ''
    const wrong = code === '000000' ? '111111' : '000000'
    expect((await enter(browser, wrong)).status).toBe(422)
    expect((await enter(browser, 'x')).status).toBe(422)
    const thief = aBrowser()
    const stolen = await thief.post('/sign-in/with/link', { code, next: '' }, '/sign-in')
    expect(stolen.headers.get('Location')).toBe('/sign-in')
    expect(await identities(person.account)).toEqual([])
    expect(thief.cookies.has(SESSION) || browser.cookies.has(SESSION)).toBe(false)
    const again = await browser.post(
      '/sign-in/with/link/passcode',
      { channel: 'email', next: '' },
      '/sign-in/with/link',
    )
    expect(again.headers.get('Location')).toBe('/sign-in/with/link?sent=email&next=')
    expect((await enter(browser, code)).status).toBe(422)
    expect((await enter(browser, (await mailTo(person.email))?.code ?? '')).headers.get('Location')).toBe('/home')
  })

  it('T7 the code of a link proves nothing elsewhere, and that of a sign-in links nothing', async () => {
    const person = await somebody()
    const browser = aBrowser()
    await way(browser, person)
    const code = (await mailTo(person.email))?.code ?? ''
    for (const elsewhere of ['/sign-in/second-factor', '/forgot-password/passcode']) {
      await browser.post(elsewhere, { code, next: '' }, '/sign-in/with/link')
    }
    expect(browser.cookies.has(SESSION)).toBe(false)
    const other = aBrowser()
    await other.password(person.email)
    await enter(other, (await mailTo(person.email))?.code ?? '')
    expect([other.cookies.has(SESSION), await identities(person.account)]).toEqual([false, []])
  })

  it.each([
    ['unverified', { email_verified: false }, 'no-address'],
    ['verified, as a text', { email_verified: 'true' }, 'no-address'],
    ['nothing said of verified', { email_verified: undefined }, 'no-address'],
    ['no address', { email: undefined }, 'no-address'],
    ['an address that is none', { email: 'linker@clinic' }, 'no-address'],
    ['two addresses', { email: 'a@clinic.example,b@clinic.example' }, 'no-address'],
    ['an address of a domain not its own', { email: 'boss@elsewhere.example' }, 'no-address'],
    ['a domain that ends like its own', { email: 'boss@notclinic.example' }, 'no-address'],
    ['an address of nobody here', { email: 'nobody@clinic.example' }, 'no-account'],
  ])('T18 never by an address: %s', async (_name, more, why) => {
    const person = await somebody()
    await aPerson({ email: `boss${nth}@elsewhere.example`, offices: [office] })
    const browser = aBrowser()
    const before = letters.length
    const answer = await way(browser, person, more)
    expect([answer.status, await lastRefusal()]).toEqual([403, why])
    await mailTo(person.email)
    expect([letters.length - before, browser.cookies.has('__Host-flow'), browser.cookies.has(SESSION)]).toEqual([
      0,
      false,
      false,
    ])
  })

  it('T18 the address of somebody who isn’t of its offices, or is of the staff, is nobody’s here', async () => {
    const ended = await somebody()
    await env.DB.prepare("UPDATE membership SET ended_on = '2020-01-02' WHERE account_id = ?").bind(ended.account).run()
    const people = [
      await somebody({ offices: [await anOffice('Another office')] }),
      await somebody({ offices: [], department: 'privacy' }),
      ended,
    ]
    for (const person of people) {
      const answer = await way(aBrowser(), person)
      expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('href="/register"')])
    }
  })

  it('T18 a linked identity is its account’s, whatever address the provider says later', async () => {
    const [owner, victim] = [await somebody(), await somebody()]
    await linkIdentity({ row, issuer: provider.issuer }, owner.sub, owner.account)
    const browser = aBrowser()
    await way(browser, { ...victim, sub: owner.sub })
    const code = (await mailTo(owner.email))?.code ?? ''
    await browser.post('/sign-in/second-factor', { code, next: '' }, '/sign-in/second-factor')
    const page = await (await browser.get('/home')).text()
    expect([page.includes(owner.email), page.includes(victim.email)]).toEqual([true, false])
  })

  it('T18 an address that was given on brings no account along: who is linked stays, until they disconnect', async () => {
    const person = await somebody()
    await linkIdentity({ row, issuer: provider.issuer }, person.sub, person.account)
    const successor = { ...person, sub: `${person.sub}-successor` }
    const answer = await way(aBrowser(), successor)
    expect([answer.status, await lastRefusal()]).toEqual([403, 'other-identity'])
    await env.DB.prepare('UPDATE identity SET unlinked_at = 1 WHERE subject = ?').bind(person.sub).run()
    const browser = aBrowser()
    await way(browser, successor)
    const code = (await mailTo(person.email))?.code ?? ''
    await linkIdentity({ row, issuer: provider.issuer }, `${person.sub}-meanwhile`, person.account)
    expect((await enter(browser, code)).status).toBe(409)
  })

  it('T18 the same subject at another provider is somebody else', async () => {
    const person = await somebody()
    await linkIdentity({ row, issuer: provider.issuer }, person.sub, person.account)
    const evil = await FakeProvider.at('evil.idp.test')
    await setUpProvider(evil, { domains: ['evil.example'], offices: [office] })
    const answer = await come(aBrowser(), evil, 'x@evil.example', vouched(person))
    expect([answer.status, await lastRefusal()]).toEqual([403, 'no-address'])
  })

  it('of a closed account nothing is linked that lets anybody in', async () => {
    const person = await somebody()
    const browser = aBrowser()
    await way(browser, person)
    const code = (await mailTo(person.email))?.code ?? ''
    await transition(env.DB, person.account, { to: 'terminated', clause: 'III.M.2' }, { at: Date.now(), by: null })
    expect((await enter(browser, code)).status).toBe(409)
    expect([browser.cookies.has(SESSION), await identities(person.account)]).toEqual([false, []])
  })

  it('T9 one identity linked to two accounts at once: the first has it', async () => {
    const [one, two] = [await somebody(), await somebody()]
    const [first, second] = [aBrowser(), aBrowser()]
    await way(first, one)
    await way(second, { ...two, sub: one.sub })
    const codes = [(await mailTo(one.email))?.code ?? '', (await mailTo(two.email))?.code ?? '']
    expect((await enter(first, codes[0]!)).headers.get('Location')).toBe('/home')
    expect((await enter(second, codes[1]!)).status).toBe(409)
    expect(await identities(two.account)).toEqual([])
  })

  it.each([
    ['the person left its offices', "UPDATE membership SET ended_on = '2020-01-01' WHERE account_id = ?1"],
    ['the domain is not its own', "UPDATE provider_domain SET domain = 'x' || domain WHERE ?1 > 0"],
  ])('T18 a code links nothing any more where meanwhile %s', async (_what, sql) => {
    const person = await somebody()
    const browser = aBrowser()
    await way(browser, person)
    const code = (await mailTo(person.email))?.code ?? ''
    await rowsOf(sql, person.account)
    expect((await enter(browser, code)).status).toBe(409)
    expect(await identities(person.account)).toEqual([])
    await rowsOf("UPDATE provider_domain SET domain = 'clinic.example' WHERE domain = 'xclinic.example'")
  })
})
