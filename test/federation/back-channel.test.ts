import { env } from 'cloudflare:workers'
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { base64url, randomText } from '../../src/digest.ts'
import { Browser } from '../support/browser.ts'
import { FakeProvider, linkIdentity, setUpProvider } from '../support/identity-provider.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { signedInThrough } from '../support/provider-session.ts'
import { sessionOf, sessionRow, signedIn } from '../support/session.ts'

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'
let here: { row: number; id: string }
let other: { row: number; id: string }
let provider: FakeProvider
let stranger: FakeProvider
let office: number
let nth = 0

beforeAll(async () => {
  provider = await FakeProvider.at('idp.test')
  stranger = await FakeProvider.at('other-idp.test')
  office = await anOffice('Larkmoor')
  here = await setUpProvider(provider, { offices: [office] })
  other = await setUpProvider(stranger, { offices: [office] })
})

/** Somebody with an identity at the provider, and how to open sessions as them. */
async function somebody() {
  const subject = `subject-${(nth += 1)}`
  const person = await aPerson({ email: `person${nth}@larkmoor.example`, offices: [office] })
  await linkIdentity({ row: here.row, issuer: provider.issuer }, subject, person.account)
  const through = (sid: string | null) => signedInThrough(here, person, { subject, sid })
  return { subject, person, through }
}

const token = (claims: Record<string, unknown>, header: Record<string, unknown> = {}, by = provider) =>
  by.sign({ jti: randomText(), events: { [EVENT]: {} }, ...claims }, Date.now(), { typ: 'logout+jwt', ...header })

function tell(logoutToken: string, to: { id: string } = here, headers: Record<string, string> = {}): Promise<Response> {
  return new Browser('203.0.113.9').fetch(`/sign-in/with/${to.id}/back-channel-logout`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams({ logout_token: logoutToken }).toString(),
  })
}
const isOpen = async (browser: Browser) => (await browser.get('/home')).status === 200

describe('T13 signed out at the provider: refused here at the next page', () => {
  it('T13 III.L.1 one session: it alone has ended, with its row', async () => {
    const { person, through } = await somebody()
    const [one, two, byPassword] = [await through('sid-one'), await through('sid-two'), await signedIn(person)]
    expect(await isOpen(one)).toBe(true)
    const id = sessionOf(one)
    const answer = await tell(await token({ sid: 'sid-one' }))
    expect([answer.status, await answer.text(), answer.headers.get('Cache-Control')]).toEqual([200, '', 'no-store'])
    const page = await one.get('/home')
    expect([page.status, page.headers.get('Location')]).toEqual([303, '/sign-in?closed=ended&next=%2Fhome'])
    expect([await isOpen(two), await isOpen(byPassword)]).toEqual([true, true])
    expect(await sessionRow(id)).toMatchObject({ why: 'signed-out-at-provider' })
    const rows = await env.DB.prepare(
      "SELECT event, detail, ip FROM audit WHERE account_id = ? AND event = 'session.closed'",
    )
      .bind(person.account)
      .all()
    expect(rows.results).toEqual([
      { event: 'session.closed', detail: '{"why":"signed-out-at-provider"}', ip: '203.0.113.9' },
    ])
  })

  it('T13 a person: every session of theirs through it, and no other way in', async () => {
    const { subject, person, through } = await somebody()
    const neighbour = await (await somebody()).through('n')
    const [one, two, byPassword] = [await through('a'), await through(null), await signedIn(person)]
    expect((await tell(await token({ sub: subject }))).status).toBe(200)
    expect([await isOpen(one), await isOpen(two)]).toEqual([false, false])
    expect([await isOpen(byPassword), await isOpen(neighbour)]).toEqual([true, true])
  })

  it('T13 a person and a session: those of another session stay, one whose session was never told ends', async () => {
    const { subject, through } = await somebody()
    const [one, two, untold] = [await through('b-one'), await through('b-two'), await through(null)]
    expect((await tell(await token({ sub: subject, sid: 'b-one' }))).status).toBe(200)
    expect([await isOpen(one), await isOpen(two), await isOpen(untold)]).toEqual([false, true, false])
  })

  it('T13 a session under another person’s name is nobody’s', async () => {
    const { through } = await somebody()
    const one = await through('c-one')
    expect((await tell(await token({ sub: 'somebody else', sid: 'c-one' }))).status).toBe(200)
    expect(await isOpen(one)).toBe(true)
  })

  it('T13 the guard forgets it too: an ended session has no seconds left', async () => {
    const { through } = await somebody()
    const one = await through('d-one')
    await tell(await token({ sid: 'd-one' }))
    const closed = await one.get('/session/closed', { Accept: 'application/json' })
    expect(await closed.json()).toEqual({ closed: true, secondsLeft: 0 })
  })

  it('T13 a provider that is switched off may still end what it began', async () => {
    const { through } = await somebody()
    const one = await through('e-one')
    const set = (at: number | null) =>
      env.DB.prepare('UPDATE identity_provider SET disabled_at = ? WHERE id = ?').bind(at, here.row).run()
    await set(1)
    expect((await tell(await token({ sid: 'e-one' }))).status).toBe(200)
    await set(null)
    expect(await isOpen(one)).toBe(false)
  })

  it('nothing is told of who was signed in', async () => {
    const { through, subject } = await somebody()
    await through('f-one')
    const known = await tell(await token({ sub: subject, sid: 'f-one' }))
    const unknown = await tell(await token({ sub: 'nobody', sid: 'nothing' }))
    const seen = async (answer: Response) => [answer.status, await answer.text(), [...answer.headers.keys()]]
    expect(await seen(known)).toEqual(await seen(unknown))
  })
})

describe('T15 another provider', () => {
  it('T15 its own token for a session of this one’s does nothing, at its address or at this one’s', async () => {
    const { through, subject } = await somebody()
    const one = await through('g-one')
    expect((await tell(await token({ sub: subject, sid: 'g-one' }, {}, stranger), other)).status).toBe(200)
    expect((await tell(await token({ sub: subject, sid: 'g-one' }, {}, stranger), here)).status).toBe(400)
    expect((await tell(await token({ sub: subject, sid: 'g-one' }), other)).status).toBe(400)
    expect(await isOpen(one)).toBe(true)
  })

  it.each(['idp_000000000000000000000000', 'idp_', '1', 'x'.repeat(300), '%00'])(
    'T15 a provider that is none: 404 (%s)',
    async (id) => {
      const answer = await tell(await token({ sub: 'anna' }), { id })
      expect([answer.status, await answer.json()]).toEqual([404, { error: 'not_found' }])
    },
  )
})

describe('T19 what is no logout token', () => {
  const now = () => Math.floor(Date.now() / 1000)
  const refusedAll = async (tokens: [string, string][], browser: Browser) => {
    for (const [name, one] of tokens) {
      const answer = await tell(one)
      expect([name, answer.status, await answer.json()]).toEqual([name, 400, { error: 'invalid_request' }])
      expect(answer.headers.get('Cache-Control')).toBe('no-store')
    }
    expect(await isOpen(browser)).toBe(true)
  }

  it('T19 claims that are not those of one', async () => {
    const { through, subject: sub } = await somebody()
    const browser = await through('h-one')
    const claims: [string, Record<string, unknown>, Record<string, unknown>?][] = [
      ['an ID token', { events: undefined, nonce: 'n', sub }, { typ: 'JWT' }],
      ['a nonce', { nonce: 'n', sub }],
      ['without events', { events: undefined, sub }],
      ['another event', { events: { 'https://schemas.openid.net/secevent/risc/x': {} }, sub }],
      ['an event that is no object', { events: { [EVENT]: true }, sub }],
      ['nobody', {}],
      ['another issuer', { iss: stranger.issuer, sub }],
      ['another audience', { aud: 'somebody else', sub }],
      ['no audience', { aud: undefined, sub }],
      ['no issuer', { iss: undefined, sub }],
      ['no jti', { jti: undefined, sub }],
      ['a jti that is a number', { jti: 7, sub }],
      ['no iat', { iat: undefined, sub }],
      ['issued 190 seconds ago', { iat: now() - 190, exp: now() + 100, sub }],
      ['issued 70 seconds from now', { iat: now() + 70, exp: now() + 300, sub }],
      ['expired', { exp: now() - 61, sub }],
      ['another type', { sub }, { typ: 'at+jwt' }],
      ['the type of security events', { sub }, { typ: 'secevent+jwt' }],
      ['an unknown key', { sub }, { kid: 'no such key' }],
    ]
    const tokens: [string, string][] = []
    for (const [name, one, header] of claims) tokens.push([name, await token(one, header ?? {})])
    await refusedAll(tokens, browser)
  })

  it('T19 signatures that are not the provider’s', async () => {
    const { through, subject: sub } = await somebody()
    const browser = await through('i-one')
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
    const elliptic = await generateKeyPair('ES256')
    const jwk = await exportJWK(publicKey)
    const claims = () => ({ iss: provider.issuer, aud: provider.clientId, sub, iat: now(), exp: now() + 60, jti: randomText(), events: { [EVENT]: {} } }) // prettier-ignore
    const by = (key: CryptoKey, header: Record<string, unknown>) =>
      new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', typ: 'logout+jwt', ...header }).sign(key)
    const part = (value: unknown) => base64url(new TextEncoder().encode(JSON.stringify(value)))
    const published = await exportSPKI(await provider.publicKey())
    const mac = await crypto.subtle.importKey('raw', new TextEncoder().encode(published), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']) // prettier-ignore
    const macHead = `${part({ alg: 'HS256', typ: 'logout+jwt', kid: provider.kid })}.${part(claims())}`
    const macked = await crypto.subtle.sign('HMAC', mac, new TextEncoder().encode(macHead))
    const good = await token({ sub })
    const [head, body, signature] = good.split('.') as [string, string, string]
    await refusedAll(
      [
        ['none', `${part({ alg: 'none', typ: 'logout+jwt' })}.${part(claims())}.`],
        ['None', `${part({ alg: 'None', typ: 'logout+jwt' })}.${part(claims())}.${signature}`],
        ['no alg', `${part({ typ: 'logout+jwt', kid: provider.kid })}.${part(claims())}.${signature}`],
        ['HS256 with the public key', `${macHead}.${base64url(macked)}`],
        ['another key under its name', await by(privateKey, { kid: provider.kid })],
        ['another key, brought along (jwk)', await by(privateKey, { jwk })],
        ['another key, brought along under its name', await by(privateKey, { jwk, kid: provider.kid })],
        ['keys elsewhere (jku)', await by(privateKey, { jku: `${stranger.issuer}/jwks`, kid: 'key-1' })],
        ['a certificate elsewhere (x5u)', await by(privateKey, { x5u: `${stranger.issuer}/x5u`, kid: 'key-1' })],
        ['a certificate brought along (x5c)', await by(privateKey, { x5c: ['MIIB'], kid: 'key-1' })],
        ['ES256 under the name of an RSA key', await by(elliptic.privateKey, { alg: 'ES256', kid: provider.kid })],
        [
          'critical words that nobody knows',
          await new SignJWT(claims())
            .setProtectedHeader({ alg: 'RS256', typ: 'logout+jwt', kid: provider.kid, crit: ['x'], x: 1 })
            .sign(provider.signing, { crit: { x: true } }),
        ],
        ['another body', `${head}.${part(claims())}.${signature}`],
        ['without a signature', `${head}.${body}.`],
        ['two parts', `${head}.${body}`],
        ['four parts', `${good}.x`],
        ['text', 'logout'],
        ['nothing', ''],
        ['a signature cut short', good.slice(0, -4)],
      ],
      browser,
    )
    expect(stranger.asked).not.toContain('GET /x5u')
    expect((await tell(good)).status).toBe(200)
  })

  it.each([{ typ: 'JWT' }, { typ: undefined }, { typ: 'application/logout+jwt' }, { typ: 'LOGOUT+JWT' }])(
    'T19 types that real providers send are taken: %o',
    async (header) => {
      const { through, subject: sub } = await somebody()
      const browser = await through(null)
      expect((await tell(await token({ sub }, header))).status).toBe(200)
      expect(await isOpen(browser)).toBe(false)
    },
  )

  it('T17 once only: 200 at the same moment, one is taken, and a later session stays', async () => {
    const { through, subject: sub } = await somebody()
    await through('j-one')
    const one = await token({ sub })
    const answers = await Promise.all(Array.from({ length: 200 }, () => tell(one)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(199)
    const later = await through('j-two')
    expect((await tell(one)).status).toBe(400)
    expect(await isOpen(later)).toBe(true)
  })

  it('T11 no form, another type, the token twice, in the address: 400', async () => {
    const { through, subject: sub } = await somebody()
    const browser = await through('k-one')
    const one = await token({ sub })
    const path = `/sign-in/with/${here.id}/back-channel-logout`
    const form = 'application/x-www-form-urlencoded'
    const posts: [string, string, string, number?][] = [
      [path, 'application/json', JSON.stringify({ logout_token: one })],
      [path, form, `logout_token=${one}&logout_token=${one}`],
      [path, form, `LOGOUT_TOKEN=${one}`],
      [`${path}?logout_token=${one}`, form, ''],
      [path, form, `logout_token=${'x'.repeat(100_000)}`, 413],
    ]
    for (const [to, type, body, status = 400] of posts) {
      const answer = await new Browser().fetch(to, { method: 'POST', headers: { 'Content-Type': type }, body })
      expect([answer.status, await answer.json()]).toEqual([status, { error: 'invalid_request' }])
    }
    expect(await isOpen(browser)).toBe(true)
  })

  it('a page of another site can’t have a browser send it; the provider’s server, which says no origin, can', async () => {
    const { through, subject: sub } = await somebody()
    const browser = await through('l-one')
    expect((await tell(await token({ sub }), here, { Origin: provider.issuer })).status).toBe(403)
    expect((await tell(await token({ sub }), here, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403)
    expect(await isOpen(browser)).toBe(true)
    expect((await tell(await token({ sub }))).status).toBe(200)
    expect(await isOpen(browser)).toBe(false)
  })

  it('the provider is down and its keys were never had: 400, and what is open stays', async () => {
    const down = await FakeProvider.at('down-idp.test')
    const row = await setUpProvider(down, { offices: [office] })
    down.isDown = true
    const answer = await tell(await token({ sub: 'anna' }, {}, down), row)
    expect([answer.status, await answer.json()]).toEqual([400, { error: 'temporarily_unavailable' }])
  })
})
