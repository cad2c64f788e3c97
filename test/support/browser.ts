/** A browser of its own: cookies, forms with their tokens, the passcode from the mail. */
import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { instant } from '../../src/clock.ts'
import worker from '../../src/index.ts'
import type { Letter } from '../../src/mail/provider.ts'
import { carryBy, taken } from '../../src/mail/provider.ts'
import { deliver } from '../../src/mail/deliver.ts'
import { overdue } from '../../src/mail/outbox.ts'
import { PASSWORD } from './people.ts'

export const ORIGIN = 'https://portal.test'

/** Letters carried out in this test file, the newest last. */
export const letters: Letter[] = []

/** From now on letters are carried to `letters`, which has none. */
export function collectLetters(): void {
  letters.length = 0
  carryBy(async (letter) => {
    letters.push(letter)
    return taken
  })
}

/** Delivers what waits in the outbox, as the queue would, and answers the newest letter to the address. */
export async function mailTo(address: string): Promise<Letter | undefined> {
  const now = instant()
  for (const id of await overdue(env.DB, now.getTime() + 1, 100)) await deliver(id, env, now)
  return letters.findLast((letter) => letter.to === address)
}

export class Browser {
  readonly cookies = new Map<string, string>()
  ip: string
  bindings: Env = env

  constructor(ip = '192.0.2.1') {
    this.ip = ip
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    if (!headers.has('CF-Connecting-IP')) headers.set('CF-Connecting-IP', this.ip)
    if (!headers.has('Cookie') && this.cookies.size > 0) {
      headers.set('Cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    }
    const request = new Request(new URL(path, ORIGIN), { redirect: 'manual', ...init, headers })
    const response = await worker.fetch(request as never, this.bindings, createExecutionContext())
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      if (/Max-Age=0/.test(line)) this.cookies.delete(pair.slice(0, at))
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return response
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.fetch(path, { headers })
  }

  /** Posts a form, with the token of the page `from` unless the fields bring one. */
  async post(path: string, fields: Record<string, string>, from = '/home'): Promise<Response> {
    const csrf = fields.csrf ?? (await this.token(from))
    return this.fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' },
      body: new URLSearchParams({ csrf, ...fields }).toString(),
    })
  }

  async token(page: string): Promise<string> {
    const html = await (await this.get(page)).text()
    return /name="csrf" value="([^"]*)"/.exec(html)?.[1] ?? ''
  }

  /** Types the password; answers what the sign-in form answers. */
  password(email: string, password = PASSWORD): Promise<Response> {
    return this.post('/sign-in', { email, password, next: '' }, '/sign-in')
  }

  /** Signs in with password and passcode; throws if it doesn't end on /home. */
  async signIn(email: string, remember = false): Promise<void> {
    const first = await this.password(email)
    if (first.headers.get('Location') === '/home') return
    if (first.status !== 303) throw new Error(`the password was answered with ${first.status}`)
    const letter = await mailTo(email)
    const fields = { code: letter?.code ?? '', next: '', ...(remember ? { remember: 'on' } : {}) }
    const second = await this.post('/sign-in/second-factor', fields, '/sign-in/second-factor')
    if (second.headers.get('Location') !== '/home') throw new Error(`the passcode was answered with ${second.status}`)
  }
}
