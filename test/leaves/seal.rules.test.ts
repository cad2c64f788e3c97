import fc from 'fast-check'
import { expect, it } from 'vitest'
import { keyedHash, sameText, sha256 } from '../../src/digest.ts'
import { isId, newId } from '../../src/ids.ts'
import { seal, unseal } from '../../src/seal.ts'

const keys = { present: 'the present key, long enough for a key' }
const rotated = { present: 'a newer key, long enough to be a key too', previous: keys.present }

it('T24 a seal opens for its purpose and holder, and after the key was changed once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      const text = await seal(value, keys, 'criteria', 'me')
      const same = JSON.parse(JSON.stringify(value)) as unknown
      expect(await unseal(text, keys, 'criteria', 'me')).toEqual(same)
      expect(await unseal(text, rotated, 'criteria', 'me')).toEqual(same)
    }),
    { numRuns: 50 },
  )
})

it('T24 a seal opens nowhere else', async () => {
  const text = await seal({ memberId: 'HV1' }, keys, 'criteria /members', 'me session')
  expect(await unseal(text, keys, 'criteria /claims', 'me session')).toBeNull()
  expect(await unseal(text, keys, 'criteria /members', 'you session')).toBeNull()
  expect(await unseal(text, { present: rotated.present }, 'criteria /members', 'me session')).toBeNull()
})

it('T24 T20 every altered character, prefix and extension of a seal is refused', async () => {
  const text = await seal({ a: 1 }, keys, 'p', 'h')
  for (let at = 0; at < text.length; at += 1) {
    const other = text[at] === 'A' ? 'B' : 'A'
    expect(await unseal(text.slice(0, at) + other + text.slice(at + 1), keys, 'p', 'h')).toBeNull()
    expect(await unseal(text.slice(0, at), keys, 'p', 'h')).toBeNull()
  }
  for (const extra of ['A', '=', '.', ' ', '\n', '%00']) expect(await unseal(text + extra, keys, 'p', 'h')).toBeNull()
})

it('keyed hashes tell their parts apart', async () => {
  expect(keyedHash('k', 'ab', 'c')).not.toBe(keyedHash('k', 'a', 'bc'))
  expect(keyedHash('k', 'a')).not.toBe(keyedHash('j', 'a'))
  expect(sha256('')).toBe('47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU')
})

it('texts are the same or not, whatever their length', () => {
  expect(sameText('abc', 'abc')).toBe(true)
  expect(sameText('abc', 'abd')).toBe(false)
  expect(sameText('abc', 'abcd')).toBe(false)
  expect(sameText('', '')).toBe(true)
})

it('public ids are new each time and have one shape', () => {
  const ids = Array.from({ length: 1000 }, () => newId('claim'))
  expect(new Set(ids).size).toBe(1000)
  expect(ids.every((id) => isId('claim', id))).toBe(true)
  for (const wrong of [
    '',
    'clm_',
    `${ids[0]}x`,
    ids[0]!.toUpperCase(),
    ids[0]!.replace('clm', 'mem'),
    `clm_${'%'.repeat(24)}`,
  ]) {
    expect(isId('claim', wrong)).toBe(false)
  }
})
