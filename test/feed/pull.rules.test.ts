import { describe, expect, it } from 'vitest'
import { isAnother, nameOf, validatorOf } from '../../src/feed/pull/rules.ts'

const changed = 'Thu, 01 Jan 2026 00:00:00 GMT'
const headers = (of: Record<string, string>) => new Headers(of)

describe('RFC 9110 13.1.5: what names the bytes of a file', () => {
  it.each([
    ['a strong tag', { ETag: '"a1"', 'Last-Modified': changed }, '"a1"'],
    [
      'a weak tag is none, and hides the instant',
      { ETag: 'W/"a1"', 'Last-Modified': changed, Date: 'Fri, 02 Jan 2026 00:00:00 GMT' },
      null,
    ],
    ['a tag that is none', { ETag: 'a1' }, null],
    [
      'an instant a minute before it was told',
      { 'Last-Modified': changed, Date: 'Thu, 01 Jan 2026 00:01:00 GMT' },
      changed,
    ],
    ['an instant just before it was told', { 'Last-Modified': changed, Date: 'Thu, 01 Jan 2026 00:00:59 GMT' }, null],
    ['an instant without one to compare', { 'Last-Modified': changed }, null],
    ['nothing', {}, null],
  ])('Feed %s', (_, of, validator) => {
    expect(validatorOf(headers(of))).toBe(validator)
  })

  it.each([
    ['another tag', 100, 200, { ETag: '"b"' }, true],
    ['another tag with the part', 100, 206, { ETag: '"b"' }, true],
    ['the same tag', 100, 206, { ETag: '"a"' }, false],
    ['another tag before anything is stored', 0, 200, { ETag: '"b"' }, false],
    ['no tag', 100, 206, {}, false],
    ['the tag of a page of errors', 100, 503, { ETag: '"b"' }, false],
    ['an end before what is stored', 100, 416, { 'Content-Range': 'bytes */99' }, true],
    ['an end where what is stored ends', 100, 416, { 'Content-Range': 'bytes */100' }, false],
    ['no end', 100, 416, {}, false],
  ])('Feed an answer with %s', (_, bytesDone, status, of, expected) => {
    expect(isAnother({ bytesDone, validator: '"a"' }, status, headers(of))).toBe(expected)
  })

  it('Feed each file under an address has a name of its own', () => {
    expect([0, 1].map((changes) => nameOf({ name: '3-Patient.ndjson', changes }))).toEqual([
      '3-Patient.ndjson',
      '3-Patient.2.ndjson',
    ])
  })
})
