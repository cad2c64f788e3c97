/** What the core system takes back: resources entered in error, and Bundles of deletions (FHIR Bulk Data, `deleted`). */
import { objectAt, objectsAt, textAt, WrongType, type JsonObject } from '../../json.ts'
import { storedTypes, type Deletion, type StoredType } from '../feed.ts'

/** Whether the resource says of itself that it should never have been (R4 `status`, `verificationStatus`). */
export function isEnteredInError(type: StoredType, resource: JsonObject): boolean {
  if (type !== 'Condition') return resource.status === 'entered-in-error'
  const status = objectAt(resource, 'verificationStatus')
  return status !== null && objectsAt(status, 'coding').some((coding) => textAt(coding, 'code') === 'entered-in-error')
}

/**
 * The deletions of a Bundle; null where it has none, and is a resource like any other.
 * Throws `WrongType` for one that also asks for something else: it is kept whole, and nothing of it is done.
 * Types that aren't stored need no deletion.
 */
export function deletionsOf(bundle: JsonObject): Deletion[] | null {
  const requests = objectsAt(bundle, 'entry').map((entry) => objectAt(entry, 'request'))
  if (!requests.some((request) => request?.method === 'DELETE')) return null
  const meta = objectAt(bundle, 'meta')
  const deletedAt = instantOf(textAt(bundle, 'timestamp') ?? (meta && textAt(meta, 'lastUpdated')))
  return requests.flatMap((request) => {
    const [, type, sourceId] = /^([A-Za-z]+)\/([\w.-]{1,128})$/.exec((request && textAt(request, 'url')) ?? '') ?? []
    if (request?.method !== 'DELETE' || sourceId === undefined) throw new WrongType('request')
    const stored = storedTypes.find((known) => known === type)
    return stored ? [{ type: stored, sourceId, deletedAt }] : []
  })
}

/** An instant of FHIR in ms UTC; null for none. */
export function instantOf(text: string | null | undefined): number | null {
  const at = Date.parse(text ?? '')
  return Number.isNaN(at) ? null : at
}
