/** An e-mail address as the portal knows it (III.C). */
import { keyedHash } from '../digest.ts'

/**
 * The address in the one form that identifies an account (III.C.1, III.C.3), or null if it is none
 * (III.C.4: III.C.4.a an `@`, III.C.4.b a domain with an extension):
 * outer blanks off, lower case, ASCII only, one `@`, a domain with an extension.
 * Look-alikes of other alphabets and internationalised domains in Unicode are refused, not folded (T4).
 */
export function normalEmail(typed: string): string | null {
  const trimmed = typed.trim()
  // Before lower case: the Kelvin sign would become a k.
  if (trimmed.length > 254 || !/^[\x21-\x7e]+$/.test(trimmed)) return null
  const email = trimmed.toLowerCase()
  const [local, domain, ...more] = email.split('@')
  if (!local || !domain || more.length > 0 || local.length > 64) return null
  if (!/^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/.test(local)) return null
  if (!/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})$/.test(domain)) return null
  return email
}

/** The name of the guard object of an address: nothing of the address can be read from it. */
export function guardName(namesKey: string, email: string): string {
  return keyedHash(namesKey, 'guard', email)
}
