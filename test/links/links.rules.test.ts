import { describe, expect, it } from 'vitest'
import { sha256 } from '../../src/digest.ts'
import { newLink } from '../../src/links/link.ts'
import { linkState } from '../../src/links/rules.ts'
import { readKeyText } from '../../src/session-key.ts'

const guard = sha256('guard')

describe('T16 T20 a link of a mail', () => {
  it('T20 is read as it was made, and in no other shape', () => {
    const link = newLink(guard)
    expect(readKeyText(link.value)).toEqual({ guard, id: link.id, secretHash: link.secretHash })
    expect(link.value).not.toContain(link.secretHash)
    for (let length = 0; length < link.value.length; length += 1)
      expect(readKeyText(link.value.slice(0, length))).toBeNull()
    for (const more of ['A', '=', ' ', '\n', '.x']) {
      expect(readKeyText(link.value + more)).toBeNull()
      expect(readKeyText(more + link.value)).toBeNull()
    }
  })

  it('T16 no two are alike', () => {
    expect(new Set(Array.from({ length: 1000 }, () => newLink(guard).value)).size).toBe(1000)
  })

  const presented = { guard, id: 'lnk_1', secretHash: 'x' }
  const link = {
    row: 1, id: 'lnk_1', purpose: 'set-up' as const, guard, account: 1, registration: null, invitation: null, expiresAt: 1000, usedAt: null,
    revokedAt: null,
  } // prettier-ignore
  it.each([
    ['open', link, 0, 'open'],
    ['open to its last moment', link, 999, 'open'],
    ['expired at its end', link, 1000, 'expired'],
    ['expired after it', link, 1001, 'expired'],
    ['used', { ...link, usedAt: 1 }, 2, 'used'],
    ['revoked', { ...link, revokedAt: 1 }, 2, 'revoked'],
    ['of another address', { ...link, guard: 'other' }, 0, 'other-address'],
    ['of nobody', null, 0, 'unknown'],
  ])('T16 %s', (_name, found, now, state) => {
    expect(linkState(presented, found, now)).toBe(state)
  })
})
