/** What a directory searches for (RFC 7644, sections 3.4.2 and 3.4.3). */
import type { Json, JsonObject } from '../../json.ts'
import { done, refused, type Result } from '../../result.ts'
import type { Filter } from '../filter/filter.ts'
import { fold, readFilter } from '../filter/rules.ts'
import { valueOf } from '../resource/rules.ts'
import type { Schema } from '../schemas.ts'
import type { Fault } from '../scim.ts'

/** The most resources on one page, whatever is asked for. */
export const MOST_A_PAGE = 200
/** More attributes than there are. */
const MOST_NAMES = 100

export type Search = {
  filter: Filter | null
  /** From 1 on. */
  startIndex: number
  count: number
  attributes: string[]
  excludedAttributes: string[]
}

/** The search that an address or a body asks for; `of` reads one of its parameters. */
export function readSearch(of: (name: string) => Json | undefined): Result<Search, Fault> {
  const asked = of('filter')
  const isAsked = asked !== undefined && asked !== null && asked !== ''
  const filter = isAsked ? readFilter(typeof asked === 'string' ? asked : '') : null
  if (filter && !filter.ok) {
    return refused({ status: 400, scimType: 'invalidFilter', detail: 'The filter can’t be read.' })
  }
  const startIndex = numberOf(of('startIndex'), 1)
  const count = numberOf(of('count'), MOST_A_PAGE)
  if (startIndex === null || count === null) {
    return refused({ status: 400, scimType: 'invalidValue', detail: 'startIndex and count are whole numbers.' })
  }
  return done({
    filter: filter?.value ?? null,
    startIndex: Math.max(1, startIndex),
    count: Math.min(MOST_A_PAGE, Math.max(0, count)),
    attributes: namesOf(of('attributes')),
    excludedAttributes: namesOf(of('excludedAttributes')),
  })
}

/** The search that the body of a POST asks for. */
export function readSearchBody(body: JsonObject): Result<Search, Fault> {
  return readSearch((name) => valueOf(body, name))
}

/** A whole number, as one or in words; null: none. What is left out is the usual one. */
function numberOf(value: Json | undefined, usual: number): number | null {
  if (value === undefined || value === null || value === '') return usual
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : ''
  return /^-?\d{1,9}$/.test(text) ? Number(text) : null
}

/** Names in a list, or with commas between them. */
function namesOf(value: Json | undefined): string[] {
  const list = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : []
  const names = list.filter((one) => typeof one === 'string').map((one) => one.trim())
  return names.filter((one) => one !== '').slice(0, MOST_NAMES)
}

/**
 * What the filter has to equal for a resource to be found at all, if that is one of the attributes by which rows are found at
 * once. Whatever else it says is judged afterwards, so that it may find too many and never too few.
 */
export function soughtBy<Name extends string>(
  filter: Filter | null,
  names: readonly Name[],
  schema: Schema,
): { by: Name; value: string } | null {
  if (filter?.is === 'and')
    return filter.of.map((one) => soughtBy(one, names, schema)).find((one) => one !== null) ?? null
  if (filter?.is !== 'compare' || filter.by !== 'eq' || typeof filter.value !== 'string') return null
  const { urn, names: path } = filter.path
  const by = names.find((one) => path.length === 1 && fold(one) === fold(path[0] ?? ''))
  const isOwn = urn === null || fold(urn) === fold(schema.urn)
  return by !== undefined && isOwn ? { by, value: filter.value } : null
}

/** Whether the filter asks of the attribute. */
export function asksOf(filter: Filter | null, name: string): boolean {
  if (!filter) return false
  if ('path' in filter) return fold(filter.path.names[0] ?? '') === fold(name)
  return [filter.of].flat().some((one) => asksOf(one, name))
}
