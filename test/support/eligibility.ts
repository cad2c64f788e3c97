/** Checks of eligibility as a browser makes them, and what their pages say. */
import { env } from 'cloudflare:workers'
import { newId } from '../../src/ids.ts'
import type { Browser } from './browser.ts'
import type { Stored } from './records.ts'
import { rowsOf } from './requests.ts'

export const BASE = '/eligibility-checks'

/** Gives the member a coverage from 2026 on, with an open end. */
export async function covered(member: Stored, more: Record<string, string | number | null> = {}): Promise<void> {
  const of = { plan_name: 'Harbor HMO', product: 'HMO', network: 'Harbor Network', status: 'active', starts_on: '2026-01-01', ends_on: null, copay_cents: 2500, ...more } // prettier-ignore
  await env.DB.prepare(
    `INSERT INTO coverage (source_id, member_source_id, member_id, ${Object.keys(of).join()}, as_of)
     VALUES (?, 'x', ?, ${Object.keys(of).fill('?').join()}, 1767300000000)`,
  )
    .bind(crypto.randomUUID(), member.row, ...Object.values(of))
    .run()
}

/** Posts the list for 5 May 2026. */
export const check = (by: Browser, list: string, more: Record<string, string> = {}) =>
  by.post(BASE, { list, on: '2026-05-05', name: '', ...more })

/** The same; answers the address of the check. */
export async function checked(by: Browser, list: string, more: Record<string, string> = {}): Promise<string> {
  const answer = await check(by, list, more)
  if (answer.status !== 303) throw new Error(`${answer.status} ${await answer.text()}`)
  return answer.headers.get('Location')!
}

/** The rows of a check in words: line, status, and why there is no answer. */
export const standing = (html: string) =>
  [...html.matchAll(/Line (\d+): [^]*?status-\w+">([^<]*)<\/span>(?: <small>([^<]*)<\/small>)?/g)].map(([, ...words]) => words.filter((word) => word && !word.startsWith('As of')).join(' ')) // prettier-ignore
/** The newest row of the log of that event. */
export const lastEvent = async (name: string) =>
  (await rowsOf('SELECT seq, members, detail, record, office_id AS office, account_id AS account FROM audit WHERE event = ? ORDER BY seq DESC LIMIT 1', name))[0] // prettier-ignore
/** The id in a check's address. */
export const idOf = (path: string) => path.slice(BASE.length + 1)

/** A check of the office with one row that is answered. */
export async function aCheck({ account }: { account: number }, of: number): Promise<string> {
  const id = newId('eligibility-check')
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO eligibility_check (public_id, office_id, account_id, asked_on, made_at, rows, answered, problems)
       VALUES (?, ?, ?, '2026-01-01', 1, 1, 1, 1)`,
    ).bind(id, of, account),
    env.DB.prepare(
      `INSERT INTO eligibility_check_row (check_id, line, office_id, asked_number, number_key, problem)
       SELECT id, 1, office_id, 'W0', 'W0', 'not-found' FROM eligibility_check WHERE public_id = ?`,
    ).bind(id),
  ])
  return id
}
