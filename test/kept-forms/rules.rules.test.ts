import { expect, it } from 'vitest'
import { bearsSecret, isWorthKeeping } from '../../src/kept-forms/rules.ts'

it.each<[string, boolean]>([
  ['memberId=W1', false],
  ['password=x', true],
  ['current=x&a=b', true],
  ['a=b&code=1', true],
  ['answer1=x', true],
  ['answer=x', true],
  ['zipcode=92868', false],
  ['passwords=x', false],
  ['decoded=x', false],
])('III.E.2 %s bears a secret: %s', (form, bears) => expect(bearsSecret(new URLSearchParams(form))).toBe(bears))

it.each<[string, boolean]>([
  ['/members', true],
  ['/claims', true],
  ['/profile', true],
  ['/sign-out', false],
  ['/session/extension', false],
  ['/confirm/passcode', false],
  ['/kept/frm_x/removal', false],
])('III.E.2 a form to %s is worth keeping: %s', (path, keeps) => {
  expect(isWorthKeeping(path, new URLSearchParams('a=b'))).toBe(keeps)
  expect(isWorthKeeping(path, new URLSearchParams('a=b&password=x'))).toBe(false)
})
