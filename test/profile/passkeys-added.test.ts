import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { Authenticator, cbor, type Forgery, optionsIn } from '../support/authenticator.ts'
import { Browser, mailTo } from '../support/browser.ts'
import { eventsOf } from '../support/guard.ts'
import { added, confirmed, PASSKEYS } from '../support/passkeys.ts'
import { anOffice, aPerson, type Someone } from '../support/people.ts'
import { signedIn } from '../support/session.ts'
import { later, MINUTE, stopTheClock } from '../support/time.ts'

stopTheClock()
let office: number
let nth = 0
const somebody = (someone: Partial<Someone> = {}) =>
  aPerson({ email: `keys${(nth += 1)}@office.example`, offices: [office], ...someone })
const inside = async (person: { guard: string; email: string }) => confirmed(person, `198.51.100.${(nth += 1) % 250}`)
const rowsOf = async (account: number) =>
  (
    await env.DB.prepare(
      'SELECT public_id AS id, name, counter, is_synced AS isSynced, removed_at AS removedAt, transports FROM passkey WHERE account_id = ? ORDER BY passkey.id',
    )
      .bind(account)
      .all<{
        id: string
        name: string
        counter: number
        isSynced: number
        removedAt: number | null
        transports: string
      }>()
  ).results
const sql = (text: string, ...params: unknown[]) =>
  env.DB.prepare(text)
    .bind(...params)
    .run()

beforeAll(async () => {
  office = await anOffice()
})

describe('III.F.2 adding a passkey', () => {
  it('III.F.1.c wants a second factor given just now', async () => {
    const person = await somebody()
    const browser = await signedIn(person)
    for (const path of [PASSKEYS, `${PASSKEYS}/pky_${'0'.repeat(24)}/removal`])
      expect((await browser.get(path)).headers.get('Location')).toMatch(/^\/confirm\?/)
    const csrf = await browser.token('/home')
    for (const path of ['', `/pky_${'0'.repeat(24)}/name`, `/pky_${'0'.repeat(24)}/removal`])
      expect((await browser.post(PASSKEYS + path, { csrf, name: 'x' })).headers.get('Location')).toMatch(/^\/confirm\?/)
  })

  it('III.F.2 is asked for the configured site, with the account’s public id, user verification and no attestation', async () => {
    const person = await somebody()
    const browser = await inside(person)
    const html = await (await browser.get(PASSKEYS)).text()
    const { results } = await env.DB.prepare('SELECT public_id AS id FROM account WHERE id = ?')
      .bind(person.account)
      .all<{ id: string }>()
    expect(optionsIn(html)).toMatchObject({
      rp: { id: 'portal.test' },
      user: { id: btoa(results[0]!.id).replaceAll('=', '') },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })),
      excludeCredentials: [],
    })
    expect(html).toContain('/webauthn.js')
    expect(html).toContain('data-no-passkeys')
  })

  it('III.F.2 it is kept under its name, recorded, told by mail, and excluded from then on', async () => {
    const person = await somebody()
    const browser = await inside(person)
    const device = new Authenticator()
    const answer = await added(browser, device, '  My   telephone ')
    // The first one asks for a way back in besides.
    const location = answer.headers.get('Location')
    expect([answer.status, location]).toEqual([303, '/profile/security/recovery-codes?done=passkey-added'])
    expect(await (await browser.get(location!)).text()).toContain('The passkey is added.')
    expect(await rowsOf(person.account)).toMatchObject([
      { name: 'My telephone', counter: 0, isSynced: 1, removedAt: null, transports: '["hybrid","internal"]' },
    ])
    expect(await eventsOf(person.account)).toContain('passkey.added')
    expect((await mailTo(person.email))?.subject).toContain('A passkey was added')
    const html = await (await browser.get(PASSKEYS)).text()
    expect(optionsIn(html)?.excludeCredentials).toMatchObject([{ id: device.id }])
    expect(html).toContain('My telephone')
    expect(await (await browser.get('/profile/security')).text()).toContain('My telephone')
  })

  it.each<[string, string]>([
    ['no name', ' '],
    ['a name of 61 characters', 'x'.repeat(61)],
    ['a name of nothing that is seen', '\u200B\u202E'],
  ])('III.F.2 %s: told at its field, and nothing is kept', async (_words, name) => {
    const person = await somebody()
    const answer = await added(await inside(person), new Authenticator(), name)
    expect([answer.status, (await answer.text()).includes('field-name-error')]).toEqual([422, true])
    expect(await rowsOf(person.account)).toEqual([])
  })

  it.each<[string, Forgery]>([
    ['for another site', { rpId: 'evil.test' }],
    ['on another origin', { origin: 'https://evil.test' }],
    ['on a subdomain', { origin: 'https://x.portal.test' }],
    ['to another question', { challenge: 'A'.repeat(80) }],
    ['as if it were a signature', { type: 'webauthn.get' }],
    ['inside another page', { crossOrigin: true }],
    ['below another page', { topOrigin: 'https://evil.test' }],
    ['without its owner verified', { uv: false }],
    ['without anybody there', { up: false }],
    ['with an algorithm that was not asked for', { alg: -65_535 }],
    ['with no algorithm', { alg: 0 }],
    ['with another id than its own', { id: 'AAAA' }],
    ['with a certificate of a maker', { fmt: 'packed', attStmt: new Map<unknown, unknown>([['alg', -7], ['sig', new Uint8Array(70)], ['x5c', [new Uint8Array(80)]]]) }],
    ['attested by a TPM', { fmt: 'tpm' }],
    ['with a statement where there is none', { attStmt: new Map([['alg', -7]]) }],
  ])('III.F.2 %s: refused, and nothing is kept', async (_words, forgery) => {
    const person = await somebody()
    const answer = await added(await inside(person), new Authenticator(), 'Telephone', forgery)
    expect(answer.status).toBe(422)
    expect(await rowsOf(person.account)).toEqual([])
    expect(await eventsOf(person.account)).not.toContain('passkey.added')
  }) // prettier-ignore

  it.each(['', '{', 'null', '[]', '{"id":1}', '{"id":"AA","rawId":"AA","type":"public-key","response":null}', `{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"${'A'.repeat(13_000)}","attestationObject":"AA"}}`, '['.repeat(9000)])(
    'T28 what is no answer of a browser is refused: %.30s',
    async (passkey) => {
      const person = await somebody()
      const browser = await inside(person)
      expect((await browser.post(PASSKEYS, { name: 'x', passkey }, PASSKEYS)).status).toBe(422)
    },
  ) // prettier-ignore

  it.each([
    ['a millisecond before five minutes', 5 * MINUTE - 1, 303],
    ['after five minutes', 5 * MINUTE, 422],
  ])('III.F.2 %s', async (_words, after, status) => {
    const person = await somebody()
    const browser = await inside(person)
    const passkey = await new Authenticator().create(optionsIn(await (await browser.get(PASSKEYS)).text())!)
    const csrf = await browser.token(PASSKEYS)
    // The second factor is as old as the question: it is given anew.
    await sql('UPDATE session SET factor_at = factor_at + ? WHERE account_id = ?', after, person.account)
    later(after)
    expect((await browser.post(PASSKEYS, { csrf, name: 'x', passkey })).status).toBe(status)
  })

  it('T7 T9 an answer is of its session alone, and adds one passkey however often it comes', async () => {
    const person = await somebody()
    const browser = await inside(person)
    const other = await inside(person)
    const device = new Authenticator()
    const passkey = await device.create(optionsIn(await (await browser.get(PASSKEYS)).text())!)
    expect((await other.post(PASSKEYS, { name: 'x', passkey }, PASSKEYS)).status).toBe(422)
    expect(await rowsOf(person.account)).toEqual([])
    const csrf = await browser.token(PASSKEYS)
    const cookies = new Map(browser.cookies)
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const copy = new Browser(browser.ip)
        for (const [name, value] of cookies) copy.cookies.set(name, value)
        return (await copy.post(PASSKEYS, { csrf, name: 'x', passkey })).status
      }),
    )
    expect(answers.filter((status) => status === 303)).toHaveLength(1)
    expect(await rowsOf(person.account)).toHaveLength(1)
    // Nor after it was taken away.
    await sql('UPDATE passkey SET removed_at = 1 WHERE account_id = ?', person.account)
    expect((await browser.post(PASSKEYS, { csrf, name: 'x', passkey })).status).toBe(422)
  })

  it('T7 a question of the sign-in page or of /confirm makes no passkey', async () => {
    const person = await somebody()
    const browser = await inside(person)
    const options = optionsIn(await (await browser.get(PASSKEYS)).text())!
    const { challenge } = (await (await browser.get('/sign-in/passkey')).json()) as { challenge: string }
    const passkey = await new Authenticator().create({ ...options, challenge })
    expect((await browser.post(PASSKEYS, { name: 'x', passkey }, PASSKEYS)).status).toBe(422)
  })

  it('III.F.2 ten, and no more', async () => {
    const person = await somebody()
    const browser = await inside(person)
    for (let n = 0; n < 9; n += 1) expect((await added(browser, new Authenticator())).status).toBe(303)
    const options = optionsIn(await (await browser.get(PASSKEYS)).text())!
    const tenth = await new Authenticator().create(options)
    const eleventh = await new Authenticator().create(options)
    const csrf = await browser.token(PASSKEYS)
    const both = [tenth, eleventh].map((passkey) => browser.post(PASSKEYS, { csrf, name: 'x', passkey }))
    expect((await Promise.all(both)).map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 422])
    expect(await (await browser.get(PASSKEYS)).text()).not.toContain('data-options')
  })

  it('III.F.2 where the plan has no passkeys there is none of this', async () => {
    const browser = await inside(await somebody())
    browser.bindings = { ...env, POLICY_OVERRIDES: '{"PASSKEYS": false}', POLICY_DEVIATIONS: '{}' } as unknown as Env
    expect((await browser.get(PASSKEYS)).status).toBe(404)
    expect((await browser.post(PASSKEYS, { name: 'x', passkey: '{}' })).status).toBe(404)
    expect(await (await browser.get('/profile/security')).text()).not.toContain('asskey')
    expect(await (await browser.get('/home')).text()).not.toContain('asskey')
  })

  it('cbor of the tests’ own device', () => {
    expect([...cbor(new Map<unknown, unknown>([[1, -257], ['a', new Uint8Array([9])]]))]).toEqual([0xa2, 1, 0x39, 1, 0, 0x61, 0x61, 0x41, 9]) // prettier-ignore
  })
})
