/** Changes of a resource (RFC 7644, section 3.5.2), with what Entra ID and Okta make of them. All of one message hold, or none. */
import { isObject, type Json, type JsonObject } from '../../json.ts'
import { refused, type Result } from '../../result.ts'
import type { ChangePath, Filter } from '../filter/filter.ts'
import { attributeOf, attributesOf, fold, holdsInside, listOf, readPath } from '../filter/rules.ts'
import { isOfSchema, readResource, valueOf } from '../resource/rules.ts'
import { type Attribute, MESSAGES, type Schema } from '../schemas.ts'
import type { Fault, ScimType } from '../scim.ts'

/** More than any directory sends at once. */
const MOST_OPERATIONS = 1000

type Kind = 'add' | 'replace' | 'remove'

/** A change that cannot be made is thrown inside this file alone, and answered as a refusal. */
class Wrong extends Error {
  readonly fault: Fault
  constructor(scimType: ScimType, detail: string) {
    super(scimType)
    this.fault = { status: 400, scimType, detail }
  }
}

/** The resource after the changes that the message asks for; the one given stays as it is. */
export function patched(resource: JsonObject, message: JsonObject, schema: Schema): Result<JsonObject, Fault> {
  try {
    if (!isOfSchema(message, `${MESSAGES}PatchOp`)) throw new Wrong('invalidSyntax', 'The message is no PatchOp.')
    const operations = valueOf(message, 'Operations')
    if (!Array.isArray(operations) || operations.length === 0 || operations.length > MOST_OPERATIONS) {
      throw new Wrong('invalidSyntax', 'Operations is no list of changes.')
    }
    const next = structuredClone(resource)
    for (const operation of operations) change(next, operation, schema)
    return readResource(next, schema)
  } catch (failure) {
    if (failure instanceof Wrong) return refused(failure.fault)
    throw failure
  }
}

function change(resource: JsonObject, operation: Json, schema: Schema): void {
  if (!isObject(operation)) throw new Wrong('invalidSyntax', 'A change is a JSON object.')
  const said = valueOf(operation, 'op')
  // Entra ID begins them with a capital.
  const kind = (['add', 'replace', 'remove'] as const).find((one) => typeof said === 'string' && one === fold(said))
  if (!kind) throw new Wrong('invalidSyntax', 'op is none of add, replace and remove.')
  const path = valueOf(operation, 'path')
  const value = valueOf(operation, 'value')
  if (path !== undefined && path !== null && typeof path !== 'string')
    throw new Wrong('invalidPath', 'path is no text.')
  if (path) return changeAt(resource, kind, path, value, schema)
  if (kind === 'remove') throw new Wrong('noTarget', 'What is to be removed is named by path.')
  if (!isObject(value)) throw new Wrong('invalidValue', 'Without a path the value is a JSON object.')
  // Entra ID and Okta send whole resources so, the keys being paths: what is not the sender's to write is passed over.
  for (const [key, one] of Object.entries(value)) changeByKey(resource, kind, key, one, schema)
}

function changeByKey(resource: JsonObject, kind: Kind, key: string, value: Json, schema: Schema): void {
  if (fold(key) === 'schemas') return
  const { extension } = schema
  if (extension && fold(key) === fold(extension.urn)) {
    if (!isObject(value)) throw new Wrong('invalidValue', 'An extension is a JSON object.')
    for (const [name, one] of Object.entries(value)) {
      changeByKey(resource, kind, `${extension.urn}:${name}`, one, schema)
    }
    return
  }
  const path = readPath(key)
  const found = path.ok ? targetOf(path.value, schema) : null
  if (!path.ok || !found || found.attribute.mutability === 'readOnly') return
  apply(resource, kind, { ...path.value, ...found }, value)
}

function changeAt(resource: JsonObject, kind: Kind, text: string, value: Json | undefined, schema: Schema): void {
  const { extension } = schema
  if (extension && fold(text) === fold(extension.urn)) {
    if (kind === 'remove') delete resource[extension.urn]
    else changeByKey(resource, kind, extension.urn, value ?? {}, schema)
    return
  }
  const path = readPath(text)
  if (!path.ok) throw new Wrong('invalidPath', 'The path can’t be read.')
  const found = targetOf(path.value, schema)
  if (!found) {
    // Attributes of RFC 7643, or of somebody's extension, of which no word is kept: a directory's default mapping names some.
    const { urn, names } = path.value.path
    const isOthers = urn !== null && attributesOf(path.value.path, schema) === null
    if (isOthers || schema.ignored.some((one) => fold(one) === fold(names[0] ?? ''))) return
    throw new Wrong('invalidPath', 'The path names no attribute.')
  }
  const { attribute, parent } = found
  const isRequired = attribute.required || attribute.name === 'active'
  if (attribute.mutability === 'readOnly' || (kind === 'remove' && isRequired && parent === null)) {
    throw new Wrong('mutability', `${attribute.name} can’t be changed so.`)
  }
  if (kind !== 'remove' && value === undefined) throw new Wrong('invalidValue', 'The value is missing.')
  apply(resource, kind, { ...path.value, ...found }, value)
}

/** What a path leads to: the attribute, the part of it, and the extension it is of. */
type Target = { attribute: Attribute; part: Attribute | null; parent: string | null }

function targetOf({ path, part: after, where }: ChangePath, schema: Schema): Target | null {
  const attributes = attributesOf(path, schema)
  const [name = '', named = null] = path.names
  const attribute = attributes && attributeOf(attributes, name)
  if (!attribute || (where && (named !== null || !attribute.multiValued))) return null
  const word = named ?? after
  const part = word === null ? null : (attributeOf(attribute.subAttributes ?? [], word) ?? null)
  if (word !== null && !part) return null
  return {
    attribute,
    part,
    parent: attributes === schema.extension?.attributes ? (schema.extension?.urn ?? null) : null,
  }
}

function apply(resource: JsonObject, kind: Kind, to: Target & { where: Filter | null }, value: Json | undefined): void {
  const { attribute, part, parent } = to
  const holder = parent === null ? resource : held(resource, parent)
  const { name } = attribute
  if (attribute.multiValued) {
    const list = listOf(holder[name])
    holder[name] = to.where ? changedWhere(list, kind, to, to.where, value) : changedList(list, kind, to, value)
  } else if (part) {
    const whole = held(holder, name)
    if (kind === 'remove' || value === undefined) delete whole[part.name]
    else whole[part.name] = value
  } else if (kind === 'remove' || value === undefined || value === null) delete holder[name]
  else if (attribute.type === 'complex') {
    if (!isObject(value)) throw new Wrong('invalidValue', `${name} is a JSON object.`)
    merge(held(holder, name), value, attribute)
  } else holder[name] = value
}

function held(parent: JsonObject, name: string): JsonObject {
  const known = parent[name]
  if (isObject(known)) return known
  const made: JsonObject = {}
  parent[name] = made
  return made
}

/** A list as a whole, or one part of all its values. */
function changedList(list: Json[], kind: Kind, { attribute, part }: Target, value: Json | undefined): Json[] {
  const given = listOf(value)
  if (part) {
    const values = list.length > 0 || kind === 'remove' ? list : [{}]
    return values.map((one) => withPart(one, part, kind === 'remove' ? null : (value ?? null)))
  }
  if (kind === 'remove' && given.length === 0) return []
  // Entra ID removes members so: the path names the list, and the value whom.
  if (kind === 'remove') return without(list, given)
  if (!given.every(isObject)) throw new Wrong('invalidValue', `${attribute.name} is a list of JSON objects.`)
  return kind === 'replace' ? given : added(list, given)
}

/** More values; one that is there already is changed. Only one is the primary (RFC 7643, section 2.4). */
function added(list: Json[], given: readonly Json[]): Json[] {
  const others = without(list, given)
  const hasPrimary = given.some((one) => isObject(one) && valueOf(one, 'primary') === true)
  return [...(hasPrimary ? others.map((one) => (isObject(one) ? { ...one, primary: false } : one)) : others), ...given]
}

/** The list without those that have the `value` of one given. */
function without(list: readonly Json[], given: readonly Json[]): Json[] {
  const values = new Set(given.map((one) => (isObject(one) ? valueOf(one, 'value') : one)))
  return list.filter((one) => !isObject(one) || one.value === undefined || !values.has(one.value))
}

/** Those values of a list that a filter holds for. */
function changedWhere(
  list: Json[],
  kind: Kind,
  { attribute, part }: Target,
  where: Filter,
  value: Json | undefined,
): Json[] {
  const isMeant = (one: Json) => holdsInside(where, one, attribute)
  if (kind === 'remove') {
    if (!part) return list.filter((one) => !isMeant(one))
    return list.map((one) => (isMeant(one) ? withPart(one, part, null) : one))
  }
  if (!list.some(isMeant)) {
    if (kind === 'replace') throw new Wrong('noTarget', 'The filter of the path holds for no value.')
    const made = madeOf(where)
    return added(list, [part ? withPart(made, part, value ?? null) : merged(made, value)])
  }
  return list.map((one) => {
    if (!isMeant(one)) return one
    return part ? withPart(one, part, value ?? null) : merged(one, value)
  })
}

function merged(one: Json, value: Json | undefined): Json {
  if (!isObject(value)) throw new Wrong('invalidValue', 'A value of the list is a JSON object.')
  return isObject(one) ? { ...one, ...value } : value
}

/** A new value for which the filter holds: what it says that is equal. */
function madeOf(where: Filter): JsonObject {
  if (where.is === 'and') return Object.assign({}, ...where.of.map(madeOf)) as JsonObject
  const [name = ''] = where.is === 'compare' ? where.path.names : []
  return where.is === 'compare' && where.by === 'eq' ? { [name]: where.value } : {}
}

function withPart(one: Json, { name }: Attribute, value: Json): Json {
  const whole = isObject(one) ? one : {}
  return { ...Object.fromEntries(Object.entries(whole).filter(([key]) => fold(key) !== fold(name))), [name]: value }
}

function merge(whole: JsonObject, value: JsonObject, { subAttributes = [] }: Attribute): void {
  for (const [key, one] of Object.entries(value)) {
    const part = attributeOf(subAttributes, key)
    if (part) whole[part.name] = one
  }
}
