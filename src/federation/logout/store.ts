/** Sessions that were opened through a provider, as signing out finds them. */
import { rowOf, theirs, type Whose } from '../../audit/statement.ts'
import { type Prepared, prepared } from '../../db/client.ts'
import type { SessionThere } from './session-there.ts'

/** Through which provider the session of that row was opened; no row if it was by another way. */
export function openedThrough(session: number): Prepared<SessionThere> {
  return prepared(
    `SELECT p.public_id AS provider, p.name AS name, p.issuer AS issuer, p.client_id AS clientId, p.disabled_at AS disabledAt,
       f.sealed AS sealed
     FROM federated_session f JOIN identity_provider p ON p.id = f.provider_id WHERE f.session_id = ?`,
    session,
  )
}

/** The sessions that were ended at that instant (ms UTC) for that reason, and the guards that are to forget them. */
export function endedNow(whose: Whose, at: number, why: string): Prepared<{ id: string; guard: string }> {
  return prepared(
    `SELECT s.public_id AS id, a.guard AS guard FROM session s JOIN account a ON a.id = s.account_id
     WHERE ${theirs(whose)} AND s.ended_at = ? AND s.end_reason = ?`,
    rowOf(whose),
    at,
    why,
  )
}
