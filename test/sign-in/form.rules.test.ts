import { expect, it } from 'vitest'
import { passcodeDigits } from '../../src/second-factor/rules.ts'
import { signInForm } from '../../src/sign-in/form.ts'

it.each<[string, string | null]>([
  ['123456', '123456'],
  ['000000', '000000'],
  [' 123 456 ', '123456'],
  ['123-456', '123456'],
  ['1 2 3\t4\u00A05-6', '123456'],
  ['12345', null],
  ['1234567', null],
  ['', null],
  ['12345a', null],
  ['+12345', null],
  ['１２３４５６', null],
  ['123456\0', null],
  ["' OR 1", null],
])('III.F.3 %j as a passcode is %j', (typed, digits) => expect(passcodeDigits(typed, 6)).toBe(digits))

const reads = (email: unknown, password: unknown) => signInForm.safeParse({ email, password }).success

it('III.E.1 the sign-in form takes texts of a length that forms have', () => {
  expect(reads('a@b.example', 'p')).toBe(true)
  expect(reads('no address', 'p')).toBe(true)
  expect(reads('a'.repeat(320), 'p'.repeat(1024))).toBe(true)
  expect(reads('a'.repeat(321), 'p')).toBe(false)
  expect(reads('a', 'p'.repeat(1025))).toBe(false)
  expect(reads(undefined, 'p')).toBe(false)
  expect(reads('a', undefined)).toBe(false)
  expect(reads(['a'], 'p')).toBe(false)
})
