/** Adding an authenticator app (RFC 6238), without its storage. Pure. */
import { encodeBase32UpperCaseNoPadding } from '@oslojs/encoding'
import { createTOTPKeyURI } from '@oslojs/otp'
import { bytesOf } from '../../digest.ts'
import { isId } from '../../ids.ts'
import type { Policy } from '../../policy/profiles.ts'
import type { Offer } from './app.ts'

/** As many random bytes as RFC 4226, section 4, recommends for a secret: 160 bits. */
export const SECRET_BYTES = 20
const MINUTE = 60_000

/** Until when (ms) a secret shown now may be taken with its first code. */
export function offerEnds(now: number, policy: Policy): number {
  return now + policy.APP_OFFER_LASTS * MINUTE
}

/** The offer that was opened from its seal, if it is one and still holds at `now` (ms). */
export function readOffer(opened: unknown, now: number): Offer | null {
  const { id, secret, until } = (opened ?? {}) as Partial<Record<keyof Offer, unknown>>
  if (typeof id !== 'string' || !isId('authenticator-app', id)) return null
  if (typeof secret !== 'string' || bytesOf(secret).length !== SECRET_BYTES) return null
  return typeof until === 'number' && now < until ? { id, secret, until } : null
}

/** A secret (base64url) as people type it: base 32 (RFC 4648). */
export function secretInLetters(secret: string): string {
  return encodeBase32UpperCaseNoPadding(bytesOf(secret))
}

/** The address by which an app takes the secret over: `otpauth:`, for the plan's name and the account's e-mail address. */
export function keyAddress(secret: string, plan: string, email: string, policy: Policy): string {
  const address = createTOTPKeyURI(plan, email, bytesOf(secret), policy.APP_CODE_LASTS, policy.PASSCODE_DIGITS)
  // A form's plus for a blank: several apps would show it.
  return address.replaceAll('+', '%20')
}
