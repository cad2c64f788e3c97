/** What a group of a directory looks like, and whom it names. */
import { isObject, type JsonObject } from '../../json.ts'
import { tagOf } from '../resource/rules.ts'
import { GROUP } from '../schemas.ts'
import type { GroupRow, Member } from './group.ts'

/** What the directory said of the group, as changes are made to it. */
export function wordOf(row: GroupRow, members: readonly Member[]): JsonObject {
  return {
    displayName: row.displayName,
    ...(row.externalId === null ? {} : { externalId: row.externalId }),
    ...(members.length > 0 ? { members: members.map(({ value, display }) => ({ value, display })) } : {}),
  }
}

/** The group as the directory reads it; `base` is the beginning of the provider's addresses. */
export function groupShown(row: GroupRow, members: readonly Member[], base: string): JsonObject {
  const { members: _members, ...word } = wordOf(row, members)
  const shown = members.map(({ value, display }) => ({ value, display, type: 'User', $ref: `${base}/Users/${value}` }))
  return {
    schemas: [GROUP.urn],
    id: row.id,
    ...word,
    ...(shown.length > 0 ? { members: shown } : {}),
    meta: {
      resourceType: 'Group',
      created: new Date(row.createdAt).toISOString(),
      lastModified: new Date(row.changedAt).toISOString(),
      location: `${base}/Groups/${row.id}`,
      version: tagOf(row.version),
    },
  }
}

/** The ids that the group names, each once; null: one is none of a user (groups within groups among them). */
export function membersNamed(word: JsonObject): string[] | null {
  const list = Array.isArray(word.members) ? word.members.filter(isObject) : []
  const ids = list.map(({ value }) => value)
  return ids.every((one) => typeof one === 'string') ? [...new Set(ids)] : null
}
