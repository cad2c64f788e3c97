/**
 * The facts of a person's standing in one row, as prepared SQL: this is the hottest statement there is
 * (docs/decisions/0009).
 */
import { type SQL, sql } from 'drizzle-orm'
import { type Prepared, prepared } from '../db/client.ts'
import type { Day } from '../policy/calendar.ts'
import type { Capability } from '../accounts/account.ts'
import type { Role } from '../policy/roles.ts'
import type { SessionKey } from '../session-key.ts'
import type { Facts, MembershipFacts } from './facts.ts'

/** A row as SQLite answers it: lists are JSON text. */
export type FactsRow = Omit<Facts, 'capabilities' | 'memberships'> & { capabilities: string; memberships: string }

/** The facts of a session's person, with the session's own. */
export type SessionRow = FactsRow & {
  sessionId: number
  endsAt: number
  membershipId: number | null
  device: string
  /** The session's last second factor (ms), and what it was given for. */
  factorAt: number | null
  factorFor: 'sign-in' | 'step-up' | null
  /** Through an identity provider: JSON list of the offices (their rows) that brought it; null: by another way. */
  brought: string | null
}

const facts = `a.id AS accountId, a.email AS email, a.guard AS guard, a.kind AS kind,
  a.department AS department, a.first_name AS firstName, a.last_name AS lastName, a.mobile AS mobile,
  a.approved_on AS approvedOn, a.last_used_on AS lastUsedOn, a.suspended_at AS suspendedAt, a.suspended_for AS suspendedFor,
  a.terminated_at AS terminatedAt,
  (SELECT c.set_on FROM credential c WHERE c.account_id = a.id) AS passwordSetOn,
  (SELECT coalesce(max(p.id), 0) FROM credential_past p WHERE p.account_id = a.id) AS passwordAfter,
  (SELECT max(t.attested_on) FROM training_attestation t WHERE t.account_id = a.id) AS trainedOn,
  (SELECT coalesce(max(x.version), 0) FROM agreement_acceptance x WHERE x.account_id = a.id) AS agreedVersion,
  (SELECT coalesce(max(d.version), 0) FROM document d WHERE d.kind = 'user-agreement' AND d.published_at IS NOT NULL) AS agreementInForce,
  (SELECT json_group_array(c.name) FROM capability c WHERE c.account_id = a.id) AS capabilities,
  (SELECT json_group_array(json_array(m.id, m.public_id, m.office_id, o.name, m.is_loa, m.suspended_at, m.suspended_for,
      m.ended_on, o.access_on, o.suspended_at, o.terminated_on, o.verify_due_on, o.prompt_received_on,
      (SELECT json_group_array(g.role) FROM role_grant g WHERE g.membership_id = m.id AND (g.ends_on IS NULL OR g.ends_on >= ?))))
    FROM membership m JOIN office o ON o.id = m.office_id WHERE m.account_id = a.id) AS memberships`

/** The facts of the person whose session it is; no row for a cookie that is not a session's or no longer. */
export function factsOfSession(session: SessionKey, today: Day): Prepared<SessionRow> {
  return prepared(
    `SELECT s.id AS sessionId, s.ends_at AS endsAt, s.membership_id AS membershipId, s.device AS device,
       s.factor_at AS factorAt, s.factor_for AS factorFor,
       CASE WHEN s.provider_id IS NOT NULL THEN (SELECT json_group_array(po.office_id) FROM provider_office po
         WHERE po.provider_id = s.provider_id) END AS brought, ${facts}
     FROM session s JOIN account a ON a.id = s.account_id
     WHERE s.public_id = ? AND s.secret_hash = ? AND s.ended_at IS NULL`,
    today,
    session.id,
    session.secretHash,
  )
}

/** The facts of the account that the guard object is named for. */
export function factsOfGuard(guard: string, today: Day): Prepared<FactsRow> {
  return prepared(`SELECT ${facts} FROM account a WHERE a.guard = ?`, today, guard)
}

/** The facts of the account of that public id. */
export function factsOfAccount(id: string, today: Day): Prepared<FactsRow> {
  return prepared(`SELECT ${facts} FROM account a WHERE a.public_id = ?`, today, id)
}

/** The facts of whoever holds the membership of that public id. */
export function factsOfHolder(membership: string, today: Day): Prepared<FactsRow> {
  return prepared(
    `SELECT ${facts} FROM account a WHERE a.id = (SELECT m.account_id FROM membership m WHERE m.public_id = ?)`,
    today,
    membership,
  )
}

/** The facts as rules take them. */
export function readFacts(row: FactsRow): Facts {
  return {
    ...row,
    capabilities: JSON.parse(row.capabilities) as Capability[],
    memberships: (JSON.parse(row.memberships) as MembershipTuple[]).map(readMembership),
  }
}

type MembershipTuple = [
  number, string, number, string, 0 | 1, number | null, MembershipFacts['suspendedFor'], Day | null, Day | null, number | null,
  Day | null, Day | null, Day | null, Role[],
] // prettier-ignore

function readMembership(row: MembershipTuple): MembershipFacts {
  const [
    id,
    publicId,
    officeId,
    office,
    isLoa,
    suspendedAt,
    suspendedFor,
    endedOn,
    officeAccessOn,
    officeSuspendedAt,
    officeTerminatedOn,
    officeVerifyDueOn,
    officePromptReceivedOn,
    roles,
  ] = row
  return {
    id, publicId, officeId, office, isLoa: isLoa === 1, suspendedAt, suspendedFor, endedOn,
    officeAccessOn, officeSuspendedAt, officeTerminatedOn, officeVerifyDueOn, officePromptReceivedOn, roles,
  } // prettier-ignore
}

/** The office a session works for, as SQL: NULL for an invalid cookie, so what is read through it is nothing. */
export function officeOf(session: SessionKey): SQL<number | null> {
  return sql`(SELECT om.office_id FROM session os JOIN membership om ON om.id = os.membership_id WHERE os.public_id = ${session.id} AND os.secret_hash = ${session.secretHash} AND os.ended_at IS NULL)`
}

/** The membership a session works through, as SQL: NULL for an invalid cookie and for staff. */
export function membershipOf(session: SessionKey): SQL<number | null> {
  return sql`(SELECT ms.membership_id FROM session ms WHERE ms.public_id = ${session.id} AND ms.secret_hash = ${session.secretHash} AND ms.ended_at IS NULL)`
}
