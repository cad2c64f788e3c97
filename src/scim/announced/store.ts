/** What offices' directories say, for those who decide there: hints beside their choice, which give nothing (III.B.6). */
import { type Prepared, prepared } from '../../db/client.ts'
import type { SessionKey } from '../../session-key.ts'
import type { Announced, Suggestion } from './announced.ts'

/** SQL for: the roles that the groups of the user `u` suggest, a JSON list. A group's name is its provider's word for a role, whatever its case. */
const roles = `(SELECT json_group_array(DISTINCT m.role) FROM scim_group_member x
    JOIN scim_group g ON g.id = x.group_id AND g.deleted_at IS NULL
    JOIN provider_mapping m ON m.provider_id = u.provider_id AND m.role IS NOT NULL AND lower(m.group_name) = lower(g.display_name)
  WHERE x.user_id = u.id)`

/** SQL for: users of the directories that the office brought, and that are switched on. */
const usersOf = (
  office: string,
) => `scim_user u JOIN identity_provider p ON p.id = u.provider_id AND p.disabled_at IS NULL AND p.kind = 'office'
    JOIN provider_office po ON po.provider_id = u.provider_id AND po.office_id = ${office}`

const officeOf = (id: string, hash: string) =>
  `(SELECT m.office_id FROM session s JOIN membership m ON m.id = s.membership_id
    WHERE s.public_id = ${id} AND s.secret_hash = ${hash} AND s.ended_at IS NULL)`

/** Most of the announced that are shown at once. */
export const ANNOUNCED_SHOWN = 50

/** Whom the directory announces to the session's office, and who has no account and sent no registration; the longest announced first. */
export function announcedTo(key: SessionKey): Prepared<Announced> {
  return prepared(
    `SELECT u.resource ->> '$.name.givenName' AS firstName, u.resource ->> '$.name.familyName' AS lastName, u.email AS email,
       u.created_at AS since, ${roles} AS roles
     FROM ${usersOf(officeOf('?1', '?2'))}
     WHERE u.deleted_at IS NULL AND u.active = 1 AND coalesce(u.office_id, po.office_id) = po.office_id
       AND NOT EXISTS (SELECT 1 FROM account a WHERE a.email = u.email)
       AND NOT EXISTS (SELECT 1 FROM registration r WHERE r.email = u.email AND r.sent_at IS NOT NULL AND r.ended_at IS NULL)
     ORDER BY u.id LIMIT ${ANNOUNCED_SHOWN + 1}`,
    key.id,
    key.secretHash,
  )
}

/** What the directory of its office says of whoever sent the request, for its administrators and the plan's staff; no row: nothing. */
export function suggestionFor(key: SessionKey, request: string): Prepared<Suggestion> {
  return prepared(
    `SELECT u.active AS isActive, ${roles} AS roles
     FROM access_request r LEFT JOIN registration g ON g.id = r.registration_id LEFT JOIN account a ON a.id = r.account_id
       JOIN ${usersOf('r.office_id')}
     WHERE r.public_id = ?3 AND u.deleted_at IS NULL AND u.email = coalesce(a.email, g.email)
       AND (r.office_id = ${officeOf('?1', '?2')} OR EXISTS (SELECT 1 FROM session s JOIN account sa ON sa.id = s.account_id
         WHERE s.public_id = ?1 AND s.secret_hash = ?2 AND s.ended_at IS NULL AND sa.kind = 'staff'))
     ORDER BY u.active DESC, u.id LIMIT 1`,
    key.id,
    key.secretHash,
    request,
  )
}
