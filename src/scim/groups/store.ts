/** Groups of directories and who is in them, of one provider alone in each statement (T23). */
import { type Prepared, prepared } from '../../db/client.ts'
import type { GroupRow, Member } from './group.ts'

const columns = `g.id AS row, g.public_id AS id, g.display_name AS displayName, g.external_id AS externalId, g.version AS version,
  g.created_at AS createdAt, g.changed_at AS changedAt FROM scim_group g WHERE g.provider_id = ?1 AND g.deleted_at IS NULL`

/** The group of that public id. */
export function groupOf(provider: number, id: string): Prepared<GroupRow> {
  return prepared(`SELECT ${columns} AND g.public_id = ?2`, provider, id)
}

/** By what groups are found at once. */
export type Sought = { by: 'id' | 'displayName' | 'externalId'; value: string }
const places: Record<Sought['by'], string> = {
  id: 'g.public_id = ?2',
  displayName: 'lower(g.display_name) = lower(?2)',
  externalId: 'g.external_id = ?2',
}

/** The groups found so, or all; `most` at most. */
export function groupsSought(provider: number, sought: Sought | null, most: number): Prepared<GroupRow> {
  const where = sought ? `AND ${places[sought.by]}` : 'AND ?2 IS NULL'
  return prepared(`SELECT ${columns} ${where} ORDER BY g.id LIMIT ?3`, provider, sought?.value ?? null, most)
}

/** A page of them, after so many. */
export function groupsListed(provider: number, skipped: number, most: number): Prepared<GroupRow> {
  return prepared(`SELECT ${columns} ORDER BY g.id LIMIT ?2 OFFSET ?3`, provider, most, skipped)
}

/** How many there are. */
export function groupsCounted(provider: number): Prepared<{ total: number }> {
  return prepared(
    'SELECT count(*) AS total FROM scim_group g WHERE g.provider_id = ? AND g.deleted_at IS NULL',
    provider,
  )
}

/** Who is in the groups (their public ids) of the provider; `most` at most. */
export function membersOf(provider: number, groups: readonly string[], most: number): Prepared<Member> {
  return prepared(
    `SELECT g.public_id AS inGroup, u.public_id AS value, u.user_name AS display
     FROM scim_group g JOIN scim_group_member x ON x.group_id = g.id JOIN scim_user u ON u.id = x.user_id
     WHERE g.provider_id = ? AND g.public_id IN (SELECT value FROM json_each(?)) AND u.deleted_at IS NULL
     ORDER BY g.id, u.id LIMIT ?`,
    provider,
    JSON.stringify(groups),
    most,
  )
}

/** How many of these ids are users of the provider: another's count like none. */
export function usersAmong(provider: number, users: readonly string[]): Prepared<{ known: number }> {
  return prepared(
    `SELECT count(*) AS known FROM scim_user u
     WHERE u.provider_id = ? AND u.deleted_at IS NULL AND u.public_id IN (SELECT value FROM json_each(?))`,
    provider,
    JSON.stringify(users),
  )
}

/** A new group; fails on the name of one there is. `at` in ms UTC, here and below. */
export function groupAdded(
  provider: number,
  group: Pick<GroupRow, 'id' | 'displayName' | 'externalId'>,
  at: number,
): Prepared<never> {
  return prepared(
    `INSERT INTO scim_group (public_id, provider_id, display_name, external_id, created_at, changed_at) VALUES (?, ?, ?, ?, ?, ?)`,
    group.id,
    provider,
    group.displayName,
    group.externalId,
    at,
    at,
  )
}

/** The group is changed, if it still is of that version. */
export function groupChanged(
  { row, version }: GroupRow,
  to: Pick<GroupRow, 'displayName' | 'externalId'>,
  at: number,
): Prepared<never> {
  return prepared(
    `UPDATE scim_group SET display_name = ?, external_id = ?, version = version + 1, changed_at = ?
     WHERE id = ? AND version = ? AND deleted_at IS NULL`,
    to.displayName,
    to.externalId,
    at,
    row,
    version,
  )
}

/** The group is gone, if it still is of that version. */
export function groupDeleted({ row, version }: GroupRow, at: number): Prepared<never> {
  return prepared(
    `UPDATE scim_group SET deleted_at = ?, changed_at = ?, display_name = '', external_id = NULL
     WHERE id = ? AND version = ? AND deleted_at IS NULL`,
    at,
    at,
    row,
    version,
  )
}

/** Exactly these users of the provider (public ids) are in the group. */
export function membersReplaced(provider: number, group: string, users: readonly string[]): Prepared<never>[] {
  const own = 'SELECT g.id FROM scim_group g WHERE g.public_id = ?1 AND g.provider_id = ?2'
  const named =
    'SELECT u.id FROM scim_user u WHERE u.provider_id = ?2 AND u.deleted_at IS NULL AND u.public_id IN (SELECT value FROM json_each(?3))'
  const params = [group, provider, JSON.stringify(users)]
  return [
    prepared(`DELETE FROM scim_group_member WHERE group_id = (${own}) AND user_id NOT IN (${named})`, ...params),
    prepared(
      `INSERT OR IGNORE INTO scim_group_member (group_id, user_id) SELECT (${own}), n.id FROM (${named}) n`,
      ...params,
    ),
  ]
}
