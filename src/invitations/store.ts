/** Invitations as stored. */
import type { Department } from '../accounts/account.ts'
import { type Prepared, prepared } from '../db/client.ts'
import type { Invited } from './invite.ts'

/** Keeps an invitation; instants in ms UTC. */
export function invitationMade(
  id: string,
  invited: Invited,
  at: number,
  expiresAt: number,
  by: number | null,
): Prepared<never> {
  return prepared(
    `INSERT INTO invitation (public_id, email, first_name, last_name, office_id, department, invited_by, created_at, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    invited.email,
    invited.firstName,
    invited.lastName,
    'office' in invited ? invited.office : null,
    'department' in invited ? invited.department : null,
    by,
    at,
    expiresAt,
  )
}

/** An invitation that was neither accepted nor revoked; it may have expired. */
export type OpenInvitation = {
  id: string
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
export function openInvitation(
  id: string,
  office: string | null,
): Prepared<OpenInvitation & { officeName: string | null; officeRow: number | null }> {
  return prepared(
    `SELECT i.public_id AS id, i.email AS email, i.first_name AS firstName, i.last_name AS lastName,
       i.department AS department, NULL AS "by", i.created_at AS createdAt, i.expires_at AS expiresAt,
       o.name AS officeName, o.id AS officeRow
     FROM invitation i LEFT JOIN office o ON o.id = i.office_id
     WHERE i.public_id = ? AND o.public_id IS ? AND i.accepted_at IS NULL AND i.revoked_at IS NULL`,
    id,
    office,
  )
}

/** Takes an invitation back, unless it was accepted or revoked. */
export function invitationRevoked(id: string, at: number): Prepared<never> {
  return prepared(
    'UPDATE invitation SET revoked_at = ? WHERE public_id = ? AND accepted_at IS NULL AND revoked_at IS NULL',
    at,
    id,
  )
}

/** Its links open nothing any more. */
export function linksOfInvitationRevoked(id: string, at: number): Prepared<never> {
  return prepared(
    `UPDATE link SET revoked_at = ? WHERE invitation_id = (SELECT i.id FROM invitation i WHERE i.public_id = ?)
       AND used_at IS NULL AND revoked_at IS NULL`,
    at,
    id,
  )
}
