/** Recovery codes: how they are made, written, and read again. Pure. */
import { encodeBase32UpperCaseNoPadding } from '@oslojs/encoding'
import type { Policy } from '../../policy/profiles.ts'

/** 80 random bits: nobody guesses one, so its hash needs no salt and no work. */
export const CODE_BYTES = 10
const LETTERS = 16

/** A code of so many random bytes: 16 letters of base 32 (RFC 4648), as it is hashed. */
export function recoveryCodeFrom(bytes: Uint8Array): string {
  return encodeBase32UpperCaseNoPadding(bytes)
}

/**
 * A typed code as it was made; null if it cannot be one. Blanks, hyphens and capitals don't matter, and base 32 has no 0,
 * 1 and 8: whoever reads one off paper read O, I and B.
 */
export function readRecoveryCode(typed: string): string | null {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, '')
    .replaceAll('0', 'O')
    .replaceAll('1', 'I')
    .replaceAll('8', 'B')
  return code.length === LETTERS && /^[A-Z2-7]+$/.test(code) ? code : null
}

/** Whether the owner of codes is to make new ones; somebody who never made any has none to lose. */
export function areFew({ made, left }: { made: number; left: number }, policy: Policy): boolean {
  return made > 0 && left <= policy.RECOVERY_CODES_FEW
}
