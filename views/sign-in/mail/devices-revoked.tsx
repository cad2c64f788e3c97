import type { MailWords } from '../../mail/letter.ts'

/** The cookie of a known device was seen in two places. */
export function devicesRevokedMail(props: { plan: string; telephone: string; firstName: string }): MailWords {
  const { plan, telephone, firstName } = props
  return {
    subject: `Your ${plan} portal devices have to be confirmed again`,
    text: `${firstName},

a device that you had confirmed was seen in two places. To be safe, no device counts as yours any more: at your next sign-in we send you a code.

This wasn't me: call us now at ${telephone} and change your password.`,
  }
}
