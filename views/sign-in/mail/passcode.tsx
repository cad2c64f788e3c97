import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** The passcode of III.F.3. */
export function passcodeMail(props: MailFrame & { code: string; minutes: number }): MailWords {
  const { plan, telephone, code, minutes } = props
  return {
    subject: `${code} is your ${plan} portal code`,
    body: [
      'Your code is',
      { code },
      `Type it on the page that asks for it. It works for ${minutes} minutes and once. Nobody from ${plan} will ever ask you for it.`,
      `This wasn’t me: don’t use the code, and call us now at ${telephone}.`,
    ],
    short: `${code} is your ${plan} portal code. It works for ${minutes} minutes. Nobody will ever ask you for it.`,
  }
}
