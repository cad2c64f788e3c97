import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../support/browser.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { SESSION, sessionOf, sessionRow, signedIn } from '../support/session.ts'

let one: number
let two: number
let nth = 0
const somebody = (offices = [one]) => aPerson({ email: `clerk${(nth += 1)}@office.example`, offices })
const isOpen = async (browser: Browser) => (await browser.get('/home')).status === 200
const closings = async (account: number) =>
  (
    await env.DB.prepare("SELECT detail FROM audit WHERE event = 'session.closed' AND account_id = ?")
      .bind(account)
      .all()
  ).results
/** The same cookie, kept by somebody else. */
function keptBy(browser: Browser): Browser {
  const other = new Browser()
  other.cookies.set(SESSION, browser.cookies.get(SESSION)!)
  return other
}

beforeAll(async () => {
  one = await anOffice('First Office')
  two = await anOffice('Second Office')
})

describe('signing out', () => {
  it('III.E.2 here: this session is dead, the others go on', async () => {
    const person = await somebody()
    const [browser, other] = [await signedIn(person), await signedIn(person)]
    const kept = keptBy(browser)
    const answer = await browser.post('/sign-out', {})
    expect(answer.headers.get('Location')).toBe('/sign-in?closed=signed-out')
    expect(answer.headers.get('Clear-Site-Data')).toBe('"cache", "storage"')
    expect(browser.cookies.has(SESSION)).toBe(false)
    expect([await isOpen(kept), await isOpen(other)]).toEqual([false, true])
    expect(await closings(person.account)).toEqual([{ detail: '{"why":"signed-out"}' }])
  })

  it('III.E.2 a form sent from another tab afterwards is told that the session has ended', async () => {
    const browser = await signedIn(await somebody())
    const csrf = await browser.token('/members')
    await browser.post('/sign-out', {})
    const answer = await browser.post('/members', { memberId: 'HV1', csrf })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/sign-in?closed=ended&next=%2Fhome'])
  })

  it('III.E.2 III.L.1 everywhere: every session is dead, and each leaves its row', async () => {
    const person = await somebody()
    const stranger = await signedIn(await somebody())
    const browsers = [await signedIn(person), await signedIn(person), await signedIn(person)]
    const kept = keptBy(browsers[0]!)
    await browsers[0]!.post('/sign-out/everywhere', {})
    expect([await isOpen(kept), await isOpen(browsers[1]!), await isOpen(browsers[2]!)]).toEqual([false, false, false])
    expect(await isOpen(stranger)).toBe(true)
    expect(await closings(person.account)).toHaveLength(3)
  })

  it('T12 without a cookie, or with one of another shape: to the sign-in page, nothing else', async () => {
    for (const cookie of ['', 'x', 'a.b.c', `${'A'.repeat(43)}.ses_1.${'A'.repeat(43)}`]) {
      const browser = new Browser()
      if (cookie) browser.cookies.set(SESSION, cookie)
      const answer = await browser.post('/sign-out', { csrf: 'x' })
      expect(answer.status).toBe(303)
      expect(answer.headers.get('Location')).toMatch(/^\/sign-in\?/)
    }
  })

  it('T12 another site signs nobody out: the token is demanded', async () => {
    const browser = await signedIn(await somebody())
    expect((await browser.post('/sign-out', { csrf: 'x' })).status).toBe(403)
    expect((await browser.post('/sign-out/everywhere', { csrf: '' })).status).toBe(403)
    expect(await isOpen(browser)).toBe(true)
  })
})

describe('T12 no fixation', () => {
  it('T12 a session, flow or device cookie set before is never the one that is opened', async () => {
    const { email } = await somebody()
    const browser = new Browser('198.51.100.1')
    const planted = `${'A'.repeat(43)}.ses_${'0'.repeat(24)}.${'A'.repeat(43)}`
    browser.cookies.set(SESSION, planted)
    browser.cookies.set('__Host-flow', planted)
    browser.cookies.set('__Host-device', 'A'.repeat(43))
    browser.cookies.set('session', planted)
    await browser.signIn(email, true)
    expect(browser.cookies.get(SESSION)).not.toBe(planted)
    expect(browser.cookies.get('__Host-device')).not.toBe('A'.repeat(43))
    expect(browser.cookies.has('__Host-flow')).toBe(false)
    const thief = new Browser()
    thief.cookies.set(SESSION, planted)
    expect(await isOpen(thief)).toBe(false)
  })

  it('T12 a new session takes the place of the browser’s old one, also of another account', async () => {
    const [first, second] = [await somebody(), await somebody()]
    const browser = await signedIn(first, '198.51.100.2')
    const kept = keptBy(browser)
    const old = sessionOf(kept)
    await browser.signIn(second.email)
    expect(await isOpen(browser)).toBe(true)
    expect(await isOpen(kept)).toBe(false)
    expect(await sessionRow(old)).toMatchObject({ why: 'replaced' })
    expect(await closings(first.account)).toHaveLength(1)
  })

  it('T12 nobody ends another’s session by naming it without its secret', async () => {
    const [victim, attacker] = [await somebody(), await somebody()]
    const open = await signedIn(victim)
    const browser = new Browser('198.51.100.3')
    browser.cookies.set(SESSION, `${victim.guard}.${sessionOf(open)}.${'A'.repeat(43)}`)
    await browser.signIn(attacker.email)
    expect(await isOpen(open)).toBe(true)
  })

  it('T20 every shortening and lengthening of a session cookie, and each altered part, opens nothing', async () => {
    const open = await signedIn(await somebody())
    const cookie = open.cookies.get(SESSION)!
    const other = (await signedIn(await somebody())).cookies.get(SESSION)!
    const [guard, id, secret] = cookie.split('.') as [string, string, string]
    const [otherGuard, otherId, otherSecret] = other.split('.') as [string, string, string]
    const forged = [
      ...Array.from({ length: cookie.length }, (_, length) => cookie.slice(0, length)),
      `${cookie}A`, `${cookie}.`, `.${cookie}`, `${guard}.${id}.${otherSecret}`, `${guard}.${otherId}.${secret}`,
      `${otherGuard}.${id}.${secret}`, `${guard}.${id.toUpperCase()}.${secret}`, `${guard}.%.${secret}`,
    ] // prettier-ignore
    for (const value of forged) {
      const browser = new Browser()
      browser.cookies.set(SESSION, value)
      expect([value, (await browser.get('/home')).status]).toEqual([value, 303])
    }
    expect(await isOpen(open)).toBe(true)
  })
})

const choice = async (account: number, office: number) =>
  (await env.DB.prepare('SELECT public_id AS id FROM membership WHERE account_id = ? AND office_id = ?')
    .bind(account, office)
    .first<{ id: string }>())!.id

describe('section 0: several offices', () => {
  it('II.B a session works for the office chosen, and for no office of anyone else', async () => {
    const person = await somebody([one, two])
    const browser = await signedIn(person)
    expect((await browser.post('/session/office', { membership: await choice(person.account, two) })).status).toBe(303)
    expect(await (await browser.get('/home')).text()).toContain('Second Office')
    const stranger = await somebody([one])
    for (const membership of [await choice(stranger.account, one), 'mbs_none', '']) {
      expect((await browser.post('/session/office', { membership })).status).toBe(404)
    }
    const row = await env.DB.prepare(
      "SELECT office_id AS office FROM audit WHERE event = 'office.switched' AND account_id = ?",
    )
      .bind(person.account)
      .all()
    expect(row.results).toEqual([{ office: two }])
  })
})
