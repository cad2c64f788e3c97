import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** The request is with those who decide (III.B.1, III.B.2). */
export function registrationSentMail(props: MailFrame & { office: string; by: 'loa' | 'plan' }): MailWords {
  const { plan, telephone, firstName, office, by } = props
  return {
    subject: `We have your ${plan} portal request`,
    body: [
      `${firstName},`,
      `your request for access with ${office} is with ${by === 'loa' ? 'your office’s Local Office Administrator' : plan}, who decides on it.`,
      'There is nothing more to do: you will hear by e-mail as soon as it is decided. If it is approved, that e-mail has the link to choose your password.',
      `This wasn’t me: call us at ${telephone}.`,
    ],
  }
}
