import * as z from 'zod/mini'

/** The sign-in form. What is no address is judged like a wrong one: outside, nobody can tell them apart (T6). */
export const signInForm = z.object({
  email: z.string().check(z.maxLength(320)),
  password: z.string().check(z.maxLength(1024)),
})
