/** Many changes in one message (RFC 7644, section 3.7), and what they say of one another. */
import { isObject, type Json, type JsonObject } from '../../json.ts'
import { done, refused, type Result } from '../../result.ts'
import { isOfSchema, readVersions, valueOf } from '../resource/rules.ts'
import { MESSAGES } from '../schemas.ts'
import { type Fault, type ResourceName, resourceNames } from '../scim.ts'

/** The most changes in one message: together they stay within what one invocation may ask of the database. */
export const MOST_OPERATIONS = 30

/** One of them; `bulkId`: the sender's word for what it makes. */
export type Operation = {
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  name: ResourceName
  /** An id, or `bulkId:…` of one that another operation makes; null for a new one. */
  id: string | null
  bulkId: string | null
  data: JsonObject
  ifMatch: number[] | null
}

export type Bulk = {
  failOnErrors: number | null
  operations: (Operation | { wrong: Fault; bulkId: string | null; method: string })[]
}

/** The operations of the message; what one of them lacks is its own refusal, not the message's. */
export function readBulk(body: JsonObject): Result<Bulk, Fault> {
  const listed = valueOf(body, 'Operations')
  if (!isOfSchema(body, `${MESSAGES}BulkRequest`) || !Array.isArray(listed)) {
    return refused({ status: 400, scimType: 'invalidSyntax', detail: 'The message is no BulkRequest.' })
  }
  if (listed.length > MOST_OPERATIONS) {
    return refused({ status: 413, detail: `At most ${MOST_OPERATIONS} operations stand in one message.` })
  }
  const most = valueOf(body, 'failOnErrors')
  const failOnErrors = typeof most === 'number' && most >= 1 ? most : null
  return done({ failOnErrors, operations: listed.map(readOperation) })
}

function readOperation(said: Json): Bulk['operations'][number] {
  const operation = isObject(said) ? said : {}
  const text = (name: string) => {
    const value = valueOf(operation, name)
    return typeof value === 'string' ? value : null
  }
  const bulkId = text('bulkId')
  const method = (['POST', 'PUT', 'PATCH', 'DELETE'] as const).find((one) => one === text('method')?.toUpperCase())
  const [, kind, id = null] = /^\/(Users|Groups)(?:\/([\w:.-]{1,100}))?$/.exec(text('path') ?? '') ?? []
  const name = resourceNames.find((one) => one === kind)
  const data = valueOf(operation, 'data')
  const isWhole = (method === 'POST') === (id === null) && (method !== 'POST' || bulkId !== null)
  if (!method || !name || !isWhole || (method !== 'DELETE' && !isObject(data))) {
    const wrong = {
      status: 400,
      scimType: 'invalidSyntax',
      detail: 'The operation lacks something, or has it wrong.',
    } as const
    return { wrong, bulkId, method: method ?? '' }
  }
  const version = text('version')
  return {
    method,
    name,
    id,
    bulkId,
    data: isObject(data) ? data : {},
    ifMatch: version === null ? null : readVersions(version),
  }
}

const REFERENCE = /^bulkId:(.+)$/

/** The senders' words that the operation refers to. */
export function referencesOf({ id, data }: Operation): string[] {
  const found: string[] = []
  const look = (value: Json): Json => {
    if (typeof value === 'string') {
      const word = REFERENCE.exec(value)?.[1]
      if (word !== undefined) found.push(word)
    } else if (Array.isArray(value)) value.forEach(look)
    else if (isObject(value)) Object.values(value).forEach(look)
    return value
  }
  look(id)
  look(data)
  return found
}

/** The operation with ids in place of the words; a word that nothing was made for stays, and is nobody's id. */
export function resolved(operation: Operation, made: ReadonlyMap<string, string>): Operation {
  const put = (value: Json): Json => {
    if (typeof value === 'string') return made.get(REFERENCE.exec(value)?.[1] ?? '') ?? value
    if (Array.isArray(value)) return value.map(put)
    return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, put(one)])) : value
  }
  const id = put(operation.id)
  return { ...operation, id: typeof id === 'string' ? id : null, data: put(operation.data) as JsonObject }
}
