import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { linesOf, readLine } from '../../src/feed/rules.ts'
import { isObject, type Json } from '../../src/json.ts'
import { extract } from '../support/extract.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

/** The value with one of its parts, counted in order, replaced. */
function replaced(value: Json, at: { left: number }, by: Json): Json {
  if (at.left === 0) {
    at.left -= 1
    return by
  }
  at.left -= 1
  if (Array.isArray(value)) return value.map((part) => replaced(part, at, by))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, replaced(part, at, by)]))
}

it('Feed any value anywhere in a resource is read or rejected, never thrown', () => {
  const anything = fc.oneof(
    fc.constantFrom<Json>(
      null,
      '',
      '#',
      '/',
      -1,
      1e308,
      true,
      [],
      {},
      [null],
      [[]],
      [{}],
      { coding: [null] },
      { reference: 7 },
    ),
    fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
  )
  fc.assert(
    fc.property(fc.constantFrom(...extract), fc.nat(80), anything, (resource, left, by) => {
      const line = readLine(bytes(JSON.stringify(replaced(resource, { left }, by))))
      expect(['record', 'ignored', 'rejected']).toContain(line?.kind)
    }),
    { numRuns: 8000 },
  )
})

it('Feed any bytes are read or rejected, never thrown', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (body) => {
      for (const line of linesOf(body)) expect(() => readLine(line)).not.toThrow()
    }),
    { numRuns: 2000 },
  )
})

it('Feed no words about health are taken from a resource', () => {
  const told = JSON.stringify(extract).replaceAll('"coding":[{', '"text":"canary","coding":[{"display":"canary",')
  for (const resource of JSON.parse(told) as Json[]) {
    const line = readLine(
      bytes(JSON.stringify({ ...(resource as object), text: { div: 'canary' }, note: [{ text: 'canary' }] })),
    )
    expect(line?.kind).toBe('record')
    expect(JSON.stringify(line)).not.toContain('canary')
  }
})
