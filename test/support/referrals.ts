/** Builders of referrals: an office whose provider may refer, whom to refer to, codes, and drafts filled in by the form. */
import { env } from 'cloudflare:workers'
import { newId } from '../../src/ids.ts'
import { foldName } from '../../src/members/member.ts'
import type { Browser } from './browser.ts'

let nth = 0

/** A provider with a role in the office, as the feed would have stored them; answers their row and source id. */
export async function aProvider(
  office: number,
  name = `Dr. Refer ${(nth += 1)}`,
): Promise<{ row: number; sourceId: string }> {
  const sourceId = `prac-${(nth += 1)}`
  const row = await env.DB.prepare(
    "INSERT INTO provider (source_id, name, npi) VALUES (?, ?, '1234567893') RETURNING id",
  )
    .bind(sourceId, name)
    .first<{ id: number }>()
  await env.DB.prepare("INSERT OR IGNORE INTO feed_import (id, started_at) VALUES ('made', 0)").run()
  await env.DB.prepare(
    `INSERT INTO feed_record (type, source_id, import_id, digest, received_at, facts, office_source_id, codes, own_version)
     SELECT 'PractitionerRole', ?, 'made', '', 0, json_object('practitioner', ?), o.source_id, '[]', 0 FROM office o WHERE o.id = ?`,
  )
    .bind(`role-${sourceId}`, sourceId, office)
    .run()
  return { row: row!.id, sourceId }
}

/** Somebody in the directory; answers the public id. */
export async function anEntry(name = 'Dr. Heart', specialty = 'Cardiology'): Promise<string> {
  const id = newId('directory-entry')
  await env.DB.prepare(
    `INSERT INTO directory_entry (public_id, source_key, source_type, source_id, name, name_key, specialty, specialty_key)
     VALUES (?, ?, 'PractitionerRole', ?, ?, ?, ?, ?)`,
  )
    .bind(id, id, `dir-${(nth += 1)}`, name, foldName(name), specialty, foldName(specialty))
    .run()
  return id
}

/** Begins a draft; answers its id. */
export async function begun(browser: Browser): Promise<string> {
  const answer = await browser.post('/referrals/new', {})
  return /rdr_[0-9a-z]+/.exec(answer.headers.get('Location') ?? '')![0]
}

/** What the page of a draft is made from. */
export async function originOf(browser: Browser, id: string, step: string): Promise<{ state: string; tab: string }> {
  const html = await (await browser.get(`/referrals/drafts/${id}/${step}`)).text()
  const value = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
  return { state: value('state'), tab: value('tab') }
}

/** Sends a page of a draft, as somebody does who has just opened it. */
export async function typed(
  browser: Browser,
  id: string,
  step: string,
  fields: Record<string, string>,
): Promise<Response> {
  return browser.post(`/referrals/drafts/${id}/${step}`, {
    ...(await originOf(browser, id, step)),
    do: 'go-on',
    ...fields,
  })
}

export const service = {
  diagnoses: 'M54.50',
  services: 'G0283',
  units: '6',
  startsOn: '2040-06-01',
  endsOn: '2040-08-31',
  urgency: 'routine',
}

/** A draft with everything in it. */
export async function complete(
  browser: Browser,
  {
    member,
    requester,
    performer,
    codes = {},
  }: { member: string; requester: number; performer: string; codes?: Partial<typeof service> },
): Promise<string> {
  const id = await begun(browser)
  await typed(browser, id, 'member', { memberNumber: member })
  await typed(browser, id, 'providers', { requester: String(requester), performer })
  await typed(browser, id, 'codes', { ...service, ...codes })
  await typed(browser, id, 'notes', { notes: 'Pain for six weeks.' })
  return id
}

/** Submits it, as its review says. */
export async function submitted(browser: Browser, id: string, fields: Record<string, string> = {}): Promise<Response> {
  const { state } = await originOf(browser, id, 'review')
  return browser.post(`/referrals/drafts/${id}/submission`, { state, ...fields })
}

/** What the drafts, submissions and records of referrals are, in rows. */
export async function count(table: string): Promise<number> {
  return (await env.DB.prepare(`SELECT count(*) AS count FROM ${table}`).first<number>('count')) ?? 0
}

/** A file of the draft that nobody has scanned yet: its row alone. */
export async function aFile(draft: string): Promise<void> {
  await env.DB.prepare(
    `INSERT INTO referral_attachment (public_id, draft_public_id, name, media_type, bytes, digest, scanned, added_at)
     VALUES (?, ?, 'unseen.pdf', 'application/pdf', 1, '', 0, 0)`,
  )
    .bind(newId('attachment'), draft)
    .run()
}

/** The rows of a draft and of its files, as they are. */
export async function draftRows(id: string): Promise<unknown[]> {
  const of = (sql: string) => env.DB.prepare(sql).bind(id)
  const answers = await env.DB.batch([
    of('SELECT * FROM referral_draft WHERE public_id = ?'),
    of('SELECT * FROM referral_attachment WHERE draft_public_id = ?'),
  ])
  return answers.map(({ results }) => results)
}
