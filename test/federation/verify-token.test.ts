import { beforeAll, describe, expect, it } from 'vitest'
import { verifyToken } from '../../src/federation/verify-token.ts'
import { FakeProvider } from '../support/identity-provider.ts'

const NOW = Date.parse('2026-03-02T17:00:00Z')
let provider: FakeProvider
const expected = () => ({
  issuer: provider.issuer,
  audience: provider.clientId,
  jwksUri: `${provider.issuer}/jwks`,
  types: ['logout+jwt'],
  maxAge: 120,
})
const token = (claims = {}, header = {}) =>
  provider.sign({ jti: 'one', sub: 'anna', ...claims }, NOW, { typ: 'logout+jwt', ...header })

beforeAll(async () => {
  provider = await FakeProvider.at('keys.idp.test')
})

describe('T19 tokens that a provider sends by itself', () => {
  it('T19 one of its own is taken, with its claims', async () => {
    const verified = await verifyToken(await token(), expected(), NOW)
    expect(verified).toMatchObject({ ok: true, value: { sub: 'anna', jti: 'one' } })
  })

  it.each([
    ['another issuer', { iss: 'https://other.test' }, {}],
    ['another audience', { aud: 'somebody else' }, {}],
    ['expired', { exp: NOW / 1000 - 61 }, {}],
    ['issued long ago', { iat: NOW / 1000 - 181 }, {}],
    ['issued in the future', { iat: NOW / 1000 + 61 }, {}],
    ['without jti', { jti: undefined }, {}],
    ['another type', {}, { typ: 'JWT' }],
    ['no type', {}, { typ: undefined }],
    ['an unknown key', {}, { kid: 'key-9' }],
  ])('T19 refused: %s', async (_name, claims, header) => {
    expect(await verifyToken(await token(claims, header), expected(), NOW)).toEqual({
      ok: false,
      refusal: 'token-wrong',
    })
  })

  it('a key that was turned is found by asking once more', async () => {
    await provider.turnKeys('key-2', { alone: true })
    expect((await verifyToken(await token(), expected(), NOW + 20_000)).ok).toBe(true)
  })

  it('while the provider is down, the keys known of it serve on', async () => {
    provider.isDown = true
    expect(
      (await verifyToken(await token({ iat: NOW / 1000 + 600, exp: NOW / 1000 + 900 }), expected(), NOW + 600_000)).ok,
    ).toBe(true)
    provider.isDown = false
  })
})
