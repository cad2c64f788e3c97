import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../support/browser.ts'
import { eventsOf } from '../support/guard.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { SESSION, signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()

let office: number
beforeAll(async () => {
  office = await anOffice()
})

/** Publishes the next version of the User Agreement. */
async function publish(words: string): Promise<number> {
  const row = await env.DB.prepare(
    `INSERT INTO document (public_id, kind, version, title, body, made_at, published_at)
     SELECT ?, 'user-agreement', max(version) + 1, 'User Agreement', ?, 1, ? FROM document WHERE kind = 'user-agreement' RETURNING version`,
  )
    .bind(`doc_${crypto.randomUUID().replaceAll('-', '').slice(0, 24)}`, `## One\n\n${words}`, Date.now())
    .first<{ version: number }>()
  return row!.version
}

const someone = (email: string, agreed = false) => aPerson({ email, offices: [office], agreed })

/** What the page of the agreement carries unseen. */
async function documentOn(browser: Browser): Promise<string> {
  const page = await (await browser.get('/agreement')).text()
  return /name="document" value="([^"]*)"/.exec(page)?.[1] ?? ''
}

const acceptances = async (account: number) =>
  (
    await env.DB.prepare(
      `SELECT x.version, x.at, x.ip, d.kind FROM agreement_acceptance x JOIN document d ON d.id = x.document_id WHERE x.account_id = ? ORDER BY x.version`,
    )
      .bind(account)
      .all()
  ).results

describe('III.A.1.c.iv, II.I the gate of the User Agreement', () => {
  it('III.A.1.c.iv nothing but the agreement until it is agreed to, then on to where the person wanted', async () => {
    const person = await someone('first@office.example')
    const browser = await signedIn(person, '192.0.2.44')
    const sent = await browser.get('/claims')
    expect(sent.status).toBe(303)
    const gate = sent.headers.get('Location')!
    expect(gate).toMatch(/^\/agreement\?next=/)
    const page = await (await browser.get(gate)).text()
    expect(page).toContain('User Agreement and Terms and Conditions of Use')
    expect(page).toContain('version 1')
    expect(page).toContain('payment and health care operations')
    const next = /name="next" value="([^"]*)"/.exec(page)![1]!
    const document = await documentOn(browser)
    // T21: none of the rest is heard.
    const agreed = await browser.post(
      '/agreement',
      { agree: 'on', document, next, version: '99', account: '1', at: '1', ip: '198.51.100.9' },
      gate,
    )
    expect([agreed.status, agreed.headers.get('Location')]).toEqual([303, '/claims'])
    expect((await browser.get('/claims')).status).toBe(200)
    expect(await acceptances(person.account)).toEqual([
      { version: 1, at: Date.now(), ip: '192.0.2.44', kind: 'user-agreement' },
    ])
    const row = await env.DB.prepare(
      "SELECT clause, detail FROM audit WHERE event = 'agreement.accepted' AND account_id = ?",
    )
      .bind(person.account)
      .first()
    expect(row).toEqual({ clause: 'III.A.1.c.iv', detail: '{"version":1}' })
  })

  it('II.I a new version is asked of everybody at the next page, once', async () => {
    const person = await someone('again@office.example', true)
    const browser = await signedIn(person)
    expect((await browser.get('/home')).status).toBe(200)
    const version = await publish('Be careful.')
    expect((await browser.get('/home')).headers.get('Location')).toMatch(/^\/agreement/)
    const document = await documentOn(browser)
    for (let times = 1; times <= 2; times += 1) {
      const agreed = await browser.post('/agreement', { agree: 'on', document, next: '' }, '/agreement')
      // The second time there is no form to send; what is sent all the same counts once.
      expect(agreed.status).toBe(303)
    }
    expect((await browser.get('/home')).status).toBe(200)
    expect((await acceptances(person.account)).map((row) => row.version)).toEqual([1, version])
    expect((await eventsOf(person.account)).filter((name) => name === 'agreement.accepted')).toHaveLength(1)
    expect(await (await browser.get('/agreement')).text()).toContain(`You agreed to this version, ${version}`)
  })

  it('II.I nobody agrees to a version that they were not shown', async () => {
    const person = await someone('late@office.example')
    const browser = await signedIn(person)
    const document = await documentOn(browser)
    await publish('A new word.')
    const answer = await browser.post('/agreement', { agree: 'on', document, next: '' }, '/agreement')
    const page = await answer.text()
    expect(answer.status).toBe(409)
    expect(page).toContain('A new version was published')
    expect(page).toContain('<p>A new word.</p>')
    for (const other of ['', 'doc_x', '1']) {
      const refused = await browser.post('/agreement', { agree: 'on', document: other, next: '' }, '/agreement')
      expect(refused.status).toBe(409)
    }
    expect(await acceptances(person.account)).toEqual([])
  })

  it('III.A.1.c.iv without the tick nothing is agreed to; who does not want to signs out', async () => {
    const person = await someone('unsure@office.example')
    const browser = await signedIn(person)
    const document = await documentOn(browser)
    const answer = await browser.post('/agreement', { document, next: '' }, '/agreement')
    expect([answer.status, (await answer.text()).includes('Tick the box if you agree.')]).toEqual([422, true])
    expect(await acceptances(person.account)).toEqual([])
    await browser.post('/sign-out', {}, '/agreement')
    expect(browser.cookies.has(SESSION)).toBe(false)
  })

  it('T22 leads to pages of ours alone', async () => {
    for (const [place, next] of [
      '//evil.example',
      'https://evil.example',
      '/\\evil.example',
      '/sign-out',
      'x',
    ].entries()) {
      const browser = await signedIn(await someone(`t22-${place}@office.example`))
      const document = await documentOn(browser)
      const agreed = await browser.post('/agreement', { agree: 'on', document, next }, '/agreement')
      expect([next, agreed.headers.get('Location')]).toEqual([next, '/home'])
    }
  })

  it('III.L.5 what was agreed to is kept as it was', async () => {
    for (const change of ['UPDATE agreement_acceptance SET version = 0', 'DELETE FROM agreement_acceptance']) {
      await expect(env.DB.prepare(change).run()).rejects.toThrow('III.L.5')
    }
  })
})
