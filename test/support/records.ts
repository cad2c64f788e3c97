/** Builders of members, claims and referrals as the feed would have stored them. */
import { env } from 'cloudflare:workers'
import { newId } from '../../src/ids.ts'
import { foldName } from '../../src/members/member.ts'

/** Publishes an (empty) restricted list, so that judged records can be shown at all; answers its version. */
export async function aList(): Promise<number> {
  const row = await env.DB.prepare(
    "INSERT INTO restricted_list (made_at, source, reason, rows_added) VALUES (0, 'test', 'test', 0) RETURNING version",
  ).first<{ version: number }>()
  return row!.version
}

export type Stored = { row: number; id: string }

export async function aMember(member: {
  number: string
  lastName?: string
  firstName?: string
  birthDate?: string
}): Promise<Stored> {
  const { number, lastName = 'Example', firstName = 'Robin', birthDate = '1980-04-21' } = member
  const id = newId('member')
  const row = await env.DB.prepare(
    `INSERT INTO member (public_id, source_id, member_number, last_name, first_name, last_name_key, first_name_key, birth_date, as_of)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0) RETURNING id`,
  )
    .bind(id, id, number, lastName, firstName, foldName(lastName), foldName(firstName), birthDate)
    .first<{ id: number }>()
  return { row: row!.id, id }
}

export async function aClaim(claim: {
  office: number | null
  member: number | null
  number: string
  shownUnder: number | null
  servicedFrom?: string
}): Promise<Stored> {
  const id = newId('claim')
  const row = await env.DB.prepare(
    `INSERT INTO claim (public_id, claim_source_id, number, member_id, office_id, type, status, serviced_from, billed_cents, paid_cents, shown_under, as_of)
     VALUES (?, ?, ?, ?, ?, 'professional', 'paid', ?, 12345, 10000, ?, 0) RETURNING id`,
  )
    .bind(id, id, claim.number, claim.member, claim.office, claim.servicedFrom ?? '2026-05-05', claim.shownUnder)
    .first<{ id: number }>()
  await env.DB.prepare(
    "INSERT INTO claim_line (claim_id, line, code, code_system, billed_cents) VALUES (?, 1, 'G0438', 'hcpcs', 12345)",
  )
    .bind(row!.id)
    .run()
  return { row: row!.id, id }
}

/** Makes a referral; the columns as told over those of an ordinary one that was made on May 5. */
export async function aReferral(referral: {
  office: number | null
  member: number | null
  number: string
  shownUnder: number | null
  more?: Record<string, string | number | null>
}): Promise<Stored> {
  const id = newId('referral')
  const values: Record<string, string | number | null> = {
    public_id: id,
    source_id: id,
    number: referral.number,
    member_id: referral.member,
    office_id: referral.office,
    status: 'active',
    authored_on: '2026-05-05',
    shown_under: referral.shownUnder,
    as_of: 0,
    ...referral.more,
  }
  const names = Object.keys(values)
  const row = await env.DB.prepare(
    `INSERT INTO referral (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')}) RETURNING id`,
  )
    .bind(...Object.values(values))
    .first<{ id: number }>()
  return { row: row!.id, id }
}
