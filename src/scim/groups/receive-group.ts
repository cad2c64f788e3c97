/** A directory's word about one of its groups is taken. It suggests roles to whoever decides, and changes nothing else. */
import { recorded, recordedOrNothing, tookBack } from '../../audit/statement.ts'
import { batch } from '../../db/client.ts'
import { newId } from '../../ids.ts'
import type { JsonObject } from '../../json.ts'
import { done, refused, type Result } from '../../result.ts'
import { patched } from '../patch/rules.ts'
import { isOfSchema, MOST_MEMBERS, readResource } from '../resource/rules.ts'
import { GROUP } from '../schemas.ts'
import {
  type Answer,
  type Asked,
  baseOf,
  changedMeanwhile,
  type Fault,
  type Means,
  notThatVersion,
  notThere,
} from '../scim.ts'
import { isTaken } from '../store.ts'
import type { GroupRow } from './group.ts'
import { groupShown, membersNamed, wordOf } from './rules.ts'
import { groupAdded, groupChanged, groupDeleted, groupOf, membersOf, membersReplaced, usersAmong } from './store.ts'

/** Whoever changes the same group at the same moment is let go first, so often: members come one by one, many at a time. */
const TRIES = 20

const nameTaken: Fault = { status: 409, scimType: 'uniqueness', detail: 'A group has this displayName already.' }

/** Takes it, whole or not at all. */
export async function receiveGroup(means: Means, asked: Asked): Promise<Result<Answer, Fault>> {
  try {
    if (asked.method === 'POST') return await create(means, asked.body)
    for (let tried = 0; tried < TRIES; tried += 1) {
      const outcome = await change(means, asked)
      if (outcome !== 'again') return outcome
    }
    return refused(changedMeanwhile)
  } catch (failure) {
    if (!isTaken(failure)) throw failure
    return refused(nameTaken)
  }
}

async function create(means: Means, body: JsonObject): Promise<Result<Answer, Fault>> {
  const { env, provider, now } = means
  const read = readWord(body)
  if (!read.ok) return read
  const members = await membersKnown(means, read.value)
  if (!members.ok) return members
  const id = newId('scim-group')
  await batch(env.DB, [
    groupAdded(provider.row, { id, ...kept(read.value) }, now.getTime()),
    recorded(said(means, id, 'POST', 'created')),
    ...membersReplaced(provider.row, id, members.value),
  ])
  return shown(means, id, 201)
}

async function change(means: Means, asked: Asked): Promise<Result<Answer, Fault> | 'again'> {
  const { env, provider, now } = means
  const id = asked.id ?? ''
  const { rows } = await batch(env.DB, [groupOf(provider.row, id), membersOf(provider.row, [id], MOST_MEMBERS)])
  const row: GroupRow | undefined = rows[0][0]
  if (!row) return refused(notThere)
  if (asked.ifMatch && !asked.ifMatch.includes(row.version)) return refused(notThatVersion)
  try {
    if (asked.method === 'DELETE') {
      await batch(env.DB, [
        groupDeleted(row, now.getTime()),
        recordedOrNothing(said(means, id, 'DELETE', 'deleted')),
        ...membersReplaced(provider.row, id, []),
      ])
      return done({ status: 204, resource: null })
    }
    const next = asked.method === 'PUT' ? readWord(asked.body) : patched(wordOf(row, rows[1]), asked.body, GROUP)
    if (!next.ok) return next
    const members = await membersKnown(means, next.value)
    if (!members.ok) return members
    await batch(env.DB, [
      groupChanged(row, kept(next.value), now.getTime()),
      recordedOrNothing(said(means, id, asked.method, 'changed')),
      ...membersReplaced(provider.row, id, members.value),
    ])
  } catch (failure) {
    if (!tookBack(failure)) throw failure
    return 'again'
  }
  return shown(means, id, 200)
}

function readWord(body: JsonObject): Result<JsonObject, Fault> {
  if (isOfSchema(body, GROUP.urn)) return readResource(body, GROUP)
  return refused({ status: 400, scimType: 'invalidSyntax', detail: 'schemas doesn’t name the schema of groups.' })
}

function kept({ displayName, externalId }: JsonObject) {
  return {
    displayName: typeof displayName === 'string' ? displayName : '',
    externalId: typeof externalId === 'string' ? externalId : null,
  }
}

/** Members are users of this provider's: another's, and a group, are like somebody who isn't there (T23). */
async function membersKnown({ env, provider }: Means, word: JsonObject): Promise<Result<string[], Fault>> {
  const named = membersNamed(word)
  const known = named && (await batch(env.DB, [usersAmong(provider.row, named)])).rows[0][0]?.known
  if (named && known === named.length) return done(named)
  return refused({ status: 400, scimType: 'invalidValue', detail: 'A member is no user of this directory.' })
}

function said({ now, provider, from }: Means, id: string, method: string, what: string) {
  return {
    name: 'directory.changed',
    at: now.getTime(),
    account: null,
    office: provider.offices.length === 1 ? (provider.offices[0] ?? null) : null,
    record: id,
    detail: { provider: provider.id, method, what },
    ...from,
  } as const
}

async function shown({ env, config, provider }: Means, id: string, status: 200 | 201): Promise<Result<Answer, Fault>> {
  const { rows } = await batch(env.DB, [groupOf(provider.row, id), membersOf(provider.row, [id], MOST_MEMBERS)])
  const row = rows[0][0]
  if (!row) return refused(notThere)
  return done({ status, resource: groupShown(row, rows[1], baseOf(config.origin, provider)) })
}
