import { expect, it } from 'vitest'
import { hash, isOutdated, matches } from '../../src/passwords/hash.ts'

it('III.D.3 every character of a password counts, however long and of whatever alphabet', async () => {
  const long = 'ä'.repeat(127)
  const stored = await hash(`${long}1`, 1024)
  expect(await matches(`${long}1`, stored)).toBe(true)
  expect(await matches(`${long}2`, stored)).toBe(false)
  expect(await matches(long, stored)).toBe(false)
  expect(await matches(`${long}1`.normalize('NFD'), stored)).toBe(true)
})

it('III.D.1 two equal passwords are stored unlike, with their parameters', async () => {
  const [one, two] = await Promise.all([hash('Correct-horse-7', 1024), hash('Correct-horse-7', 1024)])
  expect(one).not.toBe(two)
  expect(one).toMatch(/^scrypt\$1024\$8\$5\$/)
  expect(isOutdated(one, 1024)).toBe(false)
  expect(isOutdated(one, 2048)).toBe(true)
})

it.each(['', 'plain', 'bcrypt$1024$8$5$c2FsdA$a2V5', 'scrypt$1024$8$5$$'])(
  'III.D.1 %j is no stored password: a fault, never a match',
  async (stored) => {
    await expect(matches('', stored)).rejects.toThrow()
  },
)
