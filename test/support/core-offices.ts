/** Builders: what the core system knows of an office, and what an office asks for. */
import { env } from 'cloudflare:workers'
import { newId } from '../../src/ids.ts'
import type { Day } from '../../src/policy/calendar.ts'
import { Browser } from './browser.ts'

let nth = 0

/** An NPI that was never given out, by its number. */
export function anNpi(number: number): string {
  const body = `2990${String(number).padStart(5, '0')}`
  const doubled = [...`80840${body}`].toReversed().map((digit, place) => Number(digit) * (place % 2 === 0 ? 2 : 1))
  const sum = doubled.reduce((total, digit) => total + (digit > 9 ? digit - 9 : digit), 0)
  return `${body}${(10 - (sum % 10)) % 10}`
}

type Known = {
  name?: string
  tin?: string
  npi?: string
  terminated?: boolean
  /** No claim named it yet: there is no office row. */
  unknown?: boolean
  accessOn?: Day | null
  terminatedOn?: Day | null
}

/** An Organization of the core system and, unless told, the office made of it. */
export async function aCoreOffice(known: Known = {}) {
  nth += 1
  const sourceId = `org-${nth}`
  const { name = `Clinic ${nth}`, tin = `89${String(nth).padStart(7, '0')}`, npi = anNpi(nth) } = known
  const facts = { terminated: known.terminated ? 1 : null, name, npi, tin, telephone: '(714) 555-0100', street: '1 Pier Street', city: 'Orange', state: 'CA', zip: '92868' } // prettier-ignore
  await env.DB.batch([
    env.DB.prepare("INSERT OR IGNORE INTO feed_import (id, started_at) VALUES ('core', 0)"),
    env.DB.prepare(
      `INSERT INTO feed_record (type, source_id, import_id, digest, received_at, facts, codes, own_version)
       VALUES ('Organization', ?, 'core', '', 0, ?, '[]', 1)`,
    ).bind(sourceId, JSON.stringify(facts)),
  ])
  const id = newId('office')
  if (!known.unknown) {
    await env.DB.prepare(
      `INSERT INTO office (public_id, source_id, name, npi, tin, city, state, zip, access_on, terminated_on)
       VALUES (?, ?, ?, ?, ?, 'Orange', 'CA', '92868', ?, ?)`,
    )
      .bind(id, sourceId, name, npi, tin, known.accessOn ?? null, known.terminatedOn ?? null)
      .run()
  }
  return { id, sourceId, name, tin, npi }
}

/** Has the core system report the Organization as terminated, or as active again. */
export async function reported(sourceId: string, terminated: boolean): Promise<void> {
  await env.DB.prepare("UPDATE feed_record SET facts = json_set(facts, '$.terminated', ?) WHERE source_id = ?")
    .bind(terminated ? 1 : null, sourceId)
    .run()
}

/** What somebody types into the request, without the agreement's version and the token. */
export function typedRequest(of: { name: string; tin: string; npi: string }): Record<string, string> {
  return {
    legalName: of.name, tin: of.tin, npi: of.npi, street: '1 Pier St.', city: 'Orange', state: 'CA', zip: '92868',
    telephone: '714-555-0100', managerName: 'Mona Manager', managerTitle: 'Office manager', managerEmail: 'mona@clinic.example',
    managerTelephone: '(714) 555-0101', loaFirstName: 'Lou', loaLastName: 'Leader', loaEmail: 'lou@clinic.example',
    signedName: 'Olga Owner', signedTitle: 'Owner', consent: 'on',
  } // prettier-ignore
}

/** The agreement's version and the token that the form bears. */
export async function formOf(browser: Browser): Promise<{ csrf: string; document: string }> {
  const html = await (await browser.get('/office-access')).text()
  return {
    csrf: /name="csrf" value="([^"]*)"/.exec(html)?.[1] ?? '',
    document: /name="document" value="([^"]*)"/.exec(html)?.[1] ?? '',
  }
}

/** Sends a request as a stranger would; answers the response. */
export async function ask(browser: Browser, fields: Record<string, string>): Promise<Response> {
  return browser.post('/office-access', { ...(await formOf(browser)), ...fields })
}

/** The newest request. */
export async function newestRequest() {
  const row = await env.DB.prepare('SELECT * FROM office_request ORDER BY id DESC LIMIT 1').first<
    Record<string, string | number | null>
  >()
  return row!
}

let requests = 0

/** A request of the office as typed, and its address among the staff's pages. */
export async function aRequest(of: { name: string; tin: string; npi: string }, more: Record<string, string> = {}) {
  const answer = await ask(new Browser(`203.0.113.${(requests += 1)}`), { ...typedRequest(of), ...more })
  if (answer.status !== 303) throw new Error(`asked in vain: ${answer.status}`)
  const id = String((await newestRequest()).public_id)
  return { id, address: `/staff/office-requests/${id}` }
}
