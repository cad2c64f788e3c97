import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** The cookie of a known device was seen in two places. */
export function devicesRevokedMail(props: MailFrame): MailWords {
  const { plan, telephone, firstName, origin } = props
  return {
    subject: `Your ${plan} portal devices have to be confirmed again`,
    body: [
      `${firstName},`,
      'a device that you had confirmed was seen in two places. To be safe, no device counts as yours any more: at your next sign-in we send you a code.',
      `This wasn’t me: choose a new password, and call us now at ${telephone}.`,
      { label: 'Choose a new password', href: `${origin}/forgot-password` },
    ],
  }
}
