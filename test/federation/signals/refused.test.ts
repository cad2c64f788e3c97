/** T19: what is no token of the provider's to this portal, taken by nobody, with the answers of RFC 8935. */
import { env } from 'cloudflare:workers'
import { base64url, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { instant } from '../../../src/clock.ts'
import { seen } from '../../support/alike.ts'
import { Browser } from '../../support/browser.ts'
import { FakeProvider, linkIdentity, setUpProvider } from '../../support/identity-provider.ts'
import { anOffice, aPerson } from '../../support/people.ts'
import { signedIn } from '../../support/session.ts'
import { aSignal, push, signalsOf, subjectOf } from '../../support/signals.ts'

let fake: FakeProvider
let office: number
let provider: { row: number; id: string }
let person: { account: number; guard: string; email: string }
let foreign: { privateKey: CryptoKey; jwk: JWK }
let browser: Browser
let nth = 0
const SUB = 'anna'
const subject = () => subjectOf(fake, SUB)
const refusals = () =>
  env.DB.prepare("SELECT count(*) AS n FROM audit WHERE event = 'signal.refused'").first<number>('n')
const isOpen = async () => (await browser.get('/home')).status === 200

beforeAll(async () => {
  fake = await FakeProvider.at('refusing.idp.test')
  office = await anOffice()
  provider = await setUpProvider(fake, { offices: [office], signals: signalsOf(fake) })
  person = await aPerson({ email: 'anna@office.example', offices: [office] })
  await linkIdentity({ ...provider, issuer: fake.issuer }, SUB, person.account)
  const pair = await generateKeyPair('RS256', { extractable: true })
  foreign = { privateKey: pair.privateKey, jwk: { ...(await exportJWK(pair.publicKey)), kid: 'key-1', alg: 'RS256' } }
})
beforeEach(async () => {
  browser = await signedIn(person)
})

/** The parts of a token that is good. */
const good = () => aSignal(fake, 'sessionRevoked', subject())
const json = (value: unknown) => base64url.encode(JSON.stringify(value))
const head = { alg: 'RS256', kid: 'key-1', typ: 'secevent+jwt' }
const signedBy = (key: CryptoKey | Uint8Array, header: object, payload: string) =>
  new SignJWT(JSON.parse(new TextDecoder().decode(base64url.decode(payload))) as object as never)
    .setProtectedHeader({ ...head, ...header } as never)
    .sign(key)

type Forged = [name: string, err: string, make: (parts: [string, string, string]) => string | Promise<string>]
const forged: Forged[] = [
  ['no signature (none)', 'invalid_key', ([, payload]) => `${json({ ...head, alg: 'none' })}.${payload}.`],
  ['none in other letters', 'invalid_key', ([, payload]) => `${json({ ...head, alg: 'nOnE' })}.${payload}.`],
  ['none with the right signature', 'invalid_key', ([, payload, signature]) => `${json({ ...head, alg: 'none' })}.${payload}.${signature}`],
  ['no alg', 'invalid_key', ([, payload, signature]) => `${json({ kid: 'key-1', typ: 'secevent+jwt' })}.${payload}.${signature}`],
  ['HS256 with the public key as its secret', 'invalid_key', ([, payload]) => signedBy(new TextEncoder().encode(JSON.stringify(fake.published[0])), { alg: 'HS256' }, payload)],
  ['HS256 with the modulus as its secret', 'invalid_key', ([, payload]) => signedBy(base64url.decode(fake.published[0]!.n!), { alg: 'HS256' }, payload)],
  ['RS256 told as ES256', 'authentication_failed', ([, payload, signature]) => `${json({ ...head, alg: 'ES256' })}.${payload}.${signature}`],
  ['RS256 told as PS256', 'authentication_failed', ([, payload, signature]) => `${json({ ...head, alg: 'PS256' })}.${payload}.${signature}`],
  ['a foreign key under the right kid', 'authentication_failed', ([, payload]) => signedBy(foreign.privateKey, {}, payload)],
  ['jwk in the header', 'authentication_failed', ([, payload]) => signedBy(foreign.privateKey, { jwk: foreign.jwk }, payload)],
  ['jku in the header', 'authentication_failed', ([, payload]) => signedBy(foreign.privateKey, { jku: 'https://evil.test/jwks' }, payload)],
  ['x5u in the header', 'authentication_failed', ([, payload]) => signedBy(foreign.privateKey, { x5u: 'https://evil.test/x5u' }, payload)],
  ['an unknown kid', 'authentication_failed', ([, payload]) => signedBy(foreign.privateKey, { kid: 'key-9' }, payload)],
  ['another payload under the signature', 'authentication_failed', ([header, payload, signature]) => `${header}.${json({ ...(JSON.parse(new TextDecoder().decode(base64url.decode(payload))) as object), jti: 'another' })}.${signature}`],
  ['the signature cut off', 'authentication_failed', ([header, payload, signature]) => `${header}.${payload}.${signature.slice(0, -2)}`],
  ['no signature', 'authentication_failed', ([header, payload]) => `${header}.${payload}.`],
  ['a critical extension', 'authentication_failed', ([, payload, signature]) => `${json({ ...head, crit: ['x'], x: 1 })}.${payload}.${signature}`],
  ['two parts', 'invalid_request', ([header, payload]) => `${header}.${payload}`],
  ['four parts', 'invalid_request', (parts) => `${parts.join('.')}.x`],
  ['a blank before it', 'authentication_failed', (parts) => ` ${parts.join('.')}`],
  ['nothing', 'invalid_request', () => ''],
  ['JSON', 'invalid_request', () => '{}'],
  ['bytes', 'invalid_request', () => '\u0000\uffff'],
] // prettier-ignore

describe('T19 tokens that are none', () => {
  it('the good one is taken', async () => {
    expect((await push(provider, await good())).status).toBe(202)
    expect(await isOpen()).toBe(false)
  })

  it.each(forged)('T19 %s: %s', async (_name, err, make) => {
    fake.asked.length = 0
    const parts = (await good()).split('.') as [string, string, string]
    const answer = await push(provider, await make(parts), { ip: `203.0.113.${(nth += 1)}` })
    expect([answer.status, answer.headers.get('Content-Type'), answer.headers.get('Content-Language')]).toEqual([
      400,
      'application/json',
      'en',
    ])
    const said = await answer.json<{ err: string; description: string }>()
    expect([said.err, Object.keys(said)]).toEqual([err, ['err', 'description']])
    expect(await isOpen()).toBe(true)
    // Keys come from where the provider was set up to have them, and from nowhere else.
    expect(fake.asked.every((one) => one === 'GET /jwks')).toBe(true)
    const row = await env.DB.prepare('SELECT event, record, detail FROM audit WHERE event = ? ORDER BY seq DESC')
      .bind('signal.refused')
      .first()
    expect(row).toEqual({ event: 'signal.refused', record: provider.id, detail: JSON.stringify({ why: err }) })
  })

  it.each<[string, string, Record<string, unknown>, Record<string, unknown>]>([
    ['another issuer', 'invalid_issuer', { iss: 'https://other.test' }, {}],
    ['another audience', 'invalid_audience', { aud: 'somebody else' }, {}],
    ['the audience of its ID tokens', 'invalid_audience', { aud: 'gatehouse at refusing.idp.test' }, {}],
    ['no jti', 'invalid_request', { jti: undefined }, {}],
    ['no iat', 'invalid_request', { iat: undefined }, {}],
    ['no events', 'invalid_request', { events: undefined }, {}],
    ['an ID token', 'invalid_request', {}, { typ: 'JWT' }],
    ['a logout token', 'invalid_request', {}, { typ: 'logout+jwt' }],
    ['no type', 'invalid_request', {}, { typ: undefined }],
    ['expired', 'authentication_failed', { exp: 1 }, {}],
  ])('T19 %s: %s', async (_name, err, claims, header) => {
    const token = await aSignal(fake, 'sessionRevoked', subject(), claims, header)
    const answer = await push(provider, token, { ip: `203.0.113.${(nth += 1)}` })
    expect([answer.status, (await answer.json<{ err: string }>()).err]).toEqual([400, err])
    expect(await isOpen()).toBe(true)
  })

  it('T14 one that is older than the policy’s bound; less is taken', async () => {
    const day = 24 * 3_600_000
    const seconds = Math.floor(instant().getTime() / 1000)
    for (const [age, status] of [
      [day / 1000 + 61, 400],
      [day / 1000 + 50, 202],
    ] as const) {
      const token = await aSignal(fake, 'verification', subject(), { iat: seconds - age })
      expect([age, (await push(provider, token)).status]).toEqual([age, status])
    }
  })
})

describe('RFC 8935 the door', () => {
  it('T15 switched off, without signals, unknown, and while the plan has no providers: 404 alike', async () => {
    const off = await setUpProvider({ ...fake, issuer: 'https://off.test' } as FakeProvider, {
      isOff: true,
      signals: signalsOf(fake),
    })
    const silent = await setUpProvider({ ...fake, issuer: 'https://silent.test' } as FakeProvider)
    const token = await good()
    const answers = []
    for (const id of [
      `idp_${'0'.repeat(24)}`,
      off.id,
      silent.id,
      'x',
      'idp_',
      `acc_${provider.id.slice(4)}`,
      provider.id.toUpperCase(),
    ]) {
      answers.push(await seen(await push({ id }, token)))
    }
    const closed = new Browser('198.51.100.201')
    closed.bindings = { ...env, POLICY_OVERRIDES: '{}', POLICY_DEVIATIONS: '{}' } as unknown as Env
    const headers = { 'Content-Type': 'application/secevent+jwt' }
    answers.push(await seen(await closed.fetch(`/signals/${provider.id}`, { method: 'POST', headers, body: token })))
    expect(answers[0]).toMatchObject({ status: 404 })
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(await isOpen()).toBe(true)
  })

  it.each([
    'application/json',
    'application/jwt',
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/secevent+jwtx',
    '',
  ])('%j is another type: 400', async (type) => {
    const answer = await push(provider, await good(), { headers: { 'Content-Type': type } })
    expect([answer.status, (await answer.json<{ err: string }>()).err, await isOpen()]).toEqual([
      400,
      'invalid_request',
      true,
    ])
  })

  it('the type with a parameter is that type', async () => {
    expect(
      (await push(provider, await good(), { headers: { 'Content-Type': 'Application/SecEvent+JWT; charset=utf-8' } }))
        .status,
    ).toBe(202)
  })

  it('T28 a body that is too large: 413, and nothing is looked at', async () => {
    const answer = await push(provider, `${await good()}${'a'.repeat(64 * 1024)}`)
    expect([answer.status, await isOpen()]).toEqual([413, true])
  })

  it.each([{ Origin: 'https://evil.test' }, { 'Sec-Fetch-Site': 'cross-site' }])(
    'a browser on another site: %j',
    async (headers) => {
      expect([(await push(provider, await good(), { headers })).status, await isOpen()]).toEqual([403, true])
    },
  )

  it.each(['GET', 'PUT', 'DELETE', 'PATCH'])('%s opens nothing', async (method) => {
    expect((await new Browser().fetch(`/signals/${provider.id}`, { method })).status).toBe(404)
  })

  it('T5 whoever sends nothing but wrong ones is told to wait and fills no log; what is right passes', async () => {
    const { ADDRESS_FAILURES: most } = readConfig(env).policy
    const ip = '203.0.113.250'
    for (let sent = 0; sent < most; sent += 1) expect((await push(provider, 'x', { ip })).status).toBe(400)
    const before = await refusals()
    const answer = await push(provider, 'x', { ip })
    expect([answer.status, Number(answer.headers.get('Retry-After')) > 0, await refusals()]).toEqual([
      429,
      true,
      before,
    ])
    expect((await push(provider, await good(), { ip })).status).toBe(202)
    expect(await isOpen()).toBe(false)
  })

  it('keys that can’t be had now: 503, nothing is recorded as refused, and the same token is taken later', async () => {
    const other = await FakeProvider.at('down.idp.test')
    const set = await setUpProvider(other, { offices: [office], signals: signalsOf(other) })
    await linkIdentity({ ...set, issuer: other.issuer }, SUB, person.account)
    const before = await refusals()
    const token = await aSignal(other, 'sessionRevoked', subjectOf(other, SUB))
    other.isDown = true
    const answer = await push(set, token)
    expect([answer.status, answer.headers.get('Retry-After'), await isOpen(), await refusals()]).toEqual([
      503,
      '30',
      true,
      before,
    ])
    other.isDown = false
    expect((await push(set, token)).status).toBe(202)
    expect(await isOpen()).toBe(false)
  })

  it('a key that was turned is found', async () => {
    const turning = await FakeProvider.at('turning.idp.test')
    const set = await setUpProvider(turning, { offices: [office], signals: signalsOf(turning) })
    await linkIdentity({ ...set, issuer: turning.issuer }, SUB, person.account)
    expect((await push(set, await aSignal(turning, 'verification', undefined))).status).toBe(202)
    await turning.turnKeys('key-2', { alone: true })
    expect((await push(set, await aSignal(turning, 'sessionRevoked', subjectOf(turning, SUB)))).status).toBe(202)
    expect(await isOpen()).toBe(false)
  })
})
