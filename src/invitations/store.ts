/** Invitations as stored. Instants in ms UTC. */
import type { Department } from '../accounts/account.ts'
import { type Prepared, prepared } from '../db/client.ts'
import type { Id } from '../ids.ts'
import type { NewLink } from '../links/link.ts'
import type { Day } from '../policy/calendar.ts'
import type { Invitation, Invitee } from './invitation.ts'

/**
 * SQL for: the invitation `i` is withdrawn. Nobody decides after one to the staff, so it falls with the account of whoever
 * sent it: somebody who is kept out leaves no door open for another address of theirs (III.M.2, III.K.5).
 */
export const isWithdrawn = `(i.revoked_at IS NOT NULL OR (i.department IS NOT NULL AND EXISTS (SELECT 1 FROM account ib
  WHERE ib.id = i.invited_by AND (ib.suspended_at IS NOT NULL OR ib.terminated_at IS NOT NULL))))`

/** Keeps an invitation; the program itself invites one first Enterprise Administrator and no second. */
export function invited(
  id: Id<'invitation'>,
  invitee: Invitee,
  by: number | null,
  at: number,
  expiresAt: number,
): Prepared<never> {
  return prepared(
    `INSERT INTO invitation (public_id, email, first_name, last_name, office_id, department, invited_by, created_at, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    id,
    invitee.email,
    invitee.firstName,
    invitee.lastName,
    'office' in invitee ? invitee.office : null,
    'department' in invitee ? invitee.department : null,
    by,
    at,
    expiresAt,
  )
}

/** The link of the invitation, if that was made. */
export function invitationLinked(id: Id<'invitation'>, link: NewLink, at: number, expiresAt: number): Prepared<never> {
  return prepared(
    `INSERT INTO link (public_id, purpose, guard, secret_hash, invitation_id, created_at, expires_at)
     SELECT ?, 'invitation', ?, ?, i.id, ?, ? FROM invitation i WHERE i.public_id = ?`,
    link.id,
    link.guard,
    link.secretHash,
    at,
    expiresAt,
    id,
  )
}

/** The invitation (its row), and whether its office has access on that day. */
export function invitationOf(row: number, today: Day): Prepared<Invitation> {
  return prepared(
    `SELECT i.id AS row, i.public_id AS id, i.email AS email, i.department AS department, o.name AS officeName,
       coalesce(o.access_on <= ? AND (o.terminated_on IS NULL OR o.terminated_on > ?), 0) AS officeIsOpen,
       i.accepted_at AS acceptedAt, CASE WHEN ${isWithdrawn} THEN coalesce(i.revoked_at, 0) END AS revokedAt, i.expires_at AS expiresAt
     FROM invitation i LEFT JOIN office o ON o.id = i.office_id WHERE i.id = ?`,
    today,
    today,
    row,
  )
}

/** Withdraws the invitation of that public id, unless it was accepted or withdrawn. */
export function invitationRevoked(id: string, at: number): Prepared<never> {
  return prepared(
    'UPDATE invitation SET revoked_at = ? WHERE public_id = ? AND revoked_at IS NULL AND accepted_at IS NULL',
    at,
    id,
  )
}

/** An invitation that was neither accepted nor withdrawn; it may have expired. */
export type OpenInvitation = {
  id: Id<'invitation'>
  email: string
  firstName: string
  lastName: string
  department: Department | null
  by: string | null
  createdAt: number
  expiresAt: number
}

const open = `SELECT i.public_id AS id, i.email AS email, i.first_name AS firstName, i.last_name AS lastName,
    i.department AS department, b.first_name || ' ' || b.last_name AS "by", i.created_at AS createdAt, i.expires_at AS expiresAt
  FROM invitation i LEFT JOIN account b ON b.id = i.invited_by LEFT JOIN office o ON o.id = i.office_id
  WHERE i.accepted_at IS NULL AND i.revoked_at IS NULL AND`

/** Open invitations of the office of that public id. */
export function invitationsOf(office: string, limit: number): Prepared<OpenInvitation> {
  return prepared(`${open} o.public_id = ? ORDER BY i.id LIMIT ?`, office, limit)
}

/** Open invitations of the plan's staff. */
export function invitationsOfStaff(limit: number): Prepared<OpenInvitation> {
  return prepared(`${open} i.department IS NOT NULL ORDER BY i.id LIMIT ?`, limit)
}

/** One open invitation, of an office (its public id) or of staff (null). */
export function waitingInvitation(id: string, office: string | null): Prepared<OpenInvitation> {
  return prepared(`${open} i.public_id = ? AND o.public_id IS ?`, id, office)
}
