import { describe, expect, it } from 'vitest'
import { guardName, normalEmail } from '../../src/accounts/email.ts'

describe('T4 III.C.2 ways to write one address are one address', () => {
  it.each([
    'clerk@office.example', 'Clerk@Office.Example', 'CLERK@OFFICE.EXAMPLE', ' clerk@office.example',
    'clerk@office.example ', '\tclerk@office.example\r\n', '\u00A0clerk@office.example\uFEFF',
  ])('%j', (typed) => expect(normalEmail(typed)).toBe('clerk@office.example')) // prettier-ignore
})

describe('T4 III.C.4 another address, or none', () => {
  it.each<[string, string | null]>([
    ['c.lerk@office.example', 'c.lerk@office.example'],
    ['clerk+a@office.example', 'clerk+a@office.example'],
    ["o'clerk@office.example", "o'clerk@office.example"],
    ['clerk@sub.office.example', 'clerk@sub.office.example'],
    ['clerk@xn--bcher-kva.example', 'clerk@xn--bcher-kva.example'],
    ['clerk@office.xn--p1ai', 'clerk@office.xn--p1ai'],
    ['', null],
    ['clerk', null],
    ['clerk@', null],
    ['@office.example', null],
    ['clerk@office', null],
    ['clerk@office.', null],
    ['clerk@.example', null],
    ['clerk@office..example', null],
    ['clerk@office.example.', null],
    ['clerk@-office.example', null],
    ['clerk@office-.example', null],
    ['clerk@office.e', null],
    ['clerk@office.123', null],
    ['clerk@[192.0.2.1]', null],
    ['clerk@@office.example', null],
    ['a@b@office.example', null],
    ['.clerk@office.example', null],
    ['clerk.@office.example', null],
    ['cl..erk@office.example', null],
    ['cl erk@office.example', null],
    ['clerk @office.example', null],
    ['"clerk"@office.example', null],
    ['<clerk@office.example>', null],
    ['clerk@office.example,x@y.example', null],
    ['clerk@office.example\0', null],
    ['clerk\u200B@office.example', null],
    ['сlerk@office.example', null], // Cyrillic с
    ['cler\u212A@office.example', null], // the Kelvin sign, whose lower case is k
    ['CLERK@OFF\u0130CE.EXAMPLE', null], // dotted capital I
    ['ｃlerk@office.example', null], // full width
    ['clerk@büro.example', null],
    ['clerk@office。example', null], // ideographic full stop, which browsers read as a dot
    ['clerk@office\uFF0Eexample', null],
    ['clérk@office.example', null],
    ['cle\u0301rk@office.example', null],
    [`${'a'.repeat(64)}@office.example`, `${'a'.repeat(64)}@office.example`],
    [`${'a'.repeat(65)}@office.example`, null],
    [`a@${'b'.repeat(63)}.example`, `a@${'b'.repeat(63)}.example`],
    [`a@${'b'.repeat(64)}.example`, null],
    [`a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.${'f'.repeat(10)}`, null],
  ])('%j', (typed, normal) => expect(normalEmail(typed)).toBe(normal))
})

it('T4 III.C.1 one address names one guard, and nothing of it can be read there', async () => {
  const key = 'a names key of 32 characters or more'
  const name = guardName(key, 'clerk@office.example')
  expect(name).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(guardName(key, 'clerk@office.example')).toBe(name)
  expect(guardName(key, 'c.lerk@office.example')).not.toBe(name)
  expect(guardName(`${key}!`, 'clerk@office.example')).not.toBe(name)
})

it('III.C.4.a an address has one at symbol', () => {
  for (const typed of ['user', 'user.office.example', 'a@b@office.example', '@office.example', 'user@']) {
    expect(normalEmail(typed), typed).toBeNull()
  }
})

it('III.C.4.b an address has a valid domain and extension', () => {
  for (const typed of [
    'user@office',
    'user@.example',
    'user@office.',
    'user@-office.example',
    'user@office.e',
    'user@office.1',
  ]) {
    expect(normalEmail(typed), typed).toBeNull()
  }
  expect(normalEmail('User@registereddomain.com')).toBe('user@registereddomain.com')
})
