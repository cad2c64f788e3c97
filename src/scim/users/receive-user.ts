/** A directory's word about one of its users is taken, and what it means is done (requirements, section 13). */
import { recorded, recordedOrNothing, tookBack } from '../../audit/statement.ts'
import { batch, type Prepared } from '../../db/client.ts'
import { newId } from '../../ids.ts'
import type { JsonObject } from '../../json.ts'
import { dispatch } from '../../mail/outbox.ts'
import { dayOf } from '../../policy/calendar.ts'
import { done, refused, type Result } from '../../result.ts'
import { patched } from '../patch/rules.ts'
import { isOfSchema, readResource } from '../resource/rules.ts'
import { USER } from '../schemas.ts'
import {
  type Answer,
  type Asked,
  baseOf,
  changedMeanwhile,
  type Fault,
  type Means,
  notThatVersion,
  notThere,
  type Person,
} from '../scim.ts'
import { isTaken, officesOf, personOf, readOffices, readPerson } from '../store.ts'
import { endAccess } from './end-access.ts'
import { requestAccess } from './request-access.ts'
import { addressOf, barOfChange, officeOf, userShown, wordOf } from './rules.ts'
import { leftGroups, userAdded, userChanged, userDeleted, type UserKept, userOf } from './store.ts'
import type { UserRow } from './user.ts'

const DAY = 24 * 60 * 60_000

/** Whoever changes the same user at the same moment is let go first, so often. */
const TRIES = 5

/** Takes it: whole or not at all, but that access is ended before the user's own row says so, and never the other way round. */
export async function receiveUser(means: Means, asked: Asked): Promise<Result<Answer, Fault>> {
  if (asked.method === 'POST') return create(means, asked.body)
  for (let tried = 0; tried < TRIES; tried += 1) {
    const outcome = await change(means, asked)
    if (outcome !== 'again') return outcome
  }
  return refused(changedMeanwhile)
}

async function create(means: Means, body: JsonObject): Promise<Result<Answer, Fault>> {
  const { env, provider, now } = means
  const read = readWord(body, null)
  if (!read.ok) return read
  const email = addressOf(read.value, provider)
  if (!email.ok) return email
  const id = newId('scim-user')
  const { kept, statements, mails, person } = await consequences(means, read.value, email.value, null)
  const at = now.getTime()
  try {
    await batch(env.DB, [
      ...statements,
      userAdded(provider.row, id, email.value, kept, at),
      recorded(said(means, id, 'POST', kept.active ? 'announced' : 'inactive', person.account)),
    ])
  } catch (failure) {
    if (!isTaken(failure)) throw failure
    return refused({ status: 409, scimType: 'uniqueness', detail: 'A user has this userName or address already.' })
  }
  await dispatch(env.MAIL, mails)
  // Somebody whom the directory knows as inactive has no access, whoever gave it.
  if (!kept.active) await endAccess(means, email.value)
  return shown(means, id, 201)
}

async function change(means: Means, asked: Asked): Promise<Result<Answer, Fault> | 'again'> {
  const { env, provider, now } = means
  const row = (await batch(env.DB, [userOf(provider.row, asked.id ?? '')])).rows[0][0]
  if (!row) return refused(notThere)
  if (asked.ifMatch && !asked.ifMatch.includes(row.version)) return refused(notThatVersion)
  if (asked.method === 'DELETE') return remove(means, row)
  const before = wordOf(row)
  const next = asked.method === 'PUT' ? readWord(asked.body, before) : patched(before, asked.body, USER)
  if (!next.ok) return next
  const bar = barOfChange(before, next.value, row.email)
  if (bar) return refused(bar)
  const isActive = next.value.active !== false
  if (!isActive) {
    const ended = await endAccess(means, row.email)
    if (!ended.ok) return refused(lastAdministrator)
  }
  const { kept, statements, mails, person } = await consequences(means, next.value, row.email, row)
  const what = isActive === (row.active === 1) ? 'changed' : isActive ? 'announced' : 'ended'
  try {
    await batch(env.DB, [
      ...statements,
      userChanged(row.row, row.version, kept, now.getTime()),
      recordedOrNothing(said(means, row.id, asked.method, what, person.account)),
    ])
  } catch (failure) {
    if (!tookBack(failure)) throw failure
    return 'again'
  }
  await dispatch(env.MAIL, mails)
  return shown(means, row.id, 200)
}

async function remove(means: Means, row: UserRow): Promise<Result<Answer, Fault> | 'again'> {
  const { env, now } = means
  const ended = await endAccess(means, row.email)
  if (!ended.ok) return refused(lastAdministrator)
  try {
    await batch(env.DB, [
      userDeleted(row.row, row.version, now.getTime()),
      recordedOrNothing(said(means, row.id, 'DELETE', 'deleted', ended.value.account)),
      leftGroups(row.row),
    ])
  } catch (failure) {
    if (!tookBack(failure)) throw failure
    return 'again'
  }
  return done({ status: 204, resource: null })
}

const lastAdministrator: Fault = {
  status: 409,
  detail: 'Nobody could administer accounts any more: this one is ended by a person, once there is another.',
}

/** A whole resource. Without `active` it is what it was, and a new one active. */
function readWord(body: JsonObject, before: JsonObject | null): Result<JsonObject, Fault> {
  if (!isOfSchema(body, USER.urn)) {
    return refused({ status: 400, scimType: 'invalidSyntax', detail: 'schemas doesn’t name the schema of users.' })
  }
  const read = readResource(body, USER)
  return read.ok ? done({ ...read.value, active: read.value.active ?? before?.active ?? true }) : read
}

/** What the word means for the person behind the address, and what is kept of it. */
async function consequences(means: Means, word: JsonObject, email: string, before: UserRow | null) {
  const { env, config, now, provider } = means
  const today = dayOf(now, config.zone)
  const { rows } = await batch(env.DB, [
    personOf(email, today),
    officesOf(provider.row, email, today, now.getTime() - DAY),
  ])
  const person: Person = readPerson(rows[0][0]!, provider)
  const office = officeOf(word, readOffices(rows[1]))
  const { userName, externalId, active, ...rest } = word
  const isActive = active !== false
  // Who was inactive is announced anew (III.N.1).
  const announcedAt = before?.active === 1 ? before.announcedAt : null
  const announcement = await requestAccess(means, { active: isActive, announcedAt, word, email }, person, office)
  const kept: UserKept = {
    userName: typeof userName === 'string' ? userName : '',
    externalId: typeof externalId === 'string' ? externalId : null,
    resource: JSON.stringify(rest),
    active: isActive,
    account: person.account,
    office: office?.row ?? null,
    request: announcement.request,
    announcedAt: announcement.announcedAt,
  }
  const statements: readonly Prepared<never>[] = announcement.before
  return { kept, statements, mails: announcement.mails, person }
}

function said({ now, provider, from }: Means, id: string, method: string, what: string, account: number | null) {
  return {
    name: 'directory.changed',
    at: now.getTime(),
    account: null,
    subject: account,
    // A directory of one office speaks of that one.
    office: provider.offices.length === 1 ? (provider.offices[0] ?? null) : null,
    record: id,
    detail: { provider: provider.id, method, what },
    ...from,
  } as const
}

async function shown({ env, config, provider }: Means, id: string, status: 200 | 201): Promise<Result<Answer, Fault>> {
  const row = (await batch(env.DB, [userOf(provider.row, id)])).rows[0][0]
  if (!row) return refused(notThere)
  return done({ status, resource: userShown(row, baseOf(config.origin, provider)) })
}
