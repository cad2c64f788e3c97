/** The own ways to sign in and the own sign-ins, each statement through the session. */
import { type Prepared, prepared } from '../../../db/client.ts'
import type { SessionKey } from '../../../session-key.ts'
import type { OwnIdentity, OwnSession, SignInRow } from './overview.ts'

const me = '(SELECT s.account_id FROM session s WHERE s.public_id = ?1 AND s.secret_hash = ?2 AND s.ended_at IS NULL)'

/** The identities that are linked to the account. */
export function ownIdentities(session: SessionKey): Prepared<OwnIdentity> {
  return prepared(
    `SELECT i.id AS id, p.name AS provider, i.linked_at AS linkedAt, i.used_at AS usedAt,
       coalesce(a.managed_by = i.provider_id, 0) AS isManaged
     FROM identity i JOIN identity_provider p ON p.id = i.provider_id JOIN account a ON a.id = i.account_id
     WHERE i.account_id = ${me} AND i.unlinked_at IS NULL ORDER BY i.id`,
    session.id,
    session.secretHash,
  )
}

/** The newest open sessions, at most `most`. `now` in ms UTC. */
export function ownSessions(session: SessionKey, now: number, most: number): Prepared<OwnSession> {
  return prepared(
    `SELECT o.public_id AS id, o.device AS device, o.opened_at AS openedAt, f.name AS office, o.opened_by AS by,
       p.name AS provider, o.public_id = ?1 AS isThis
     FROM session o LEFT JOIN membership m ON m.id = o.membership_id LEFT JOIN office f ON f.id = m.office_id
     LEFT JOIN identity_provider p ON p.id = o.provider_id
     WHERE o.account_id = ${me} AND o.ended_at IS NULL AND o.ends_at > ?3
     ORDER BY o.opened_at DESC LIMIT ?4`,
    session.id,
    session.secretHash,
    now,
    most,
  )
}

/** Events of signing in since the instant (ms UTC), the newest first, at most `most`. */
export function ownSignIns(session: SessionKey, since: number, most: number): Prepared<SignInRow> {
  return prepared(
    `SELECT a.at AS at, a.event AS event, a.device AS device, a.ip AS ip, a.detail AS detail, p.name AS provider
     FROM audit a LEFT JOIN session o ON o.public_id = a.detail ->> '$.session' LEFT JOIN identity_provider p ON p.id = o.provider_id
     WHERE a.account_id = ${me} AND a.page IS NULL AND a.at >= ?3
       AND a.event IN ('session.opened', 'sign_in.refused', 'sign_in.failed') ORDER BY a.seq DESC LIMIT ?4`,
    session.id,
    session.secretHash,
    since,
    most,
  )
}
