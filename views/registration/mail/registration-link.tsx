import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** The way back into a registration, on this device or another. */
export function registrationLinkMail(props: MailFrame & { link: string; days: number }): MailWords {
  const { plan, telephone, origin, link, days } = props
  return {
    subject: `Go on with your ${plan} portal registration`,
    body: [
      'Thank you: your e-mail address is confirmed.',
      'You can stop at any time. This link leads back to where you were, on any device:',
      { label: 'Go on with your registration', href: `${origin}/register/resume?link=${link}` },
      `It works for ${days} days. Keep it to yourself: whoever has it sees what you typed.`,
      `This wasn’t me: call us at ${telephone}.`,
    ],
  }
}
