/** A directory that speaks SCIM to the Worker, with a provider of its own. */
import { env } from 'cloudflare:workers'
import { sha256 } from '../../src/digest.ts'
import { Browser } from './browser.ts'
import { FakeProvider, setUpProvider } from './identity-provider.ts'
import { rowsOf } from './requests.ts'

const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

// oxlint-disable-next-line typescript/no-explicit-any
type Said = { status: number; body: any; headers: Headers }
let nth = 0

export class Directory {
  readonly row: number
  readonly id: string
  readonly issuer: string
  readonly token: string
  readonly domain: string
  ip = '203.0.113.7'

  private constructor(made: { row: number; id: string; issuer: string; token: string; domain: string }) {
    this.row = made.row
    this.id = made.id
    this.issuer = made.issuer
    this.token = made.token
    this.domain = made.domain
  }

  /** A directory of offices (their rows), or of the plan, with a domain of its own. */
  static async of(how: NonNullable<Parameters<typeof setUpProvider>[1]>): Promise<Directory> {
    const domain = `larkmoor${(nth += 1)}.example`
    const provider = await FakeProvider.at(`sign-in.${domain}`)
    const { row, id } = await setUpProvider(provider, { domains: [domain], ...how })
    const token = `token-of-directory-${nth}-0123456789`
    await env.DB.prepare('UPDATE identity_provider SET scim_token_hash = ?, scim_token_at = 1 WHERE id = ?')
      .bind(sha256(token), row)
      .run()
    return new Directory({ row, id, issuer: provider.issuer, token, domain })
  }

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Said> {
    const answer = await new Browser(this.ip).fetch(`/scim/v2/${this.id}${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/scim+json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text, headers: answer.headers }
  }

  search(what: string, filter: string, more = '') {
    return this.ask('GET', `/${what}?filter=${encodeURIComponent(filter)}${more}`)
  }

  /** Announces somebody by the part of their address before the @. */
  async announce(local: string, more: Record<string, unknown> = {}): Promise<{ id: string; email: string }> {
    const email = `${local}@${this.domain}`
    const { status, body } = await this.ask('POST', '/Users', { schemas: [USER], userName: email, ...more })
    if (status !== 201) throw new Error(`announcing was answered with ${status}`)
    return { id: body.id, email }
  }

  patch(path: string, ...operations: unknown[]) {
    return this.ask('PATCH', path, { schemas: [PATCH], Operations: operations })
  }

  async group(displayName: string, ...users: string[]): Promise<string> {
    const members = users.map((value) => ({ value }))
    const { status, body } = await this.ask('POST', '/Groups', { schemas: [GROUP], displayName, members })
    if (status !== 201) throw new Error(`a group was answered with ${status}`)
    return body.id
  }
}

/** Requests of the address's account, the oldest first. */
export const requestsOf = (email: string) =>
  rowsOf(
    `SELECT r.public_id AS id, r.office_id AS office, r.decision AS decision, r.job_title AS title, r.job_description AS job, r.wants_loa AS loa
     FROM access_request r JOIN account a ON a.id = r.account_id WHERE a.email = ? ORDER BY r.id`,
    email,
  )

/** What the log has of directories since a row, without the times. */
export const saidSince = (seq: number) =>
  rowsOf(
    `SELECT event, account_id AS "by", subject_id AS subject, office_id AS office, record, clause, detail FROM audit
     WHERE seq > ? AND event LIKE 'directory.%' ORDER BY seq`,
    seq,
  )

export const newestSeq = async () =>
  (await env.DB.prepare('SELECT coalesce(max(seq), 0) AS seq FROM audit').first<number>('seq'))!
