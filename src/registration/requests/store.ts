/** Sending a registration: the request for access that comes of it, and who is told. Instants in ms UTC. */
import { type Prepared, prepared } from '../../db/client.ts'
import type { Id } from '../../ids.ts'
import { liveLoasOf } from '../../offices/loas/store.ts'
import { isWithdrawn } from '../../invitations/store.ts'
import type { Day } from '../../policy/calendar.ts'

/** What is known when a registration is sent. */
export type SendingFacts = { hasPassword: 0 | 1; loas: string }

/** The accounts of the office's Local Office Administrators who can decide, as a JSON list; and whether the address has a password, or needs none. */
export function sendingFacts(registration: number, today: Day): Prepared<SendingFacts> {
  return prepared(
    `SELECT EXISTS (SELECT 1 FROM account a LEFT JOIN credential c ON c.account_id = a.id
         WHERE a.guard = r.guard AND (c.account_id IS NOT NULL OR a.managed_by IS NOT NULL)) AS hasPassword,
       ${liveLoasOf('r.office_id', '?2')} AS loas
     FROM registration r WHERE r.id = ?1`,
    registration,
    today,
  )
}

/**
 * The registration is sent: once, and only while its office has access, its invitation holds, and no other of the same
 * address is on its way.
 */
export function sent(registration: number, today: Day, at: number): Prepared<never> {
  return prepared(
    `UPDATE registration SET sent_at = ? WHERE id = ? AND sent_at IS NULL AND ended_at IS NULL AND proved_at IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM registration r
         WHERE r.guard = registration.guard AND r.sent_at IS NOT NULL AND r.ended_at IS NULL)
       AND NOT EXISTS (SELECT 1 FROM invitation i
         WHERE i.id = registration.invitation_id AND ${isWithdrawn})
       AND (EXISTS (SELECT 1 FROM office o
           WHERE o.id = registration.office_id AND o.access_on <= ? AND (o.terminated_on IS NULL OR o.terminated_on > ?))
         OR EXISTS (SELECT 1 FROM invitation s WHERE s.id = registration.invitation_id AND s.department IS NOT NULL))`,
    at,
    registration,
    today,
    today,
  )
}

/** The request of the registration that the statement before has sent. An invited person of an office is to be its LOA (III.A.1.b). */
export function requestMade(registration: number, id: Id<'access-request'>, at: number): Prepared<never> {
  return prepared(
    `INSERT INTO access_request (public_id, office_id, registration_id, wants_loa, job_title, job_description, sent_at)
     SELECT ?, r.office_id, r.id, r.invitation_id IS NOT NULL, r.person ->> 'jobTitle', r.person ->> 'jobDescription', ?
     FROM registration r WHERE r.id = ? AND changes() > 0`,
    id,
    at,
    registration,
  )
}

/** What was begun beside the one that was sent at that instant is void; and its invitation is used. */
export function besidesVoid(registration: number, at: number): Prepared<never>[] {
  const own = 'SELECT r.guard FROM registration r WHERE r.id = ? AND r.sent_at = ?'
  return [
    prepared(
      `UPDATE registration SET ended_at = ? WHERE guard = (${own}) AND sent_at IS NULL AND ended_at IS NULL`,
      at,
      registration,
      at,
    ),
    prepared(
      `UPDATE invitation SET accepted_at = ? WHERE accepted_at IS NULL
         AND id = (SELECT r.invitation_id FROM registration r WHERE r.id = ? AND r.sent_at = ?)`,
      at,
      registration,
      at,
    ),
  ]
}

/** A wish of somebody who has an account: for another office, or (`from`) to take its administration over. */
export type Wish = {
  id: Id<'access-request'>
  account: number
  office: number
  wantsLoa: boolean
  /** A hand-over: the account of the Local Office Administrator who gives the office to this one. */
  from?: number | undefined
  jobTitle: string
  jobDescription: string
}

/** III.B.1: keeps the request of a signed-in person, unless one of theirs waits for that office already. `at` in ms UTC. */
export function requested(wish: Wish, at: number): Prepared<never> {
  return prepared(
    `INSERT INTO access_request (public_id, office_id, account_id, wants_loa, from_account, job_title, job_description, sent_at)
     SELECT ?, ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (
       SELECT 1 FROM access_request q WHERE q.account_id = ? AND q.office_id = ? AND q.decided_at IS NULL)`,
    wish.id,
    wish.office,
    wish.account,
    wish.wantsLoa ? 1 : 0,
    wish.from ?? null,
    wish.jobTitle,
    wish.jobDescription,
    at,
    wish.account,
    wish.office,
  )
}
