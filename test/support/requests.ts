/** Builders of requests for access, and browsers whose second factor is fresh. */
import { env } from 'cloudflare:workers'
import { guardName } from '../../src/accounts/email.ts'
import { instant } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { newId } from '../../src/ids.ts'
import type { Browser } from './browser.ts'
import { anOffice, aPerson, type Someone, today } from './people.ts'
import { sessionOf, signedIn } from './session.ts'

let nth = 0

export type Request = { row: number; id: string; email: string; guard: string }

type Told = {
  email?: string
  wantsLoa?: boolean
  sentAt?: number
  account?: number
  from?: number
  invitation?: number
}

/** A request that waits for the office: of a new person whose registration is complete, or of an account. */
export async function aRequest(office: number, told: Told = {}): Promise<Request> {
  const {
    email = `new${(nth += 1)}@office.example`,
    wantsLoa = false,
    sentAt = instant().getTime(),
    account,
    from,
  } = told
  const guard = guardName(readConfig(env).namesKey, email)
  const registration = account === undefined ? await aRegistration(office, email, guard, sentAt, told.invitation) : null
  const id = newId('access-request')
  const row = await env.DB.prepare(
    `INSERT INTO access_request (public_id, office_id, registration_id, account_id, wants_loa, from_account, job_title,
       job_description, sent_at) VALUES (?, ?, ?, ?, ?, ?, 'Receptionist', 'Greets patients and looks up coverage.', ?) RETURNING id`,
  )
    .bind(id, office, registration, account ?? null, wantsLoa ? 1 : 0, from ?? null, sentAt)
    .first<{ id: number }>()
  return { row: row!.id, id, email, guard }
}

async function aRegistration(office: number, email: string, guard: string, at: number, invitation?: number) {
  const person = {
    firstName: 'Nell', lastName: 'Newcomb', street: '1 Pier St', city: 'Port Alder', zip: '93001',
    telephone: '+18055550123', jobTitle: 'Receptionist', jobDescription: 'Greets patients and looks up coverage.',
  } // prettier-ignore
  const row = await env.DB.prepare(
    `INSERT INTO registration (public_id, email, guard, invitation_id, created_at, proved_at, person, is_adult, office_id, agreement_id,
       agreed_at, agreed_ip, training_id, trained_on, trained_at, trained_ip, training_text, sent_at)
     VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, 1, ?7, (SELECT max(id) FROM document WHERE kind = 'user-agreement'), ?5, '192.0.2.1',
       (SELECT max(id) FROM document WHERE kind = 'training'), ?8, ?5, '192.0.2.1', 'I attest.', ?5) RETURNING id`,
  )
    .bind(newId('registration'), email, guard, invitation ?? null, at, JSON.stringify(person), office, today())
    .first<{ id: number }>()
  return row!.id
}

/** What D1 says of the request. */
export async function requestRow(id: string) {
  return env.DB.prepare(
    `SELECT decision AS decision, decided_on AS decidedOn, decided_by AS decidedBy, decided_name AS decidedName, reason AS reason,
       attestation AS attestation, reminded_at AS remindedAt, alerted_at AS alertedAt FROM access_request WHERE public_id = ?`,
  )
    .bind(id)
    .first()
}

/** An office with one administrator. */
export async function anOfficeWithLoa(name = 'Test Office') {
  const office = await anOffice(name)
  const loa = await aPerson({ email: `loa${(nth += 1)}@office.example`, offices: [office], isLoa: true, roles: [] })
  return { office, loa }
}

/** The membership of the account in the office: its row and public id. */
export async function membershipOf(account: number, office: number) {
  const row = await env.DB.prepare(
    'SELECT id AS row, public_id AS id FROM membership WHERE account_id = ? AND office_id = ?',
  )
    .bind(account, office)
    .first<{ row: number; id: string }>()
  return row!
}

/** Somebody of the office, with the membership. */
export async function aMemberOf(office: number, someone: Partial<Someone> = {}) {
  const person = await aPerson({
    email: `user${(nth += 1)}@office.example`,
    offices: [office],
    roles: ['claims'],
    ...someone,
  })
  return { ...person, membership: await membershipOf(person.account, office) }
}

/** An Enterprise Administrator. */
export function anEa(someone: Partial<Someone> = {}) {
  return aPerson({ email: `ea${(nth += 1)}@plan.example`, department: 'e-business', ...someone })
}

/** A browser whose second factor was given just now. */
export async function freshlyIn(
  person: { guard: string },
  ip?: string,
  given: 'sign-in' | 'step-up' = 'sign-in',
): Promise<Browser> {
  const browser = await signedIn(person, ip)
  await env.DB.prepare('UPDATE session SET factor_at = ?, factor_for = ? WHERE public_id = ?')
    .bind(instant().getTime(), given, sessionOf(browser))
    .run()
  return browser
}

/** What D1 answers. */
export async function rowsOf(sql: string, ...params: unknown[]) {
  const { results } = await env.DB.prepare(sql)
    .bind(...params)
    .all()
  return results
}

/** The account of the address, if there is one. */
export const accountOf = async (email: string) =>
  (await env.DB.prepare('SELECT id FROM account WHERE email = ?').bind(email).first<{ id: number }>())?.id

/** The roles of whoever has the address, with their last days and the rows of their providers. */
export const rolesOf = (email: string) =>
  rowsOf(
    `SELECT g.role AS role, g.ends_on AS endsOn, (SELECT group_concat(l.provider_id) FROM grant_limit l WHERE l.membership_id = m.id
       AND l.role = g.role) AS providers FROM role_grant g JOIN membership m ON m.id = g.membership_id JOIN account a ON a.id = m.account_id
     WHERE a.email = ? ORDER BY g.role`,
    email,
  )
