import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** A password was set, changed or reset (III.D). */
export function passwordSetMail(props: MailFrame): MailWords {
  const { plan, telephone, firstName, origin } = props
  return {
    subject: `Your ${plan} portal password was set`,
    body: [
      `${firstName},`,
      'the password of your provider portal account was just set. Every open session of the account has ended.',
      `This wasn’t me: choose another password now, and call us at ${telephone}.`,
      { label: 'Choose another password', href: `${origin}/forgot-password` },
    ],
  }
}
