/** Registrations as stored, and the requests for access that come of them. */
import { type Prepared, prepared } from '../db/client.ts'
import type { Id } from '../ids.ts'
import type { Registrant } from './registration.ts'

/** Whose registration it is, for `admit`; no row once it was forgotten. */
export function registrantOf(registration: number): Prepared<Registrant> {
  return prepared(
    `SELECT r.id AS row, r.public_id AS id, r.email AS email, r.guard AS guard, r.person ->> 'firstName' AS firstName,
       r.person ->> 'lastName' AS lastName,
       EXISTS (SELECT 1 FROM account a JOIN credential c ON c.account_id = a.id WHERE a.guard = r.guard) AS hasPassword
     FROM registration r WHERE r.id = ? AND r.email IS NOT NULL`,
    registration,
  )
}

/** A denied request ends its registration; it is forgotten 90 days later (III.L.5). */
export function registrationEnded(registration: number, at: number): Prepared<never> {
  return prepared('UPDATE registration SET ended_at = ? WHERE id = ? AND ended_at IS NULL', at, registration)
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
