/** A FHIR reference: `Type/id`, an absolute address, `urn:uuid:id` or a bare id. */

/** What a reference names. `type` is empty when it does not say. */
export type Target = { type: string; id: string }

/** The target of a reference's text; null when there is none in it. `#id` is no target: it stays inside the record. */
export function targetOf(reference: string, statedType = ''): Target | null {
  const text = reference.trim().replace(/\/_history\/[^/]*$/, '')
  if (text === '' || text.startsWith('#') || text.length > 400) return null
  const urn = /^urn:(?:uuid|oid):(.+)$/i.exec(text)
  if (urn) return { type: statedType, id: urn[1]! }
  const parts = text.split('/')
  const id = parts.at(-1)!
  if (id === '') return null
  const type = parts.at(-2) ?? ''
  return { type: /^[A-Z][A-Za-z]+$/.test(type) ? type : statedType, id }
}
