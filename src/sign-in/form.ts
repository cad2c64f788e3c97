import * as z from 'zod/mini'

/** The sign-in form. What is no address is judged like a wrong one: outside, nobody can tell them apart (T6). */
export const signInForm = z.object({
  email: z.string().check(z.maxLength(320)),
  password: z.string().check(z.maxLength(1024)),
})

/** The passcode form: digits as typed, blanks and hyphens allowed between them (III.F.3). */
export const passcodeForm = z.object({ code: z.string().check(z.maxLength(32)) })

/** The digits of a typed passcode; null if it cannot be one. */
export function passcodeDigits(typed: string, digits: number): string | null {
  const code = typed.replaceAll(/[\s-]/g, '')
  return new RegExp(`^\\d{${digits}}$`).test(code) ? code : null
}
