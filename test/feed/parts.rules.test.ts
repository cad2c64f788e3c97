import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { isNpi } from '../../src/feed/mapping/element.ts'
import { feedFiles, nameOfContent, partsOf } from '../../tools/feed-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-feed-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function parts(content: string | Buffer, largest: number, name = 'a.ndjson') {
  writeFileSync(join(folder, name), content)
  const file = feedFiles(folder).find((known) => known.name === name)!
  const made = []
  for await (const part of partsOf(file, () => {}, largest)) made.push(part)
  return made.map(({ part, firstLine, body, isCutLine }) => [
    part,
    firstLine,
    isCutLine ? 'cut' : Buffer.from(body).toString(),
  ])
}

describe('Feed a file in parts', () => {
  it('Feed parts end at line ends and know their first line', async () => {
    expect(await parts('aa\nbb\ncc\ndd', 6)).toEqual([
      [1, 1, 'aa\nbb\n'],
      [2, 3, 'cc\ndd'],
    ])
  })

  it('Feed a line larger than a part is cut, the others stay whole', async () => {
    expect(await parts('aa\nbbbbbbbbb\ncc\n', 4)).toEqual([
      [1, 1, 'aa\n'],
      [2, 2, 'cut'],
      [3, 3, 'cc\n'],
    ])
    expect(await parts('bbbbbbbbb', 4)).toEqual([[1, 1, 'cut']])
  })

  it('Feed a large line across many reads of the file is one cut line', async () => {
    const long = 'b'.repeat(300_000)
    expect(await parts(`aa\n${long}\ncc\n`, 100_000)).toEqual([
      [1, 1, 'aa\n'],
      [2, 2, 'cut'],
      [3, 3, 'cc\n'],
    ])
  })

  it('Feed gzipped files give the same parts', async () => {
    expect(await parts(gzipSync('aa\nbb\ncc\n'), 6, 'a.ndjson.gz')).toEqual([
      [1, 1, 'aa\nbb\n'],
      [2, 3, 'cc\n'],
    ])
  })

  it('Feed the same content has the same name, other content another', async () => {
    writeFileSync(join(folder, 'a.ndjson'), 'x')
    const name = await nameOfContent(feedFiles(folder))
    expect(await nameOfContent(feedFiles(folder))).toBe(name)
    writeFileSync(join(folder, 'a.ndjson'), 'y')
    expect(await nameOfContent(feedFiles(folder))).not.toBe(name)
  })
})

it.each([
  ['1234567893', true],
  ['1245319599', true],
  ['1234567890', false],
  ['9999999999', false],
  ['0000000000', false],
  ['123456789', false],
  ['12345678931', false],
])('Feed %s is a national provider identifier: %s', (text, expected) => {
  expect(isNpi(text)).toBe(expected)
})
