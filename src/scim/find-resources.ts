/** A directory reads what it has said: one resource, or those that a filter holds for. */
import { recorded } from '../audit/statement.ts'
import { batch } from '../db/client.ts'
import type { JsonObject } from '../json.ts'
import { done, refused, type Result } from '../result.ts'
import { holds } from './filter/rules.ts'
import type { GroupRow, Member } from './groups/group.ts'
import { groupShown } from './groups/rules.ts'
import { groupOf, groupsCounted, groupsListed, groupsSought, membersOf } from './groups/store.ts'
import { projected } from './resource/rules.ts'
import { GROUP, MESSAGES, USER } from './schemas.ts'
import { baseOf, type Fault, type Means, notThere, type ResourceName } from './scim.ts'
import { asksOf, type Search, soughtBy } from './search/rules.ts'
import { userShown } from './users/rules.ts'
import { userOf, usersCounted, usersListed, usersSought } from './users/store.ts'

/** A filter that names no key is judged over so many at most: beyond, the directory asks for less at once. */
const MOST_JUDGED = 5000
/** Members on one page of groups together. */
const MOST_MEMBERS_SHOWN = 50_000

const tooMany: Fault = { status: 400, scimType: 'tooMany', detail: 'The filter would look at too many: ask for fewer.' }

/** The resource of that id, with its version, cut to what was asked for. */
export async function findOne(
  means: Means,
  name: ResourceName,
  id: string,
  cut: Pick<Search, 'attributes' | 'excludedAttributes'>,
): Promise<Result<{ resource: JsonObject; version: number }, Fault>> {
  const { env, config, provider } = means
  const base = baseOf(config.origin, provider)
  if (name === 'Users') {
    const { rows } = await batch(env.DB, [read(means, name, id), userOf(provider.row, id)])
    const row = rows[1][0]
    return row
      ? done({ resource: projected(userShown(row, base), cut, USER), version: row.version })
      : refused(notThere)
  }
  const { rows } = await batch(env.DB, [
    read(means, name, id),
    groupOf(provider.row, id),
    membersOf(provider.row, [id], MOST_MEMBERS_SHOWN),
  ])
  const row = rows[1][0]
  if (!row) return refused(notThere)
  return done({ resource: projected(groupShown(row, rows[2], base), cut, GROUP), version: row.version })
}

/** The page of a list that was asked for. */
export async function findAll(means: Means, name: ResourceName, search: Search): Promise<Result<JsonObject, Fault>> {
  const found = await (name === 'Users' ? findUsers(means, search) : findGroups(means, search))
  if (!found) return refused(tooMany)
  const { total, resources } = found
  return done({
    schemas: [`${MESSAGES}ListResponse`],
    totalResults: total,
    startIndex: search.startIndex,
    itemsPerPage: resources.length,
    Resources: resources.map((one) => projected(one, search, name === 'Users' ? USER : GROUP)),
  })
}

type Found = { total: number; resources: JsonObject[] }

async function findUsers(means: Means, search: Search): Promise<Found | null> {
  const { env, config, provider } = means
  const base = baseOf(config.origin, provider)
  const { filter, startIndex, count } = search
  if (!filter) {
    const { rows } = await batch(env.DB, [
      read(means, 'Users', null),
      usersListed(provider.row, startIndex - 1, count),
      usersCounted(provider.row),
    ])
    return { total: rows[2][0]?.total ?? 0, resources: rows[1].map((row) => userShown(row, base)) }
  }
  const sought = soughtBy(filter, ['id', 'userName', 'externalId'] as const, USER)
  const { rows } = await batch(env.DB, [read(means, 'Users', null), usersSought(provider.row, sought, MOST_JUDGED + 1)])
  if (rows[1].length > MOST_JUDGED) return null
  const shown = rows[1].map((row) => userShown(row, base)).filter((one) => holds(filter, one, USER))
  return { total: shown.length, resources: pageOf(shown, search) }
}

async function findGroups(means: Means, search: Search): Promise<Found | null> {
  const { env, provider } = means
  const { filter, startIndex, count } = search
  const wantsMembers = wants(search, 'members')
  if (!filter) {
    const { rows } = await batch(env.DB, [
      read(means, 'Groups', null),
      groupsListed(provider.row, startIndex - 1, count),
      groupsCounted(provider.row),
    ])
    const groups = await withMembers(means, rows[1], wantsMembers)
    return groups && { total: rows[2][0]?.total ?? 0, resources: groups }
  }
  const sought = soughtBy(filter, ['id', 'displayName', 'externalId'] as const, GROUP)
  const { rows } = await batch(env.DB, [
    read(means, 'Groups', null),
    groupsSought(provider.row, sought, MOST_JUDGED + 1),
  ])
  if (rows[1].length > MOST_JUDGED) return null
  const judgedByMembers = asksOf(filter, 'members')
  const all = await withMembers(means, rows[1], judgedByMembers)
  const held = all?.filter((one) => holds(filter, one, GROUP))
  if (!held) return null
  const page = pageOf(held, search)
  if (judgedByMembers || !wantsMembers) return { total: held.length, resources: page }
  const ids = new Set(page.map(({ id }) => id))
  const resources = await withMembers(
    means,
    rows[1].filter(({ id }) => ids.has(id)),
    true,
  )
  return resources && { total: held.length, resources }
}

/** The groups as they are shown, with who is in them if wanted; null: those are too many. */
async function withMembers({ env, config, provider }: Means, groups: GroupRow[], wanted: boolean) {
  const base = baseOf(config.origin, provider)
  const members: Member[] = wanted
    ? (
        await batch(env.DB, [
          membersOf(
            provider.row,
            groups.map(({ id }) => id),
            MOST_MEMBERS_SHOWN + 1,
          ),
        ])
      ).rows[0]
    : []
  if (members.length > MOST_MEMBERS_SHOWN) return null
  const of = Map.groupBy(members, ({ inGroup }) => inGroup)
  return groups.map((group) => groupShown(group, of.get(group.id) ?? [], base))
}

function pageOf(all: readonly JsonObject[], { startIndex, count }: Search): JsonObject[] {
  return all.slice(startIndex - 1, startIndex - 1 + count)
}

/** Whether the attribute is among what is answered. */
function wants({ attributes, excludedAttributes }: Search, name: string): boolean {
  const names = (list: readonly string[]) => list.some((one) => one.toLowerCase().endsWith(name))
  if (attributes.length > 0) return attributes.some((one) => one.toLowerCase().includes(name))
  return !names(excludedAttributes)
}

/** The audit row of a reading: which kind, and of which id; never for whom was asked. */
function read({ now, provider, from }: Means, what: ResourceName, id: string | null) {
  return recorded({
    name: 'directory.listed',
    at: now.getTime(),
    account: null,
    record: id,
    detail: { provider: provider.id, what },
    ...from,
  })
}
