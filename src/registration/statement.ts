/**
 * A registration becomes an account (III.B.4). Each statement looks for itself whether the registration may still be
 * admitted; the last one says that it was. So all of it happens once, however often it is sent.
 */
import { type Prepared, prepared } from '../db/client.ts'
import type { Id } from '../ids.ts'
import { isWithdrawn } from '../invitations/store.ts'
import type { NewLink } from '../links/link.ts'
import type { Day } from '../policy/calendar.ts'
import type { Act, Grants, OfficeGrants, PersonField } from './registration.ts'

/** The registration (its row) and by what right it is admitted. */
export type Claim = { sql: string; params: (string | number)[] }

/**
 * II.B: a complete registration that nobody admitted or ended. An office's person needs the approved request for that
 * office, of the same batch or before; staff the department's invitation. An account of the other kind stays what it is,
 * and one that was suspended or terminated stays that (III.K.5, III.M.2).
 */
export function claimOf(registration: number, grants: Grants): Claim {
  const staff = 'department' in grants
  const right = staff
    ? `EXISTS (SELECT 1 FROM invitation i WHERE i.id = r.invitation_id AND i.department = ? AND NOT ${isWithdrawn})`
    : "EXISTS (SELECT 1 FROM access_request q WHERE q.registration_id = r.id AND q.office_id = ? AND q.decision = 'approved')"
  return {
    sql: `FROM registration r LEFT JOIN account a ON a.guard = r.guard
      WHERE r.id = ? AND r.email IS NOT NULL AND r.sent_at IS NOT NULL AND r.ended_at IS NULL AND r.account_id IS NULL
        AND coalesce(a.kind = ?, 1) AND a.suspended_at IS NULL AND a.terminated_at IS NULL AND ${right}`,
    params: [registration, staff ? 'staff' : 'office', staff ? grants.department : grants.office],
  }
}

/** The account of the registration's address: a new one, or the one it had before (III.N.1), which is used from now on. */
export function accountAdmitted(claim: Claim, id: Id<'account'>, grants: Grants, on: Day, at: number): Prepared<never> {
  const department = 'department' in grants ? grants.department : null
  return prepared(
    `INSERT INTO account (public_id, email, guard, kind, department, first_name, last_name, street, city, zip, telephone,
       job_title, job_description, approved_on, created_at)
     SELECT ?, r.email, r.guard, ?, ?, r.person ->> 'firstName', r.person ->> 'lastName', r.person ->> 'street', r.person ->> 'city',
       r.person ->> 'zip', r.person ->> 'telephone', r.person ->> 'jobTitle', r.person ->> 'jobDescription', ?, ? ${claim.sql}
     ON CONFLICT (email) DO UPDATE SET first_name = excluded.first_name, last_name = excluded.last_name, street = excluded.street,
       city = excluded.city, zip = excluded.zip, telephone = excluded.telephone, job_title = excluded.job_title,
       job_description = excluded.job_description, department = excluded.department, approved_on = excluded.approved_on,
       last_used_on = NULL`,
    id,
    department ? 'staff' : 'office',
    department,
    on,
    at,
    ...claim.params,
  )
}

/** Where the account keeps each thing that its person tells of themself. */
const told: Record<PersonField, string> = {
  firstName: 'first_name',
  lastName: 'last_name',
  street: 'street',
  city: 'city',
  zip: 'zip',
  telephone: 'telephone',
  jobTitle: 'job_title',
  jobDescription: 'job_description',
}

/** III.L.3: what an account from before had and gets instead, for good; before `accountAdmitted`, which overwrites it. */
export function changesAdmitted(claim: Claim, { at, by }: Act): Prepared<never> {
  const fields = Object.entries(told).map(
    ([field, column]) => `'${column}', json_array(a.${column}, r.person ->> '${field}')`,
  )
  return prepared(
    `INSERT INTO account_change (account_id, at, by_account, field, before, after)
     SELECT was.id, ?, ?, f.key, f.value ->> 0, f.value ->> 1
     FROM (SELECT a.id AS id, json_object(${fields.join(', ')}) AS fields ${claim.sql} AND a.id IS NOT NULL) was, json_each(was.fields) f
     WHERE f.value ->> 0 IS NOT f.value ->> 1`,
    at,
    by,
    ...claim.params,
  )
}

/** The row of an event of the admission: its subject is the account, its record the registration. */
export function admissionRecorded(
  claim: Claim,
  event: { name: 'account.created' | 'membership.created'; clause: string; office: number | null; detail: object },
  { at, by, ip, request, device }: Act,
): Prepared<never> {
  return prepared(
    `INSERT INTO audit (at, event, account_id, office_id, subject_id, record, ip, device, clause, request_id, detail)
     SELECT ?, ?, ?, ?, a.id, r.public_id, ?, ?, ?, ?, ? ${claim.sql}`,
    at,
    event.name,
    by,
    event.office,
    ip ?? null,
    device ?? null,
    event.clause,
    request ?? null,
    JSON.stringify(event.detail),
    ...claim.params,
  )
}

/** Its membership, and nothing that an earlier one was granted. One that was suspended stays so (III.H.3, III.H.5). */
export function membershipAdmitted(
  claim: Claim,
  id: Id<'membership'>,
  { office, isLoa }: OfficeGrants,
  at: number,
): Prepared<never>[] {
  const earlier = `SELECT m.id FROM membership m WHERE m.office_id = ? AND m.account_id = (SELECT a.id ${claim.sql})`
  return [
    prepared(
      `INSERT INTO membership (public_id, account_id, office_id, is_loa, created_at, admitted_at) SELECT ?, a.id, ?, ?, ?, ? ${claim.sql}
       ON CONFLICT (account_id, office_id) DO UPDATE SET is_loa = excluded.is_loa, ended_on = NULL, admitted_at = excluded.admitted_at`,
      id,
      office,
      isLoa ? 1 : 0,
      at,
      at,
      ...claim.params,
    ),
    ...['role_grant', 'grant_limit'].map((table) =>
      prepared<never>(`DELETE FROM ${table} WHERE membership_id IN (${earlier})`, office, ...claim.params),
    ),
  ]
}

/** III.B.6, III.B.8: its roles, each until its day and for its providers. */
export function rolesAdmitted(claim: Claim, { office, roles }: OfficeGrants, at: number): Prepared<never>[] {
  const membership = `(SELECT m.id FROM membership m WHERE m.office_id = ? AND m.account_id = (SELECT a.id ${claim.sql}))`
  return [
    prepared(
      `INSERT INTO role_grant (membership_id, role, granted_at, ends_on)
       SELECT m.id, g.value ->> 'role', ?, g.value ->> 'endsOn' FROM membership m, json_each(?) g WHERE m.id = ${membership}`,
      at,
      JSON.stringify(roles),
      office,
      ...claim.params,
    ),
    prepared(
      `INSERT INTO grant_limit (membership_id, role, provider_id)
       SELECT m.id, g.value ->> 'role', p.value FROM membership m, json_each(?) g, json_each(g.value, '$.providers') p
       WHERE m.id = ${membership}`,
      JSON.stringify(roles),
      office,
      ...claim.params,
    ),
  ]
}

/** What was agreed to, attested and answered in the registration becomes the account's. */
export function proofsAdmitted(claim: Claim): Prepared<never>[] {
  return [
    prepared(
      `INSERT INTO agreement_acceptance (account_id, document_id, version, at, ip)
       SELECT a.id, r.agreement_id, (SELECT d.version FROM document d WHERE d.id = r.agreement_id), r.agreed_at, r.agreed_ip
       ${claim.sql} AND r.agreement_id IS NOT NULL ON CONFLICT (account_id, version) DO NOTHING`,
      ...claim.params,
    ),
    prepared(
      `INSERT INTO training_attestation (account_id, document_id, attested_on, at, ip, text)
       SELECT a.id, r.training_id, r.trained_on, r.trained_at, r.trained_ip, r.training_text
       ${claim.sql} AND r.trained_at IS NOT NULL`,
      ...claim.params,
    ),
    prepared(
      `INSERT INTO security_answer (account_id, questions, hash, set_at)
       SELECT a.id, r.questions, r.answers_hash, r.sent_at ${claim.sql} AND r.answers_hash IS NOT NULL
       ON CONFLICT (account_id) DO UPDATE SET questions = excluded.questions, hash = excluded.hash, set_at = excluded.set_at`,
      ...claim.params,
    ),
  ]
}

/** III.D.1: the link to set the password; none where there is a password. Instants in ms UTC. */
export function setUpLinkMade(claim: Claim, link: NewLink, at: number, expiresAt: number): Prepared<never> {
  return prepared(
    `INSERT INTO link (public_id, purpose, guard, secret_hash, account_id, created_at, expires_at)
     SELECT ?, 'set-up', a.guard, ?, a.id, ?, ? ${claim.sql}
       AND NOT EXISTS (SELECT 1 FROM credential c WHERE c.account_id = a.id)`,
    link.id,
    link.secretHash,
    at,
    expiresAt,
    ...claim.params,
  )
}

/** The registration has its account. */
export function registrationAdmitted(claim: Claim, at: number): Prepared<never> {
  return prepared(
    `UPDATE registration SET ended_at = ?, account_id = (SELECT a.id FROM account a WHERE a.guard = registration.guard)
     WHERE id = (SELECT r.id ${claim.sql})`,
    at,
    ...claim.params,
  )
}
