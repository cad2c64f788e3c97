import type { MailWords } from '../../mail/letter.ts'

/** The passcode of III.F.3. */
export function passcodeMail(props: { plan: string; telephone: string; code: string; minutes: number }): MailWords {
  const { plan, telephone, code, minutes } = props
  return {
    subject: `${code} is your ${plan} sign-in code`,
    text: `Your code is ${code}

Type it on the page where you sign in. It works for ${minutes} minutes and once.
Nobody from ${plan} will ever ask you for it.

This wasn't me: somebody knows your password. Don't use the code, and call us now at ${telephone}.`,
  }
}
