/** A FHIR reference: `Type/id`, an absolute address, `urn:uuid:id` or a bare id. */

const LONGEST = 400

/** What a reference names. `type` is empty when it does not say. */
export type Target = { type: string; id: string }

/**
 * The target of a reference's text; null when there is none in it. `#id` is no target: it stays inside the record.
 * A version, a query, a fragment and closing slashes do not tell targets apart. See `isReadable`.
 */
export function targetOf(reference: string, statedType = ''): Target | null {
  const text = reference.trim()
  // No address is that long; the patterns below would take their time over one.
  if (text === '' || text.startsWith('#') || text.length > LONGEST) return null
  const stated = typeIn(statedType.split('/').at(-1)!)
  const urn = /^urn:(?:uuid|oid):(.+)$/i.exec(text)
  if (urn) return { type: stated, id: urn[1]! }
  const path = text.replace(/[?#|].*$/s, '').replace(/(\/_history(\/[^/]*)?)?\/*$/, '')
  const parts = path.split('/')
  // `Condition?identifier=…` asks for a search: what it finds is not known here.
  const id = parts.length === 1 && text.includes('?') ? text : parts.at(-1)!
  if (id === '' || text === `${id}/`) return null
  return { type: typeIn(parts.at(-2) ?? '') || stated, id }
}

/** Whether a record can bear the target's id at all. One that none can bear was misread: it leads nobody knows where. */
export function isReadable({ id }: Target): boolean {
  return /^[\w.-]{1,128}$/.test(id)
}

function typeIn(word: string): string {
  return /^[A-Z][A-Za-z]+$/.test(word) ? word : ''
}
