/** The cards of the verification that is open at the session's office, and who shares the work (III.H.1). */
import type { Change } from '../../accounts/account.ts'
import { detailsOfUser, stateOfUser } from '../../approval/users/store.ts'
import type { Times } from '../../approval/users/user.ts'
import { recordedIfChanged } from '../../audit/statement.ts'
import { type Prepared, prepared } from '../../db/client.ts'
import { isLiveLoa, loas } from '../../offices/loas/store.ts'
import type { Day } from '../../policy/calendar.ts'
import type { SessionKey } from '../../session-key.ts'
import { cardDecided, isToVerify } from '../store.ts'
import type { CardDecision, OpenVerification } from '../verification.ts'
import type { Card } from './card.ts'

/** Everybody of the office admitted by now with what was decided about them, and who left with it. */
export function cardsOf(key: SessionKey, { today, notBefore, passwordsUntil, now }: Times): Prepared<Card> {
  return prepared(
    `SELECT ${detailsOfUser('?4')}, ${stateOfUser('?3', '?5', '?6')} AS state,
       m.suspended_at AS suspendedAt, m.admitted_at AS admittedAt,
       coalesce(a.suspended_at, a.terminated_at) AS accountClosedAt, a.locked_at AS lockedAt,
       (SELECT json_group_array(json_object('role', g.role, 'endsOn', g.ends_on, 'providers', (SELECT json_group_array(r.name)
          FROM grant_limit x JOIN provider r ON r.id = x.provider_id WHERE x.membership_id = m.id AND x.role = g.role)))
        FROM role_grant g WHERE g.membership_id = m.id) AS grants,
       c.decision AS decision, c.decided_by AS decidedBy, d.first_name || ' ' || d.last_name AS decider
     FROM session s JOIN membership sm ON sm.id = s.membership_id
       JOIN membership m ON m.office_id = sm.office_id JOIN account a ON a.id = m.account_id
       LEFT JOIN credential p ON p.account_id = a.id
       LEFT JOIN verification v ON v.office_id = m.office_id AND v.completed_at IS NULL AND v.dropped_at IS NULL
       LEFT JOIN verification_card c ON c.verification_id = v.id AND c.membership_id = m.id
       LEFT JOIN account d ON d.id = c.decided_by
     WHERE s.public_id = ?1 AND s.secret_hash = ?2 AND s.ended_at IS NULL
       AND (c.decision IS NOT NULL OR (${isToVerify('?3', '?4 + 1')}))`,
    key.id,
    key.secretHash,
    today,
    now,
    notBefore,
    passwordsUntil,
  )
}

/** The other live administrators of the session's office (JSON of names), and when a verification was last completed. */
export type Around = { others: string; lastOn: Day | null }

/** What stands around the cards, in one row. */
export function aroundOf(key: SessionKey, today: Day): Prepared<Around> {
  return prepared(
    `SELECT (SELECT json_group_array(la.first_name || ' ' || la.last_name) FROM ${loas}
         WHERE l.office_id = m.office_id AND l.account_id <> m.account_id AND ${isLiveLoa('?3')}) AS others,
       (SELECT max(v.completed_on) FROM verification v WHERE v.office_id = m.office_id) AS lastOn
     FROM session s JOIN membership m ON m.id = s.membership_id
     WHERE s.public_id = ?1 AND s.secret_hash = ?2 AND s.ended_at IS NULL`,
    key.id,
    key.secretHash,
    today,
  )
}

/** For the audit row of a user's page: a row if the user is the session's office's. */
export function cardSeen(key: SessionKey, id: string): Prepared<{ memberId: null }> {
  return prepared(
    `SELECT NULL AS "memberId" FROM membership m JOIN membership sm ON sm.office_id = m.office_id
       JOIN session s ON s.membership_id = sm.id
     WHERE m.public_id = ? AND s.public_id = ? AND s.secret_hash = ? AND s.ended_at IS NULL`,
    id,
    key.id,
    key.secretHash,
  )
}

/** Keeps what was decided about the user, and its row of the log; the same decided twice is one. Of III.H.4: by the plan, for the office. */
export function decisionKept(
  { row, id, office }: OpenVerification,
  user: { row: number; account: number },
  decision: CardDecision,
  { at, by, reason: _reason, ...from }: Change & { by: number },
  clause: 'III.H.1' | 'III.H.4' = 'III.H.1',
): Prepared<never>[] {
  return [
    cardDecided(row, user.row, decision, at, by),
    recordedIfChanged({
      name: 'verification.decided',
      at,
      account: by,
      office,
      subject: user.account,
      clause,
      record: id,
      detail: { decision },
      ...from,
    }),
  ]
}
