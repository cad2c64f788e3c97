/** Who a user of a directory is here: the one address that identifies them, which never changes (III.C.2). */
import { normalEmail } from '../../accounts/email.ts'
import { speaksFor } from '../../federation/rules.ts'
import { isObject, type Json, type JsonObject } from '../../json.ts'
import { done, refused, type Result } from '../../result.ts'
import { fold } from '../filter/rules.ts'
import { tagOf } from '../resource/rules.ts'
import type { Fault, Person } from '../scim.ts'
import { ENTERPRISE, USER } from '../schemas.ts'
import type { OfficeFacts, UserRow } from './user.ts'

/** Texts of a request for access are no longer than in its own form. */
const LONGEST_TITLE = 100

/** What the directory said of the user, as changes are made to it. */
export function wordOf(row: Pick<UserRow, 'resource' | 'userName' | 'externalId' | 'active'>): JsonObject {
  return {
    ...(JSON.parse(row.resource) as JsonObject),
    userName: row.userName,
    ...(row.externalId === null ? {} : { externalId: row.externalId }),
    active: row.active === 1,
  }
}

/** The user as the directory reads it; `base` is the beginning of the provider's addresses. */
export function userShown(row: UserRow, base: string): JsonObject {
  const groups = JSON.parse(row.groups) as { value: string; display: string }[]
  const word = wordOf(row)
  return {
    schemas: word[ENTERPRISE] === undefined ? [USER.urn] : [USER.urn, ENTERPRISE],
    id: row.id,
    ...word,
    ...(groups.length > 0 ? { groups: groups.map((one) => ({ ...one, $ref: `${base}/Groups/${one.value}` })) } : {}),
    meta: {
      resourceType: 'User',
      created: new Date(row.createdAt).toISOString(),
      lastModified: new Date(row.changedAt).toISOString(),
      location: `${base}/Users/${row.id}`,
      version: tagOf(row.version),
    },
  }
}

/** The address by which an account is found: the user name where it is one of the provider's, else the first or the one of work (III.C.4). */
export function addressOf(resource: JsonObject, provider: { domains: string[] }): Result<string, Fault> {
  const own = (typed: string | null) => {
    const email = typed === null ? null : normalEmail(typed)
    return email !== null && speaksFor(provider, email) ? email : null
  }
  const email = own(textOf(resource.userName)) ?? own(mailOf(resource))
  if (email !== null) return done(email)
  return refused({
    status: 400,
    scimType: 'invalidValue',
    detail:
      'userName, or the primary or work address of emails, has to be an e-mail address of this provider’s domains.',
    clause: 'III.C.4',
  })
}

/** The primary address, else the one of work, as it was written. */
function mailOf(resource: JsonObject): string | null {
  const mails = Array.isArray(resource.emails) ? resource.emails.filter(isObject) : []
  const chosen =
    mails.find(({ primary }) => primary === true) ?? mails.find(({ type }) => fold(textOf(type) ?? '') === 'work')
  return textOf(chosen?.value)
}

/** III.C.2: what identifies the person is what it was, but for its letters' case; null: it is. */
export function barOfChange(before: JsonObject, after: JsonObject, email: string): Fault | null {
  const same = (one: string, other: string) => fold(one.trim()) === fold(other.trim())
  const isName = same(textOf(before.userName) ?? '', textOf(after.userName) ?? '')
  // Without any the address is the user name.
  if (isName && same(mailOf(before) ?? email, mailOf(after) ?? email)) return null
  return {
    status: 400,
    scimType: 'mutability',
    detail:
      'III.C.2: an e-mail address identifies its account and can’t be changed. Somebody with a new address is a new user.',
    clause: 'III.C.2',
  }
}

/** The person's first name, for a letter's greeting; theirs as the directory has it. */
export function firstNameOf(resource: JsonObject): string {
  const name = isObject(resource.name) ? resource.name : {}
  return textOf(name.givenName) ?? textOf(resource.displayName)?.split(' ')[0] ?? 'Hello'
}

/** The job title for whoever decides. */
export function titleOf(resource: JsonObject): string {
  return textOf(resource.title)?.slice(0, LONGEST_TITLE) ?? 'Not told by the directory'
}

/**
 * The office that somebody is announced to: the provider's only one, else the one that the organization or department names
 * by its name or NPI; null: none is named, or it has no access.
 */
export function officeOf(resource: JsonObject, offices: readonly OfficeFacts[]): OfficeFacts | null {
  const [only] = offices
  if (only && offices.length === 1) return only
  const further = isObject(resource[ENTERPRISE]) ? resource[ENTERPRISE] : {}
  const words = [textOf(further.organization), textOf(further.department)].filter((word) => word !== null)
  const named = (word: string) =>
    offices.filter(({ name, npi }) => fold(name) === fold(word) || (npi !== null && npi === word))
  // A name that two offices have names neither.
  return words.map(named).find((found) => found.length === 1)?.[0] ?? null
}

/** What is done of an announcement: a request made for the account, or a letter that invites to register; null: neither. */
export function announcementOf(
  user: { active: boolean; isAnnounced: boolean },
  person: Person,
  office: OfficeFacts | null,
): 'request' | 'letter' | null {
  if (!user.active || user.isAnnounced || person.isForeign) return null
  if (person.account === null) return person.isWaiting ? null : 'letter'
  return office?.isOpen && person.here.length === 0 ? 'request' : null
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}
