import { describe, expect, it } from 'vitest'
import { readDomain } from '../../src/federation/providers/domain.ts'

describe('section 13 domains of e-mail addresses', () => {
  it.each([
    ['practice.example', 'practice.example'],
    [' @Practice.EXAMPLE ', 'practice.example'],
    ['mail.practice.co.uk', 'mail.practice.co.uk'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['praxis.みんな', 'praxis.xn--q9jyb4c'],
    [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`],
    ['practice.us', 'practice.us'],
    ['1practice.example', '1practice.example'],
  ])('section 13 %s is taken as %s', (typed, domain) => {
    expect(readDomain(typed)).toEqual({ ok: true, value: domain })
  })

  it.each([
    '', ' ', '@', 'example', '.example', 'practice.', 'practice..example', '-a.example', 'a-.example', `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(127)}example`, 'a b.example', 'a/b.example', 'a.example:443', 'u@a.example', 'a.example/x', 'a.example?', 'a.example#',
    '10.0.0.1', '[::1]', 'a.example\\', 'a_b.example', '*.example', '<a>.example', "a'.example", 'a.example\u0000', 'a.1', 'a。', '١٠.٠.٠.١',
    'a\u202e.example', 'a.example,b.example', '%61.example',
  ])('section 13 %j is no domain', (typed) => {
    expect(readDomain(typed)).toEqual({ ok: false, refusal: 'no-domain' })
  }) // prettier-ignore

  it.each(['gmail.com', 'GMAIL.com', '@outlook.com', 'yahoo.co.uk', 'icloud.com', 'qq.com', 'ｇmail.com'])(
    'T18 %s gives addresses to anybody',
    (typed) => {
      expect(readDomain(typed)).toEqual({ ok: false, refusal: 'public-mail' })
    },
  )

  it.each(['co.uk', 'com.au', 'org.nz', 'ca.us', 'onmicrosoft.com', 'github.io'])('T18 %s has many owners', (typed) => {
    expect(readDomain(typed)).toEqual({ ok: false, refusal: 'shared-suffix' })
  })
})
