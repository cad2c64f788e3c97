/** Identity providers for tests in workerd: keys of their own, and the answers that a real one gives over HTTP. */
import { env } from 'cloudflare:workers'
import {
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from 'jose'
import { vi } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { CLIENT_SECRET, type Mapping, type MfaSign, type ProviderKind } from '../../src/federation/provider.ts'
import { newId } from '../../src/ids.ts'
import { seal } from '../../src/seal.ts'

const listening = new Map<string, FakeProvider>()
const closed = globalThis.fetch

/** One provider. What it answers at its endpoints can be altered: `answers` by path, `isDown`. */
export class FakeProvider {
  readonly issuer: string
  readonly clientId: string
  readonly secret: string = 'a client secret of the tests'
  kid = 'key-1'
  signing!: CryptoKey
  published: JWK[] = []
  isDown = false
  /** Paths that answer otherwise than they should. */
  readonly answers = new Map<string, () => Response | Promise<Response>>()
  /** What was asked, as `METHOD path`. */
  readonly asked: string[] = []
  /** The last request at the token endpoint. */
  tokenRequest: { authorization: string | null; form: FormData } | null = null
  /** The ID token that a code is exchanged for, by code; each is good once. */
  readonly codes = new Map<string, { idToken: string; challenge?: string | null }>()

  private constructor(host: string) {
    this.issuer = `https://${host}`
    this.clientId = `gatehouse at ${host}`
  }

  /** A provider at that host, listening until the file ends. */
  static async at(host: string): Promise<FakeProvider> {
    const provider = new FakeProvider(host)
    await provider.turnKeys('key-1')
    listening.set(host, provider)
    vi.stubGlobal('fetch', listen)
    return provider
  }

  /** A new key signs; the one before is published still, unless `alone`. */
  async turnKeys(kid: string, { alone = false } = {}): Promise<void> {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
    const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' }
    this.published = alone ? [jwk] : [...this.published, jwk]
    this.signing = privateKey
    this.kid = kid
  }

  /** A token of its own. `exp` in seconds from `now` (ms UTC); a claim that is undefined is left out. */
  sign(claims: JWTPayload, now: number, header: Partial<JWTHeaderParameters> = {}): Promise<string> {
    const iat = Math.floor(now / 1000)
    const payload = { iss: this.issuer, aud: this.clientId, iat, exp: iat + 300, ...claims }
    const present = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined))
    return new SignJWT(present).setProtectedHeader({ alg: 'RS256', kid: this.kid, ...header }).sign(this.signing)
  }

  /** The public half of the key that signs. */
  async publicKey(): Promise<CryptoKey> {
    return (await importJWK(this.published.at(-1)!, 'RS256')) as CryptoKey
  }

  async answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url)
    this.asked.push(`${request.method} ${pathname}`)
    if (this.isDown) throw new TypeError('the provider is down')
    const altered = this.answers.get(pathname)
    if (altered) return altered()
    if (pathname === '/.well-known/openid-configuration') return Response.json(this.metadata())
    if (pathname === '/jwks') return Response.json({ keys: this.published })
    if (pathname === '/token') {
      this.tokenRequest = { authorization: request.headers.get('Authorization'), form: await request.formData() }
      return this.exchange(this.tokenRequest.form)
    }
    return new Response('nothing here', { status: 404 })
  }

  metadata() {
    const { issuer } = this
    return {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      end_session_endpoint: `${issuer}/end-session`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      authorization_response_iss_parameter_supported: true,
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
    }
  }

  private async exchange(form: FormData): Promise<Response> {
    const code = String(form.get('code'))
    const granted = this.codes.get(code)
    this.codes.delete(code)
    const verifier = new TextEncoder().encode(String(form.get('code_verifier')))
    const challenge = Buffer.from(await crypto.subtle.digest('SHA-256', verifier)).toString('base64url')
    if (!granted || (granted.challenge && granted.challenge !== challenge)) {
      return Response.json({ error: 'invalid_grant' }, { status: 400 })
    }
    return Response.json({ access_token: 'access', token_type: 'Bearer', expires_in: 300, id_token: granted.idToken })
  }
}

async function listen(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init)
  const provider = listening.get(new URL(request.url).hostname)
  if (!provider) return closed(request)
  // One that is slow is given up as a real one would be.
  const givenUp = new Promise<never>((_, reject) => {
    request.signal.addEventListener('abort', () => reject(new DOMException('given up', 'TimeoutError')))
  })
  return Promise.race([provider.answer(request), givenUp])
}

/** Sets the provider up in D1, switched on unless told; answers its row and public id. */
export async function setUpProvider(
  provider: Pick<FakeProvider, 'issuer' | 'clientId' | 'secret'>,
  how: {
    kind?: ProviderKind
    name?: string
    domains?: string[]
    /** Offices, by their rows. */
    offices?: number[]
    mfaWhen?: MfaSign[]
    mappings?: Mapping[]
    isOff?: boolean
    signals?: { issuer: string; audience: string; jwksUri: string }
  } = {},
): Promise<{ row: number; id: string }> {
  const id = newId('identity-provider')
  const { kind = 'office', name = 'Larkmoor sign-in', domains = [], offices = [], mfaWhen = [], mappings = [] } = how
  const sealed = await seal(provider.secret, readConfig(env).sealKeys, CLIENT_SECRET, id)
  const { meta } = await env.DB.prepare(
    `INSERT INTO identity_provider (public_id, name, kind, issuer, client_id, sealed_secret, sealed_by, mfa_when, signals_issuer,
       signals_audience, signals_jwks_uri, created_at, changed_at, disabled_at) VALUES (?, ?, ?, ?, ?, ?, 'test', ?, ?, ?, ?, 1, 1, ?)`,
  )
    .bind(
      id,
      name,
      kind,
      provider.issuer,
      provider.clientId,
      sealed,
      JSON.stringify(mfaWhen),
      how.signals?.issuer ?? null,
      how.signals?.audience ?? null,
      how.signals?.jwksUri ?? null,
      how.isOff ? 1 : null,
    ) // prettier-ignore
    .run()
  const row = meta.last_row_id
  const one = (sql: string, ...params: (string | number | null)[]) => env.DB.prepare(sql).bind(row, ...params)
  const rows = [
    ...domains.map((domain) => one('INSERT INTO provider_domain (provider_id, domain) VALUES (?, ?)', domain)),
    ...offices.map((office) => one('INSERT INTO provider_office (provider_id, office_id) VALUES (?, ?)', office)),
    ...mappings.map((mapping) =>
      one(
        'INSERT INTO provider_mapping (provider_id, group_name, department, capability, role) VALUES (?, ?, ?, ?, ?)',
        mapping.group,
        'department' in mapping ? mapping.department : null,
        'capability' in mapping ? mapping.capability : null,
        'role' in mapping ? mapping.role : null,
      ),
    ),
  ]
  if (rows.length > 0) await env.DB.batch(rows)
  return { row, id }
}

/** Links the subject of the provider (its row) to the account (its row). */
export async function linkIdentity(
  provider: { row: number; issuer: string },
  subject: string,
  account: number,
): Promise<void> {
  await env.DB.prepare(
    'INSERT INTO identity (provider_id, issuer, subject, account_id, linked_at) VALUES (?, ?, ?, ?, 1)',
  )
    .bind(provider.row, provider.issuer, subject, account)
    .run()
}
