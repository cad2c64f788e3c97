/** A device with passkeys, made of WebCrypto: what a browser and its authenticator say, and what a forger might. */
import { Buffer } from 'node:buffer'
import { ORIGIN } from './browser.ts'

/** What a question to a passkey looks like in a page. */
export type Options = {
  challenge: string
  rpId?: string
  rp?: { id: string }
  user?: { id: string }
  allowCredentials?: { id: string }[]
  excludeCredentials?: { id: string }[]
}

/** What a forger changes about an answer. */
export type Forgery = {
  rpId?: string
  origin?: string
  challenge?: string
  type?: string
  crossOrigin?: boolean
  topOrigin?: string
  /** User present, user verified. */
  up?: boolean
  uv?: boolean
  counter?: number
  userHandle?: string | null
  id?: string
  /** Signs with this key in place of its own. */
  key?: CryptoKey
  /** COSE's number of the algorithm in a new key. */
  alg?: number
  fmt?: string
  attStmt?: Map<unknown, unknown>
}

const bytes = (text: string) => new TextEncoder().encode(text)
const url = (part: Uint8Array | ArrayBuffer) => Buffer.from(new Uint8Array(part as ArrayBuffer)).toString('base64url')
const hashOf = async (part: Uint8Array) => new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(part)))

/** CBOR (RFC 8949) of what attestations hold: whole numbers, texts, bytes, maps and lists. */
export function cbor(value: unknown): Uint8Array<ArrayBuffer> {
  const head = (major: number, n: number) =>
    n < 24
      ? [(major << 5) | n]
      : n < 256
        ? [(major << 5) | 24, n]
        : n < 65_536
          ? [(major << 5) | 25, n >> 8, n & 255]
          : [(major << 5) | 26, n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255]
  if (typeof value === 'number') return new Uint8Array(value < 0 ? head(1, -1 - value) : head(0, value))
  if (typeof value === 'string') return joined(head(3, bytes(value).length), bytes(value))
  if (value instanceof Uint8Array) return joined(head(2, value.length), value)
  if (Array.isArray(value)) return joined(head(4, value.length), ...value.map(cbor))
  if (value instanceof Map) return joined(head(5, value.size), ...[...value].flatMap(([k, v]) => [cbor(k), cbor(v)]))
  throw new Error('no CBOR for that')
}

function joined(...parts: (Uint8Array | number[])[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts.map((part) => Uint8Array.from(part))))
}

/** An ECDSA signature as ASN.1 DER, which authenticators send (WebAuthn, section 6.5.5); WebCrypto's is r ‖ s. */
function der(raw: Uint8Array): Uint8Array<ArrayBuffer> {
  const integer = (part: Uint8Array) => {
    let at = 0
    while (at < part.length - 1 && part[at] === 0) at += 1
    const rest = part.slice(at)
    const padded = rest[0]! > 127 ? joined([0], rest) : joined(rest)
    return joined([2, padded.length], padded)
  }
  const both = joined(integer(raw.slice(0, 32)), integer(raw.slice(32)))
  return joined([0x30, both.length], both)
}

/** A device that keeps one passkey. */
export class Authenticator {
  readonly id = url(crypto.getRandomValues(new Uint8Array(32)))
  /** What its counter says; devices without one always say 0. */
  counter: number
  userHandle: string | undefined
  private keys: CryptoKeyPair | undefined

  constructor(counter = 0) {
    this.counter = counter
  }

  /** A new key pair for the site: the browser's word for it, as the form's field has it. */
  async create(options: Options, forgery: Forgery = {}): Promise<string> {
    this.keys = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
      'verify',
    ])) as CryptoKeyPair
    this.userHandle = options.user?.id
    const { x, y } = (await crypto.subtle.exportKey('jwk', this.keys.publicKey)) as JsonWebKey
    const coordinate = (text = '') => new Uint8Array(Buffer.from(text, 'base64url'))
    const key = new Map<number, unknown>([[1, 2], [3, forgery.alg ?? -7], [-1, 1], [-2, coordinate(x)], [-3, coordinate(y)]]) // prettier-ignore
    const id = new Uint8Array(Buffer.from(forgery.id ?? this.id, 'base64url'))
    const credential = joined(new Uint8Array(16), [id.length >> 8, id.length & 255], id, cbor(key))
    const authData = joined(await this.data(options.rp?.id ?? '', forgery, 0x40), credential)
    const object = new Map<string, unknown>([
      ['fmt', forgery.fmt ?? 'none'],
      ['attStmt', forgery.attStmt ?? new Map()],
      ['authData', authData],
    ])
    return this.word({
      clientDataJSON: client('webauthn.create', options, forgery),
      attestationObject: url(cbor(object)),
      transports: ['internal', 'hybrid'],
    })
  }

  /** The signature over a question: the browser's word for it. */
  async get(options: Options, forgery: Forgery = {}): Promise<string> {
    if (this.counter > 0) this.counter += 1
    const clientDataJSON = client('webauthn.get', options, forgery)
    const data = await this.data(options.rpId ?? '', forgery, 0)
    const signed = joined(data, await hashOf(new Uint8Array(Buffer.from(clientDataJSON, 'base64url'))))
    const key = forgery.key ?? this.keys!.privateKey
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, signed)
    const userHandle = forgery.userHandle === undefined ? this.userHandle : forgery.userHandle
    return this.word(
      {
        clientDataJSON,
        authenticatorData: url(data),
        signature: url(der(new Uint8Array(signature))),
        ...(userHandle ? { userHandle } : {}),
      },
      forgery.id,
    )
  }

  private word(response: Record<string, unknown>, id = this.id): string {
    return JSON.stringify({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response })
  }

  /** Authenticator data (section 6.1): whose site, what was done, how often. Backed up, as passkeys of telephones are. */
  private async data(rpId: string, forgery: Forgery, flags: number) {
    const { up = true, uv = true, counter = this.counter } = forgery
    const said = flags | 0x18 | (up ? 1 : 0) | (uv ? 4 : 0)
    const count = [counter >>> 24, (counter >> 16) & 255, (counter >> 8) & 255, counter & 255]
    return joined(await hashOf(bytes(forgery.rpId ?? rpId)), [said], count)
  }
}

function client(type: string, { challenge }: Options, forgery: Forgery): string {
  const said = {
    type: forgery.type ?? type,
    challenge: forgery.challenge ?? challenge,
    origin: forgery.origin ?? ORIGIN,
    crossOrigin: forgery.crossOrigin ?? false,
    ...(forgery.topOrigin ? { topOrigin: forgery.topOrigin } : {}),
  }
  return url(bytes(JSON.stringify(said)))
}

/** How the page asks the passkey: what stands in its form. Null: the page has none. */
export function optionsIn(html: string): Options | null {
  const found = /data-options="([^"]*)"/.exec(html)?.[1]
  if (found === undefined) return null
  return JSON.parse(found.replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&#39;', "'")) as Options
}
