/** Users of directories: each statement is of one provider's alone, so that no id of another's is ever found (T23). */
import { type Prepared, prepared } from '../../db/client.ts'
import type { UserRow } from './user.ts'

const columns = `u.id AS row, u.public_id AS id, u.user_name AS userName, u.external_id AS externalId, u.email AS email,
  u.resource AS resource, u.active AS active, u.version AS version, u.account_id AS account, u.announced_at AS announcedAt,
  u.created_at AS createdAt, u.changed_at AS changedAt,
  (SELECT json_group_array(json_object('value', g.public_id, 'display', g.display_name) ORDER BY g.id) FROM scim_group_member x
     JOIN scim_group g ON g.id = x.group_id WHERE x.user_id = u.id AND g.deleted_at IS NULL) AS groups
  FROM scim_user u WHERE u.provider_id = ?1 AND u.deleted_at IS NULL`

/** The user of that public id. */
export function userOf(provider: number, id: string): Prepared<UserRow> {
  return prepared(`SELECT ${columns} AND u.public_id = ?2`, provider, id)
}

/** By what users are found at once: the value is a parameter, never a part of the SQL. */
export type Sought = { by: 'id' | 'userName' | 'externalId'; value: string }
const places: Record<Sought['by'], string> = {
  id: 'u.public_id = ?2',
  userName: 'lower(u.user_name) = lower(?2)',
  externalId: 'u.external_id = ?2',
}

/** The users found so, or all; `most` at most. */
export function usersSought(provider: number, sought: Sought | null, most: number): Prepared<UserRow> {
  const where = sought ? `AND ${places[sought.by]}` : 'AND ?2 IS NULL'
  return prepared(`SELECT ${columns} ${where} ORDER BY u.id LIMIT ?3`, provider, sought?.value ?? null, most)
}

/** A page of them, after so many. */
export function usersListed(provider: number, skipped: number, most: number): Prepared<UserRow> {
  return prepared(`SELECT ${columns} ORDER BY u.id LIMIT ?2 OFFSET ?3`, provider, most, skipped)
}

/** How many there are. */
export function usersCounted(provider: number): Prepared<{ total: number }> {
  return prepared(
    'SELECT count(*) AS total FROM scim_user u WHERE u.provider_id = ? AND u.deleted_at IS NULL',
    provider,
  )
}

/** What is kept of a user. */
export type UserKept = {
  userName: string
  externalId: string | null
  resource: string
  active: boolean
  account: number | null
  office: number | null
  /** The public id of the request made for them; null: none is. */
  request: string | null
  /** Announced now, before, or (null) not. */
  announcedAt: number | null
}

/** A new user; fails on the user name or the address of one there is. `at` in ms UTC, here and below. */
export function userAdded(provider: number, id: string, email: string, user: UserKept, at: number): Prepared<never> {
  return prepared(
    `INSERT INTO scim_user (public_id, provider_id, email, user_name, external_id, resource, active, account_id, office_id,
       request_id, announced_at, created_at, changed_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT r.id FROM access_request r WHERE r.public_id = ?), ?, ?, ?)`,
    id,
    provider,
    email,
    user.userName,
    user.externalId,
    user.resource,
    user.active ? 1 : 0,
    user.account,
    user.office,
    user.request,
    user.announcedAt,
    at,
    at,
  )
}

/** The user is changed, if it still is of that version. */
export function userChanged(row: number, version: number, user: UserKept, at: number): Prepared<never> {
  return prepared(
    `UPDATE scim_user SET user_name = ?, external_id = ?, resource = ?, active = ?, account_id = ?, office_id = ?,
       request_id = coalesce((SELECT r.id FROM access_request r WHERE r.public_id = ?), request_id), announced_at = ?,
       version = version + 1, changed_at = ?
     WHERE id = ? AND version = ? AND deleted_at IS NULL`,
    user.userName,
    user.externalId,
    user.resource,
    user.active ? 1 : 0,
    user.account,
    user.office,
    user.request,
    user.announcedAt,
    at,
    row,
    version,
  )
}

/** The user is gone, if it still is of that version; what was said of the person is forgotten with it. */
export function userDeleted(row: number, version: number, at: number): Prepared<never> {
  return prepared(
    `UPDATE scim_user SET deleted_at = ?, changed_at = ?, active = 0, user_name = '', external_id = NULL, email = '', resource = '{}'
     WHERE id = ? AND version = ? AND deleted_at IS NULL`,
    at,
    at,
    row,
    version,
  )
}

/** It is in no group any more. */
export function leftGroups(row: number): Prepared<never> {
  return prepared('DELETE FROM scim_group_member WHERE user_id = ?', row)
}
