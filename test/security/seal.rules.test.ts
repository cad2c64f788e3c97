import { expect, it } from 'vitest'
import { seal, unseal } from '../../src/seal.ts'

const keys = { present: 'p'.repeat(32), previous: 'q'.repeat(32) }

it('T24 a seal opens for its purpose and holder alone', async () => {
  const sealed = await seal({ a: 1 }, keys, 'criteria /members', 'holder')
  expect(await unseal(sealed, keys, 'criteria /members', 'holder')).toEqual({ a: 1 })
  expect(await unseal(sealed, keys, 'criteria /claims', 'holder')).toBeNull()
  expect(await unseal(sealed, keys, 'outbox', 'holder')).toBeNull()
  expect(await unseal(sealed, keys, 'criteria /members', 'other')).toBeNull()
})

it('T24 one seal has one text: every other letter in every place is refused, whatever its length', async () => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  for (const value of ['', 'a', 'ab']) {
    const sealed = await seal(value, keys, 'p', 'h')
    const last = sealed.length - 1
    for (const letter of alphabet) {
      const opened = await unseal(sealed.slice(0, last) + letter, keys, 'p', 'h')
      expect([letter, opened]).toEqual([letter, letter === sealed[last] ? value : null])
    }
  }
})

it('T24 the key before is accepted while it is configured, and then no more', async () => {
  const sealed = await seal(1, { present: keys.previous }, 'p', 'h')
  expect(await unseal(sealed, keys, 'p', 'h')).toBe(1)
  expect(await unseal(sealed, { present: keys.present }, 'p', 'h')).toBeNull()
  expect(await unseal(sealed, { present: keys.present, previous: '' }, 'p', 'h')).toBeNull()
})
