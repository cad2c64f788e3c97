/** Somebody's browser: keeps connections and cookies, signs in. */
import { Agent, request } from 'node:http'

type Reply = { status: number; body: string; location: string; ms: number }

const agent = new Agent({ keepAlive: true, maxSockets: 8 })
let addresses = 0

/** An IP address that nobody had before, of the block kept for benchmarks (RFC 2544). */
export function freshAddress(): string {
  addresses += 1
  return `198.18.${addresses >> 8}.${addresses & 255}`
}

export class Visitor {
  readonly cookies = new Map<string, string>()
  /** Where it seems to come from. */
  address = freshAddress()
  private readonly url: URL
  private csrf = ''

  constructor(url: URL) {
    this.url = url
  }

  /** Opens a page or posts a form; answers with the milliseconds until the last byte. */
  ask(path: string, form?: Record<string, string>): Promise<Reply> {
    const cookie = [...this.cookies].map((pair) => pair.join('=')).join('; ')
    const headers = { Cookie: cookie, 'CF-Connecting-IP': this.address, 'User-Agent': 'Firefox Linux' }
    const posted = form && new URLSearchParams(form).toString()
    const startedAt = performance.now()
    return new Promise((resolve, reject) => {
      const sent = request(
        new URL(path, this.url).href,
        {
          agent,
          method: posted ? 'POST' : 'GET',
          headers: posted
            ? { ...headers, 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': posted.length }
            : headers,
        },
        (response) => {
          for (const line of response.headers['set-cookie'] ?? []) {
            const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
            this.cookies.set(name, value)
          }
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', reject)
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              body: Buffer.concat(chunks).toString(),
              location: response.headers.location ?? '',
              ms: performance.now() - startedAt,
            }),
          )
        },
      )
      sent.on('error', reject)
      sent.end(posted)
    })
  }

  /** Types an e-mail address and a password. */
  signIn(email: string, password: string): Promise<Reply> {
    return this.send('/sign-in', { email, password, next: '' })
  }

  /** Posts a form of somebody who isn't signed in. */
  async send(path: string, fields: Record<string, string>): Promise<Reply> {
    if (this.csrf === '') this.csrf = /name="csrf" value="([^"]+)"/.exec((await this.ask('/sign-in')).body)?.[1] ?? ''
    return this.ask(path, { csrf: this.csrf, ...fields })
  }
}

/** Ends the connections that were kept. */
export function hangUp(): void {
  agent.destroy()
}
