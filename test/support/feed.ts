/** Speaking to the feed in workerd tests, and what it left behind. */
import { env } from 'cloudflare:workers'
import { Hono } from 'hono'
import { instant } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import type { CountsByType } from '../../src/feed/feed.ts'
import { feed } from '../../src/feed/routes.tsx'
import type { App } from '../../src/http/context.ts'
import type { JsonObject } from '../../src/json.ts'

const app = new Hono<App>()
  .use(async (c, next) => {
    c.set('now', instant())
    c.set('config', readConfig(env))
    await next()
  })
  .route('/feed', feed)

const token = 'test feed token, 32 bytes or more'
let imports = 0

export function newImport(): string {
  return `imp-test-${(imports += 1)}`
}

/** A request to the feed with the right token. */
export async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers)
  if (!headers.has('Authorization')) headers.set('Authorization', `Bearer ${token}`)
  return app.request(`/feed${path}`, { ...init, headers }, env)
}

export const post = (path: string, body: BodyInit = '', headers: Record<string, string> = {}) =>
  ask(path, { method: 'POST', body, headers })

export const ndjson = (resources: JsonObject[]) => resources.map((resource) => `${JSON.stringify(resource)}\n`).join('')

/** Sends the resources as one part of an import of its own; answers the counts. */
export async function send(...resources: JsonObject[]): Promise<CountsByType> {
  const answer = await post(`/${newImport()}/all.ndjson/1`, ndjson(resources))
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`)
  return (await answer.json<{ counts: CountsByType }>()).counts
}

/** Publishes rows `category,system,match,code` as a list file, and judges everything again. */
export async function publishRows(...listed: string[]): Promise<{ version: number; added: number }> {
  const text = `category,code_system,match,code,source,reason\n${listed.map((row) => `${row},own,own\n`).join('')}`
  const answer = await post('/restricted-codes', text)
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`)
  await judgeAll()
  return answer.json()
}

export async function judgeAll(): Promise<void> {
  for (let after: number | null = 0; after !== null;) {
    after = (await (await post(`/judgement?after=${after}`)).json<{ after: number | null }>()).after
  }
}

export async function rows<Row>(sql: string, ...values: unknown[]): Promise<Row[]> {
  return (
    await env.DB.prepare(sql)
      .bind(...values)
      .all<Row>()
  ).results
}

/** Why the record is hidden; null when it is shown, undefined when it isn't there. */
export async function hidden(type: string, id: string): Promise<string | null | undefined> {
  const [row] = await rows<{ hidden: string | null }>(
    'SELECT hidden FROM feed_record WHERE type = ? AND source_id = ?',
    type,
    id,
  )
  return row?.hidden
}

/** The claims that pages would show, by their Claim's or other record's id. */
export async function shownClaims(): Promise<string[]> {
  const shown = await rows<{ id: string }>(
    `SELECT coalesce(claim_source_id, eob_source_id) AS id FROM claim
     WHERE shown_under = (SELECT max(version) FROM restricted_list) ORDER BY 1`,
  )
  return shown.map(({ id }) => id)
}

/** Everything pages could read, without ids and times that differ between two ways to the same end. */
export async function world(): Promise<unknown> {
  const [members, coverages, claims, lines, referrals, offices, records] = await Promise.all([
    rows(`SELECT source_id, member_number, last_name, first_name, birth_date, gender, pcp_name FROM member ORDER BY 1`),
    rows(`SELECT c.source_id, m.source_id AS member, plan_name, payor, status, starts_on, ends_on
      FROM coverage c LEFT JOIN member m ON m.id = c.member_id ORDER BY 1`),
    rows(`SELECT claim_source_id, eob_source_id, number, m.source_id AS member, o.source_id AS office, o.name AS office_name,
      provider_name, type, status, serviced_from, serviced_to, received_on, paid_on, billed_cents, allowed_cents,
      paid_cents, member_cents, shown_under
      FROM claim c LEFT JOIN member m ON m.id = c.member_id LEFT JOIN office o ON o.id = c.office_id ORDER BY 1, 2`),
    rows(`SELECT coalesce(c.claim_source_id, c.eob_source_id) AS claim, l.line, l.code, l.code_system, l.modifiers, l.units,
      l.billed_cents, l.paid_cents, l.denial_code FROM claim_line l JOIN claim c ON c.id = l.claim_id ORDER BY 1, 2`),
    rows(`SELECT r.source_id, number, m.source_id AS member, o.source_id AS office, status, authored_on, shown_under,
      confirmation, core_source_id, response_source_id, urgency, requester_name, performer_name, diagnoses, services,
      units, starts_on, ends_on, received_at, decision, decided_on, denial_code, authorization_number, stage
      FROM referral r LEFT JOIN member m ON m.id = r.member_id LEFT JOIN office o ON o.id = r.office_id ORDER BY 1`),
    rows('SELECT source_id, name, npi FROM office ORDER BY 1'),
    rows('SELECT type, source_id, digest, hidden FROM feed_record ORDER BY 1, 2'),
  ])
  return { members, coverages, claims, lines, referrals, offices, records }
}

/** Forgets everything the feed brought; the lists stay. */
export async function forget(): Promise<void> {
  const tables =
    'claim_line claim referral_record referral coverage member provider office feed_link feed_clue feed_record feed_part feed_rejection feed_import'
  await env.DB.batch(tables.split(' ').map((table) => env.DB.prepare(`DELETE FROM ${table}`)))
}
