/** A resource as a directory sends it becomes one of known attributes alone; whatever else stands in it is left out (T21). */
import { isObject, type Json, type JsonObject } from '../../json.ts'
import { done, refused, type Result } from '../../result.ts'
import { fold } from '../filter/rules.ts'
import type { Attribute, Schema } from '../schemas.ts'
import type { Fault } from '../scim.ts'

/** The longest text of an attribute, and the most values of one; more than any directory has of a person. */
const LONGEST = 1000
const MOST_VALUES = 50
export const MOST_MEMBERS = 5000
/** Deeper than any resource or list of changes. */
const DEEPEST = 16

/** The JSON object of a body. Refused if it is none, or nested deeper than anything that is meant (T28). */
export function readBody(text: string): Result<JsonObject, Fault> {
  const wrong = (detail: string) => refused<Fault>({ status: 400, scimType: 'invalidSyntax', detail })
  if (depthOf(text) > DEEPEST) return wrong('The JSON is nested too deeply.')
  try {
    const body = JSON.parse(text) as Json
    return isObject(body) ? done(body) : wrong('The body is no JSON object.')
  } catch (failure) {
    if (failure instanceof SyntaxError) return wrong('The body is no JSON.')
    throw failure
  }
}

/** How deep brackets are nested outside of texts: told before anything is parsed. */
function depthOf(text: string): number {
  let [depth, deepest, isText] = [0, 0, false]
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]
    if (isText && sign === '\\') at += 1
    else if (sign === '"') isText = !isText
    else if (!isText && (sign === '{' || sign === '[')) deepest = Math.max(deepest, (depth += 1))
    else if (!isText && (sign === '}' || sign === ']')) depth -= 1
  }
  return deepest
}

/** Whether the message says that it is of that schema. */
export function isOfSchema(body: JsonObject, urn: string): boolean {
  const said = valueOf(body, 'schemas')
  return Array.isArray(said) && said.some((one) => typeof one === 'string' && fold(one) === fold(urn))
}

/** The value at the name, whatever its case. A name of the prototype is none of the object's. */
export function valueOf(parent: JsonObject, name: string): Json | undefined {
  const key = Object.keys(parent).find((one) => fold(one) === fold(name))
  return key === undefined ? undefined : parent[key]
}

/** The resource with the known attributes that may be written, by their right names. Refused as `invalidValue` where one has another type. */
export function readResource(body: JsonObject, schema: Schema): Result<JsonObject, Fault> {
  try {
    const resource = readParts(body, schema.attributes)
    const further = schema.extension && valueOf(body, schema.extension.urn)
    if (schema.extension && isObject(further)) {
      const parts = readParts(further, schema.extension.attributes)
      if (Object.keys(parts).length > 0) resource[schema.extension.urn] = parts
    }
    const missing = schema.attributes.find((one) => one.required && (resource[one.name] ?? '') === '')
    return missing ? refused(wrongValue(missing.name)) : done(resource)
  } catch (failure) {
    if (failure instanceof WrongValue) return refused(wrongValue(failure.attribute))
    throw failure
  }
}

class WrongValue extends Error {
  readonly attribute: string
  constructor(attribute: string) {
    super('wrong value')
    this.attribute = attribute
  }
}

/** The names are the schema's own words, never what was sent. */
function wrongValue(attribute: string): Fault {
  return { status: 400, scimType: 'invalidValue', detail: `${attribute} is missing, or has a value it can’t have.` }
}

function readParts(parent: JsonObject, attributes: readonly Attribute[]): JsonObject {
  const read: JsonObject = {}
  for (const attribute of attributes) {
    if (attribute.mutability === 'readOnly') continue
    const value = readValue(valueOf(parent, attribute.name), attribute)
    if (value !== null) read[attribute.name] = value
  }
  return read
}

function readValue(value: Json | undefined, attribute: Attribute): Json {
  if (value === undefined || value === null) return null
  if (!attribute.multiValued) return readOne(value, attribute)
  const list = Array.isArray(value) ? value : [value]
  if (list.length > (attribute.name === 'members' ? MOST_MEMBERS : MOST_VALUES)) throw new WrongValue(attribute.name)
  const read = list.map((one) => readOne(one, attribute)).filter((one) => one !== null)
  return read.length > 0 ? read : null
}

function readOne(value: Json, attribute: Attribute): Json {
  if (attribute.type === 'complex') {
    if (!isObject(value)) throw new WrongValue(attribute.name)
    const parts = readParts(value, attribute.subAttributes ?? [])
    return Object.keys(parts).length > 0 ? parts : null
  }
  if (attribute.type === 'boolean') {
    // Entra ID sends "True" and "False" as texts.
    const said = typeof value === 'string' ? fold(value) : value
    if (said === true || said === 'true') return true
    if (said === false || said === 'false') return false
    throw new WrongValue(attribute.name)
  }
  if (typeof value !== 'string' || value.length > LONGEST || hasControl(value)) throw new WrongValue(attribute.name)
  return value
}

function hasControl(text: string): boolean {
  return [...text].some((letter) => letter < ' ' || letter === '\u007f')
}

/** The resource cut to the attributes asked for, or without those not wanted (RFC 7644, section 3.9). `id` and `schemas` stay. */
export function projected(
  resource: JsonObject,
  { attributes, excludedAttributes }: { attributes: readonly string[]; excludedAttributes: readonly string[] },
  schema: Schema,
): JsonObject {
  const always = ['schemas', 'id']
  const within = (name: string) => partOf(name, schema)
  if (attributes.length > 0) {
    const wanted = attributes.map(within)
    const cut = Object.entries(resource).flatMap(([name, value]): [string, Json][] => {
      const parts = wanted.filter((one) => fold(one.name) === fold(name))
      if (always.includes(name) || parts.some(({ part }) => part === null)) return [[name, value]]
      return parts.length > 0
        ? [[name, pick(value, (key) => parts.some(({ part }) => fold(part ?? '') === fold(key)))]]
        : []
    })
    return Object.fromEntries(cut)
  }
  const left = excludedAttributes.map(within)
  const cut = Object.entries(resource).flatMap(([name, value]): [string, Json][] => {
    const parts = left.filter((one) => fold(one.name) === fold(name))
    if (always.includes(name) || parts.length === 0) return [[name, value]]
    if (parts.some(({ part }) => part === null)) return []
    return [[name, pick(value, (key) => !parts.some(({ part }) => fold(part ?? '') === fold(key)))]]
  })
  return Object.fromEntries(cut)
}

/** What the name of an attribute names: one of the resource, or a part of one; an extension is one named by its URN. */
function partOf(text: string, { urn, extension }: Schema): { name: string; part: string | null } {
  if (extension && fold(text).startsWith(fold(extension.urn))) {
    return { name: extension.urn, part: text.slice(extension.urn.length + 1) || null }
  }
  const own = fold(text).startsWith(`${fold(urn)}:`) ? text.slice(urn.length + 1) : text
  const [name = '', part = null] = own.split('.')
  return { name, part }
}

function pick(value: Json, keeps: (key: string) => boolean): Json {
  if (Array.isArray(value)) return value.map((one) => pick(one, keeps))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([key]) => keeps(key)))
}

/** Versions named by `If-Match` or `If-None-Match`, `W/"3", "4"`; null: none is, or any will do (`*`). */
export function readVersions(header: string | undefined): number[] | null {
  if (header === undefined || header.trim() === '*') return null
  return header.split(',').map((one) => Number(/^\s*(?:W\/)?"(\d{1,15})"\s*$/.exec(one)?.[1] ?? Number.NaN))
}

/** The entity tag of a version. */
export function tagOf(version: number): string {
  return `W/"${version}"`
}
