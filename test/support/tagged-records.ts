/** Records of the plan, as the feed would have stored them. */
import { env } from 'cloudflare:workers'
import { newId } from '../../src/ids.ts'

let nth = 0

/** Makes the list in force; claims judged under version 1 are shown. */
export async function aRestrictedList(): Promise<void> {
  await env.DB.prepare(
    "INSERT INTO restricted_list (version, made_at, source, reason, rows_added) VALUES (1, 0, 'test', 'test', 0)",
  ).run()
}

/** Makes a member; every text of it is `text` if given. */
export async function aMember(text?: string): Promise<{ row: number; id: string; number: string }> {
  const id = newId('member')
  const number = text ?? `W${(nth += 1)}`
  const row = await env.DB.prepare(
    `INSERT INTO member (public_id, source_id, member_number, last_name, first_name, last_name_key, first_name_key, birth_date, gender, pcp_name, as_of)
     VALUES (?, ?, ?, ?, ?, 'member', 'test', '1980-04-21', ?, ?, 0) RETURNING id`,
  )
    .bind(id, id, number, text ?? 'Member', text ?? 'Test', text ?? 'female', text ?? 'Dr. Test')
    .first<{ id: number }>()
  return { row: row!.id, id, number }
}

/** Makes a claim of the office for the member; `shown` false: restricted. Every text of it is `text` if given. */
export async function aClaim(claim: {
  office: number | null
  member: number
  shown?: boolean
  servicedFrom?: string
  text?: string
}): Promise<{ id: string; number: string }> {
  const id = newId('claim')
  const number = claim.text ?? `CLAIM-${(nth += 1)}-${id.slice(4, 10)}`
  const row = await env.DB.prepare(
    `INSERT INTO claim (public_id, claim_source_id, number, member_id, office_id, provider_name, type, status, serviced_from, shown_under, as_of)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'paid', ?, ?, 0) RETURNING id`,
  )
    .bind(
      id,
      id,
      number,
      claim.member,
      claim.office,
      claim.text ?? 'Dr. Test',
      claim.text ?? 'professional',
      claim.servicedFrom ?? '2026-01-01',
      claim.shown === false ? null : 1,
    )
    .first<{ id: number }>()
  const text = claim.text ?? null
  await env.DB.prepare(
    'INSERT INTO claim_line (claim_id, line, code, code_system, modifiers, denial_code) VALUES (?, 1, ?, ?, ?, ?)',
  )
    .bind(row!.id, text, text, text && JSON.stringify([text]), text)
    .run()
  return { id, number }
}

/** Makes a referral of the office for the member; `shown` false: restricted. Every text of it is `text` if given. */
export async function aReferral(referral: {
  office: number | null
  member: number
  shown?: boolean
  text?: string
}): Promise<{ id: string; number: string }> {
  const id = newId('referral')
  const { text = null, shown = true } = referral
  const number = text ?? `REFERRAL-${(nth += 1)}-${id.slice(4, 10)}`
  const codes = JSON.stringify(text === null ? [['hcpcs', 'G0180']] : [[text, text]])
  await env.DB.prepare(
    `INSERT INTO referral (public_id, source_id, number, member_id, office_id, status, authored_on, shown_under, as_of,
       requester_name, performer_name, diagnoses, services, denial_code, authorization_number, decision)
     VALUES (?1, ?1, ?2, ?3, ?4, coalesce(?5, 'active'), '2026-01-01', ?6, 0, ?5, ?5, ?7, ?7, ?5, ?5, ?8)`,
  )
    .bind(id, number, referral.member, referral.office, text, shown ? 1 : null, codes, text === null ? null : 'denied')
    .run()
  return { id, number }
}
