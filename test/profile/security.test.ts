import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { securityQuestions } from '../../src/second-factor/questions.ts'
import { seen } from '../support/alike.ts'
import { Browser, mailTo } from '../support/browser.ts'
import { confirmed, fresh } from '../support/fresh.ts'
import { eventsOf } from '../support/guard.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { ANSWERS, answering, withQuestions } from '../support/questions.ts'
import { SESSION, sessionOf, sessionRow, signedIn } from '../support/session.ts'

const PATH = '/profile/security'
let office: number
let nth = 0
const somebody = () => aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office] })
const aBrowser = () => new Browser(`198.51.100.${(nth += 1)}`)
const isOpen = async (browser: Browser) => (await browser.get('/home')).status === 200
const devicesOf = async (account: number) =>
  (
    await env.DB.prepare('SELECT id, revoked_at AS revokedAt FROM device WHERE account_id = ? ORDER BY id')
      .bind(account)
      .all<{ id: number; revokedAt: number | null }>()
  ).results

/** A browser whose device is known. */
async function known(email: string): Promise<Browser> {
  const browser = aBrowser()
  await browser.signIn(email, true)
  return browser
}
const isKnown = async (browser: Browser, email: string) =>
  (await browser.password(email)).headers.get('Location') === '/home'

beforeAll(async () => {
  office = await anOffice()
})

describe('III.F.1.b one’s own devices', () => {
  it('III.F.1.b are listed, this one marked; a forgotten one is unknown at the next sign-in, the others stay', async () => {
    const { email, account } = await somebody()
    const [browser, other] = [await known(email), await known(email)]
    await confirmed(browser, email, PATH)
    const html = await (await browser.get(PATH)).text()
    expect(html.match(/Forget <span/g)).toHaveLength(2)
    expect(html.match(/this one/g)).toHaveLength(2)
    const [, second] = await devicesOf(account)
    const answer = await browser.post('/profile/security/devices/revocation', { device: String(second!.id) })
    expect(answer.headers.get('Location')).toBe(`${PATH}?done=device-revoked`)
    expect((await devicesOf(account)).map(({ revokedAt }) => revokedAt !== null)).toEqual([false, true])
    expect(await isKnown(other, email)).toBe(false)
    expect(await isKnown(browser, email)).toBe(true)
    expect(await eventsOf(account)).toContain('device.revoked')
  })

  it('III.F.1.b all at once', async () => {
    const { email, account } = await somebody()
    const [browser, other] = [await known(email), await known(email)]
    await confirmed(browser, email, PATH)
    await browser.post('/profile/security/devices/revocation', { device: 'all' })
    expect((await devicesOf(account)).every(({ revokedAt }) => revokedAt !== null)).toBe(true)
    expect([await isKnown(browser, email), await isKnown(other, email)]).toEqual([false, false])
  })

  it('T15 another’s device: 404, equal to one that isn’t there, and still known', async () => {
    const [victim, attacker] = [await somebody(), await somebody()]
    const theirs = await known(victim.email)
    const [device] = await devicesOf(victim.account)
    const browser = await fresh(attacker)
    const csrf = await browser.token('/home')
    const answers = []
    for (const id of [String(device!.id), '99999999', '0', '-1', 'x', '', '1e3', "1' OR '1"]) {
      answers.push(await seen(await browser.post('/profile/security/devices/revocation', { csrf, device: id })))
    }
    expect(answers[0]).toMatchObject({ status: 404 })
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(await isKnown(theirs, victim.email)).toBe(true)
    expect(await eventsOf(attacker.account)).not.toContain('device.revoked')
  })

  it('III.F.1.b without one the page says how one becomes known', async () => {
    expect(await (await (await fresh(await somebody())).get(PATH)).text()).toContain('No device is known')
  })
})

describe('III.E.2 one’s own sessions', () => {
  it('T13 III.E.2 one ended from another browser is refused at its next request, and leaves its row', async () => {
    const person = await somebody()
    const [browser, other, third] = [await fresh(person), await signedIn(person), await signedIn(person)]
    const html = await (await browser.get(PATH)).text()
    const id = sessionOf(other)
    expect(html).toContain(id)
    expect(html).not.toContain(sessionOf(browser))
    const answer = await browser.post('/profile/security/sessions/end', { session: id })
    expect(answer.headers.get('Location')).toBe(`${PATH}?done=session-ended`)
    expect([await isOpen(browser), await isOpen(third)]).toEqual([true, true])
    const refused = await other.get('/claims')
    expect(refused.headers.get('Location')).toBe('/sign-in?closed=ended&next=%2Fclaims')
    expect(await sessionRow(id)).toMatchObject({ why: 'ended-by-owner' })
  })

  it('III.E.2 III.L.1 all others', async () => {
    const person = await somebody()
    const stranger = await signedIn(await somebody())
    const browser = await fresh(person)
    const others = [await signedIn(person), await signedIn(person)]
    const ids = others.map(sessionOf)
    await browser.post('/profile/security/sessions/end', { session: 'others' })
    expect(await Promise.all(others.map(isOpen))).toEqual([false, false])
    expect([await isOpen(browser), await isOpen(stranger)]).toEqual([true, true])
    for (const id of ids) expect(await sessionRow(id)).toMatchObject({ why: 'ended-by-owner' })
    const rows = await env.DB.prepare("SELECT detail FROM audit WHERE event = 'session.closed' AND account_id = ?")
      .bind(person.account)
      .all()
    expect(rows.results).toEqual([{ detail: '{"why":"ended-by-owner"}' }, { detail: '{"why":"ended-by-owner"}' }])
    expect(await (await browser.get(PATH)).text()).not.toContain('End all others')
  })

  it('T15 another’s session: 404, equal to one that isn’t there, and still open', async () => {
    const [victim, attacker] = [await somebody(), await somebody()]
    const theirs = await signedIn(victim)
    const browser = await fresh(attacker)
    const csrf = await browser.token('/home')
    const answers = []
    for (const id of [sessionOf(theirs), `ses_${'0'.repeat(24)}`, '', 'x', '%']) {
      answers.push(await seen(await browser.post('/profile/security/sessions/end', { csrf, session: id })))
    }
    expect(answers[0]).toMatchObject({ status: 404 })
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(await isOpen(theirs)).toBe(true)
    expect(await eventsOf(attacker.account)).not.toContain('session.closed')
  })

  it('III.E.2 no secret, and no one else’s session or device, stands on the page', async () => {
    const [person, other] = [await somebody(), await somebody()]
    const theirs = await signedIn(other)
    const browser = await fresh(person)
    const html = await (await browser.get(PATH)).text()
    const [, , secret = 'none'] = browser.cookies.get(SESSION)!.split('.')
    expect(html).not.toContain(secret)
    expect(html).not.toContain(sessionOf(theirs))
  })
})

const choice = (questions: readonly string[], answers: readonly string[] = ANSWERS) => ({
  ...answering(answers),
  ...Object.fromEntries(questions.map((words, place) => [`question${place + 1}`, words])),
})
const three = securityQuestions.slice(4, 7)

describe('III.F.2.b one’s own security questions', () => {
  it('III.F.2.b are chosen, serve from then on, and the owner is told; those before no longer do', async () => {
    const person = await withQuestions(await somebody())
    const browser = await fresh(person)
    const answers = ['The dragon', 'A vase', 'Moon river']
    const done = await browser.post('/profile/security/questions', choice(three, answers))
    expect(done.headers.get('Location')).toBe(`${PATH}?done=questions-set`)
    const row = await env.DB.prepare('SELECT questions, hash FROM security_answer WHERE account_id = ?')
      .bind(person.account)
      .first<{ questions: string; hash: string }>()
    expect(JSON.parse(row!.questions)).toEqual(three)
    expect(row!.hash).toMatch(/^scrypt\$/)
    expect((await mailTo(person.email))!.subject).toContain('security questions were changed')
    expect(await eventsOf(person.account)).toContain('questions.set')
    const before = await browser.post('/confirm/questions', { ...answering(), next: '' })
    expect(before.status).toBe(422)
    const now = await browser.post('/confirm/questions', {
      ...answering(['the DRAGON', 'a vase ', 'moon  river']),
      next: PATH,
    })
    expect(now.headers.get('Location')).toBe(PATH)
    const audit = await env.DB.prepare('SELECT * FROM audit WHERE account_id = ?').bind(person.account).all()
    expect(JSON.stringify(audit.results)).not.toMatch(/dragon|vase|moon/i)
  })

  it.each([
    ['none', choice([]), 'question1'],
    ['one twice', choice([three[0]!, three[0]!, three[1]!]), 'question2'],
    ['one that is none of ours', choice([three[0]!, three[1]!, 'What is 1 + 1?']), 'question3'],
    ['a blank answer', choice(three, ['Pea soup', ' ', 'The cellar']), 'answer2'],
    ['one answer for two', choice(three, ['Pea soup', 'pea  SOUP', 'The cellar']), 'answer2'],
  ])('III.F.2.b %s: told at its field, nothing changed', async (_name, fields, field) => {
    const person = await somebody()
    const browser = await fresh(person)
    const answer = await browser.post('/profile/security/questions', fields)
    const html = await answer.text()
    expect([answer.status, html.includes(`id="field-${field}-error"`)]).toEqual([422, true])
    expect(html).not.toContain('Pea soup')
    expect(
      await env.DB.prepare('SELECT 1 FROM security_answer WHERE account_id = ?').bind(person.account).first(),
    ).toBeNull()
  })

  it('III.F.2.b hardened: not on the page, and not there', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    expect(await (await browser.get(PATH)).text()).toContain('Security questions')
    browser.bindings = { ...env, POLICY_PROFILE: 'hardened' } as unknown as Env
    expect(await (await browser.get(PATH)).text()).not.toContain('Security questions')
    expect((await browser.get('/profile/security/questions')).status).toBe(404)
    expect((await browser.post('/profile/security/questions', choice(three))).status).toBe(404)
    expect(
      await env.DB.prepare('SELECT 1 FROM security_answer WHERE account_id = ?').bind(person.account).first(),
    ).toBeNull()
  })
})
