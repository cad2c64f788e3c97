/** Filters and paths of RFC 7644 are read into a tree and never become SQL: a value in one is data, whatever it holds (T23). */
import { isObject, type Json, type JsonObject } from '../../json.ts'
import { done, refused, type Result } from '../../result.ts'
import type { Attribute, Schema } from '../schemas.ts'
import { type AttributePath, type ChangePath, type Comparison, comparisons, type Filter } from './filter.ts'

/** Longer and deeper than anything a directory asks. */
const LONGEST = 2000
const DEEPEST = 12

type Token = { is: 'word' | 'text' | 'number' | 'sign'; text: string }

/** The next token of a filter; a text may hold any escape of JSON. */
const tokens =
  / *(?:("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.:]))|([A-Za-z$][\w$.:/-]*)|([()[\]]|\.(?=[A-Za-z$])))/y

function tokensOf(text: string): Token[] | null {
  if (text.length > LONGEST) return null
  const found: Token[] = []
  const end = text.trimEnd().length
  tokens.lastIndex = 0
  while (tokens.lastIndex < end) {
    const match = tokens.exec(text)
    if (!match) return null
    const [, quoted, number, word, sign] = match
    if (quoted !== undefined) found.push({ is: 'text', text: quoted })
    else if (number !== undefined) found.push({ is: 'number', text: number })
    else if (word !== undefined) found.push({ is: 'word', text: word })
    else found.push({ is: 'sign', text: sign ?? '' })
  }
  return found
}

/** What cannot be read is thrown inside this file alone, and answered as a refusal. */
class Unreadable extends Error {}

class Reader {
  private at = 0
  private depth = 0
  private readonly list: readonly Token[]

  constructor(list: readonly Token[]) {
    this.list = list
  }

  filter(): Filter {
    return this.chain('or', () => this.chain('and', () => this.term()))
  }

  changePath(): ChangePath {
    const path = this.attribute()
    if (!this.takes('[')) return { path, where: null, part: null }
    const where = this.filter()
    this.demands(']')
    const part = this.takes('.') ? this.next('word') : null
    if (part?.includes('.') === true || part?.includes(':') === true) throw new Unreadable()
    return { path, where, part }
  }

  ended(): void {
    if (this.at !== this.list.length) throw new Unreadable()
  }

  private chain(word: 'and' | 'or', one: () => Filter): Filter {
    const of = [one()]
    while (this.takesWord(word)) of.push(one())
    const [only] = of
    return of.length === 1 && only ? only : { is: word, of }
  }

  private term(): Filter {
    this.depth += 1
    if (this.depth > DEEPEST) throw new Unreadable()
    const read = this.negated() ?? this.grouped() ?? this.expression()
    this.depth -= 1
    return read
  }

  private negated(): Filter | null {
    const next = this.list[this.at + 1]
    if (next?.text !== '(' || !this.takesWord('not')) return null
    return { is: 'not', of: this.grouped() ?? this.fail() }
  }

  private grouped(): Filter | null {
    if (!this.takes('(')) return null
    const inner = this.filter()
    this.demands(')')
    return inner
  }

  private expression(): Filter {
    const path = this.attribute()
    if (this.takes('[')) {
      const of = this.filter()
      this.demands(']')
      return { is: 'some', path, of }
    }
    const operator = this.next('word').toLowerCase()
    if (operator === 'pr') return { is: 'present', path }
    const by = comparisons.find((one) => one === operator) ?? this.fail()
    const value = this.value()
    const isOrder = ['gt', 'ge', 'lt', 'le'].includes(by)
    if (isOrder && (typeof value === 'boolean' || value === null)) throw new Unreadable()
    return { is: 'compare', by, path, value }
  }

  private attribute(): AttributePath {
    const path = pathOf(this.next('word'))
    return path ?? this.fail()
  }

  private value(): string | number | boolean | null {
    const token = this.list[this.at]
    this.at += 1
    if (token?.is === 'number') return Number(token.text)
    if (token?.is === 'text') return textOf(token.text)
    const known = token?.is === 'word' ? token.text.toLowerCase() : ''
    if (known === 'true' || known === 'false') return known === 'true'
    return known === 'null' ? null : this.fail()
  }

  private takes(sign: string): boolean {
    const token = this.list[this.at]
    const is = token?.is === 'sign' && token.text === sign
    if (is) this.at += 1
    return is
  }

  private takesWord(word: string): boolean {
    const token = this.list[this.at]
    const is = token?.is === 'word' && token.text.toLowerCase() === word
    if (is) this.at += 1
    return is
  }

  private demands(sign: string): void {
    if (!this.takes(sign)) throw new Unreadable()
  }

  private next(kind: Token['is']): string {
    const token = this.list[this.at]
    if (token?.is !== kind) throw new Unreadable()
    this.at += 1
    return token.text
  }

  private fail(): never {
    throw new Unreadable()
  }
}

function textOf(quoted: string): string {
  try {
    return String(JSON.parse(quoted))
  } catch {
    throw new Unreadable()
  }
}

/** `userName`, `name.givenName`, or either after a schema's URN and a colon; null for anything else. */
function pathOf(word: string): AttributePath | null {
  const colon = word.lastIndexOf(':')
  const urn = colon === -1 ? null : word.slice(0, colon)
  if (urn !== null && !/^urn:[\w.:-]+$/i.test(urn)) return null
  const names = word.slice(colon + 1).split('.')
  // A URN alone ends in its own version and name, `…:2.0:User`: the schema itself.
  const isName = (name: string) => /^[A-Za-z$][\w$-]*$/.test(name)
  return names.every(isName) && [1, 2].includes(names.length) ? { urn, names } : null
}

function readBy<T>(text: string, read: (reader: Reader) => T): T | null {
  const list = tokensOf(text)
  if (!list) return null
  try {
    const reader = new Reader(list)
    const value = read(reader)
    reader.ended()
    return value
  } catch (failure) {
    if (failure instanceof Unreadable) return null
    throw failure
  }
}

/** The filter that the text says. */
export function readFilter(text: string): Result<Filter, 'invalidFilter'> {
  const filter = readBy(text, (reader) => reader.filter())
  return filter ? done(filter) : refused('invalidFilter')
}

/** What the path of a change names. */
export function readPath(text: string): Result<ChangePath, 'invalidPath'> {
  const path = readBy(text, (reader) => reader.changePath())
  return path ? done(path) : refused('invalidPath')
}

/** Letters of ASCII in lower case, as SQLite's lower() folds them: what SQL finds and what is judged here are the same. */
export function fold(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
}

/** The attribute of that name, whatever its case; SCIM knows none by it (RFC 7643, section 2.1). */
export function attributeOf(attributes: readonly Attribute[], name: string): Attribute | undefined {
  return attributes.find((one) => fold(one.name) === fold(name))
}

/** The attributes that the path is among: the schema's own, or its extension's; null for another schema. */
export function attributesOf({ urn }: AttributePath, schema: Schema): readonly Attribute[] | null {
  if (urn === null || fold(urn) === fold(schema.urn)) return schema.attributes
  return schema.extension && fold(urn) === fold(schema.extension.urn) ? schema.extension.attributes : null
}

/** Whether the filter holds for the resource. What it doesn't have is no value of anything. */
export function holds(filter: Filter, resource: JsonObject, schema: Schema): boolean {
  return combined(filter, (leaf) => {
    const attributes = attributesOf(leaf.path, schema)
    const isExtension = attributes !== null && attributes === schema.extension?.attributes
    const parent = isExtension ? resource[schema.extension?.urn ?? ''] : resource
    return attributes !== null && isObject(parent) && holdsOf(leaf, parent, attributes)
  })
}

/** Whether it holds for one value of a list, as the filter in `emails[…]` asks. */
export function holdsInside(filter: Filter, value: Json, attribute: Attribute): boolean {
  return combined(
    filter,
    (leaf) => isObject(value) && leaf.path.urn === null && holdsOf(leaf, value, attribute.subAttributes ?? []),
  )
}

function combined(filter: Filter, holdsOne: (leaf: Leaf) => boolean): boolean {
  if ('path' in filter) return holdsOne(filter)
  if (filter.is === 'not') return !combined(filter.of, holdsOne)
  const each = (one: Filter) => combined(one, holdsOne)
  return filter.is === 'and' ? filter.of.every(each) : filter.of.some(each)
}

type Leaf = Extract<Filter, { path: AttributePath }>

function holdsOf(filter: Leaf, parent: JsonObject, attributes: readonly Attribute[]): boolean {
  const [name = '', part] = filter.path.names
  const attribute = attributeOf(attributes, name)
  if (!attribute) return false
  const list = listOf(parent[attribute.name])
  if (filter.is === 'some') return list.some((one) => holdsInside(filter.of, one, attribute))
  const within = part === undefined ? undefined : attributeOf(attribute.subAttributes ?? [], part)
  if (part !== undefined && !within) return false
  // A list of several parts stands for their `value`: `emails co "@…"`, `members eq "…"`.
  const plain = within ?? (attribute.multiValued ? attributeOf(attribute.subAttributes ?? [], 'value') : undefined)
  const values = plain ? list.flatMap((one) => (isObject(one) ? listOf(one[plain.name]) : [])) : list
  if (filter.is === 'present') return values.some((one) => one !== '')
  const { by, value } = filter
  const judged = plain ?? attribute
  if (value === null) return by === 'eq' ? values.length === 0 : by === 'ne' && values.length > 0
  if (by === 'ne') return !values.some((one) => compares('eq', one, value, judged))
  return values.some((one) => compares(by, one, value, judged))
}

/** The values of an attribute: one by itself counts as a list of one, none as an empty list (RFC 7643, section 2.5). */
export function listOf(value: Json | undefined): Json[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}

function compares(by: Exclude<Comparison, 'ne'>, held: Json, asked: string | number | boolean, attribute: Attribute) {
  if (typeof held === 'boolean') return by === 'eq' && String(held) === fold(String(asked))
  if (typeof held !== 'string' || typeof asked !== 'string') return false
  if (attribute.type === 'dateTime') return ordered(by, Date.parse(held), Date.parse(asked))
  const [left, right] = attribute.caseExact ? [held, asked] : [fold(held), fold(asked)]
  if (by === 'co') return left.includes(right)
  if (by === 'sw') return left.startsWith(right)
  if (by === 'ew') return left.endsWith(right)
  return ordered(by, left, right)
}

function ordered<T extends string | number>(by: Comparison, left: T, right: T): boolean {
  if (by === 'eq') return left === right
  if (by === 'gt') return left > right
  if (by === 'ge') return left >= right
  if (by === 'lt') return left < right
  return by === 'le' && left <= right
}
