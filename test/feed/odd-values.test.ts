import { beforeAll, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../src/json.ts'
import { extract, list } from '../support/extract.ts'
import { ndjson, newImport, post, publishRows } from '../support/feed.ts'

beforeAll(() => publishRows(...list))

/** Values that are right JSON, and wrong or odd at most places. */
const odd: Json[] = [
  'constructor', '__proto__', 'toString', 'hasOwnProperty', 'a\u0000b', '\ud800', '\u200b', '#', '/', '?', "'",
  'x'.repeat(500), '9'.repeat(30), '$.a[0]', '-1', '1e999', '2026-02-30', '275760-09-13',
  0, -0, -1, 1.5, 1e15, 9e13, 9_007_199_254_740_991, 1e300, 5e-324, true, null,
  [], {}, [[]], [null], [{}], JSON.parse('{"__proto__":null,"constructor":1}') as Json,
] // prettier-ignore

/** The resource once for every place in it and every odd value there. */
function* spoilt(resource: JsonObject): Generator<JsonObject> {
  const places: (string | number)[][] = []
  const walk = (value: Json, path: (string | number)[]) => {
    if (path.length > 0 && path[0] !== 'resourceType') places.push(path)
    if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value))
        walk(inner, [...path, Array.isArray(value) ? Number(name) : name])
    }
  }
  walk(resource, [])
  let n = 0
  for (const path of places) {
    for (const value of odd) {
      const copy = structuredClone(resource)
      const holder = path.slice(0, -1).reduce<Json>((at, name) => (at as JsonObject)[name]!, copy) as JsonObject
      holder[path.at(-1)!] = value
      if (path[0] !== 'id') copy.id = `${String(resource.id)}-${(n += 1)}`
      yield copy
    }
  }
}

it.each(extract.map((resource) => [`${String(resource.resourceType)}/${String(resource.id)}`, resource] as const))(
  'Feed %s with an odd value in any place costs its own line alone',
  async (_name, resource) => {
    const lines = [...spoilt(resource)]
    const bad: string[] = []
    const tell = async (some: JsonObject[]): Promise<void> => {
      const { status } = await post(`/${newImport()}/a.ndjson/1`, ndjson(some))
      if (status === 200) return
      if (some.length === 1) bad.push(`${status} ${JSON.stringify(some[0]).slice(0, 900)}`)
      else if (bad.length < 8) {
        await tell(some.slice(0, some.length / 2))
        await tell(some.slice(some.length / 2))
      }
    }
    await tell(lines)
    expect(bad).toEqual([])
  },
)

it('Feed amounts that only their sum makes too large cost their own line alone', async () => {
  const claim = extract.find(({ id }) => id === 'clm-1')!
  const line = { productOrService: { coding: [] }, net: { value: 90_000_000_000_000 } }
  const greedy = { ...claim, id: 'greedy', total: null, item: Array.from({ length: 2000 }, () => line) }
  const answer = await post(`/${newImport()}/a.ndjson/1`, ndjson([greedy]))
  expect(await answer.json()).toMatchObject({ counts: { Claim: { rejected: 1 } } })
})
