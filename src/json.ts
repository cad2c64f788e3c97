/** Reading JSON from elsewhere, where any value may have any type. */

export type Json = null | boolean | number | string | Json[] | JsonObject
export type JsonObject = { [name: string]: Json }

/** A value had another type than its place allows; the message names the element, never the value. */
export class WrongType extends Error {
  readonly element: string

  constructor(element: string) {
    super(`wrong type: ${element}`)
    this.element = element
  }
}

/** Whether a value that was read from JSON is an object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object at the name, or null when there is none. Throws `WrongType`. */
export function objectAt(parent: JsonObject, name: string): JsonObject | null {
  const value = parent[name]
  if (value === undefined || value === null) return null
  if (!isObject(value)) throw new WrongType(name)
  return value
}

/** The objects in the list at the name; none when it is absent. Throws `WrongType`. */
export function objectsAt(parent: JsonObject, name: string): JsonObject[] {
  const value = parent[name]
  if (value === undefined || value === null) return []
  if (!Array.isArray(value) || !value.every(isObject)) throw new WrongType(name)
  return value
}

/** The text at the name without outer blanks, or null when absent or blank. Throws `WrongType`. */
export function textAt(parent: JsonObject, name: string): string | null {
  const value = parent[name]
  if (value === undefined || value === null) return null
  if (typeof value !== 'string') throw new WrongType(name)
  return value.trim() || null
}

/** The number at the name, or null when absent. Throws `WrongType`. */
export function numberAt(parent: JsonObject, name: string): number | null {
  const value = parent[name]
  if (value === undefined || value === null) return null
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new WrongType(name)
  return value
}
