/** The working draft of the list, as the two who make a version use its pages. */
import { env } from 'cloudflare:workers'
import { expect } from 'vitest'
import type { Browser } from './browser.ts'
import { rows } from './feed.ts'
import { Hours } from './hourly.ts'
import { aPerson } from './people.ts'
import { freshlyIn } from './requests.ts'

export const BASE = '/staff/restricted-codes'
export const DRAFT = `${BASE}/draft`

/** Information services, who drafts, and privacy, who signs. */
export const desk = {} as { drafter: Browser; signer: Browser }

const people = [
  { email: 'ines@plan.example', department: 'information-services' },
  { email: 'petra@plan.example', department: 'privacy' },
] as const

/** Signs both in, each with a fresh second factor; again once their sessions are over. */
export async function openDesk(): Promise<void> {
  const [drafter, signer] = await Promise.all(
    people.map(async (one) => freshlyIn((await known(one.email)) ?? (await aPerson(one)))),
  )
  Object.assign(desk, { drafter, signer })
}
const known = (email: string) =>
  env.DB.prepare('SELECT guard AS guard FROM account WHERE email = ?').bind(email).first<{ guard: string }>()

/** The open draft, if there is one. */
export const draftRow = () =>
  env.DB.prepare('SELECT state, sent_at AS sentAt FROM restricted_draft WHERE closed_at IS NULL').first<{
    state: number
    sentAt: number | null
  }>()
const from = async () => String((await draftRow())?.state ?? 0)
/** The version in force. */
export const versions = () => rows<{ version: number }>('SELECT max(version) AS version FROM restricted_list')

/** Posts a step of the draft as its page would. */
export async function step(browser: Browser, what: string, fields: Record<string, string> = {}): Promise<Response> {
  return browser.post(`${DRAFT}/${what}`, { from: await from(), ...fields }, DRAFT)
}
/** A row as its form sends it. */
export const row = (category: string, system: string, match: string, code: string) => ({
  category,
  system,
  match,
  code,
  source: 'own',
  reason: 'own',
})
/** Adds a row to the draft. */
export const add = (...of: Parameters<typeof row>) => step(desk.drafter, 'rows', row(...of))

/** The hourly run with all that the queue goes on with. */
export async function runJobs(): Promise<void> {
  await new Hours().runWhole()
}

/** Tries the draft; answers its page. */
export async function tryIt(): Promise<string> {
  expect((await step(desk.drafter, 'dry-run')).status).toBe(303)
  await runJobs()
  return (await desk.drafter.get(DRAFT)).text()
}

/** Signs the draft as it stands. */
export async function signIt(browser = desk.signer): Promise<Response> {
  const [{ version }] = (await versions()) as [{ version: number }]
  return step(browser, 'signature', { version: String(version), attests: 'on' })
}

/** Sends a file as the page does. */
export async function importFile(text: string, mode = 'add'): Promise<Response> {
  const body = new FormData()
  body.append('csrf', await desk.drafter.token(DRAFT))
  body.append('from', await from())
  body.append('mode', mode)
  body.append('scan', new File([text], 'list.csv', { type: 'text/csv' }))
  const sent = new Response(body)
  return desk.drafter.fetch(`${DRAFT}/file`, {
    method: 'POST',
    headers: { 'Content-Type': sent.headers.get('Content-Type')! },
    body: await sent.arrayBuffer(),
  })
}
/** The columns of a list file. */
export const head = 'category,code_system,match,code,source,reason\n'
