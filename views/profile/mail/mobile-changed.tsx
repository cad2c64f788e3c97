import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** The mobile telephone that passcodes go to is another, or none (III.G.1). The number itself stays out of the mail. */
export function mobileChangedMail(props: MailFrame & { removed: boolean }): MailWords {
  const { plan, telephone, firstName, origin, removed } = props
  return {
    subject: `Your ${plan} portal mobile number was ${removed ? 'removed' : 'changed'}`,
    body: [
      `${firstName},`,
      removed
        ? 'the mobile number of your provider portal account was just removed. Codes go to your e-mail address.'
        : 'the mobile number of your provider portal account was just changed. Codes by text message go to the new one.',
      `This wasn’t me: choose a new password now, and call us at ${telephone}.`,
      { label: 'Choose a new password', href: `${origin}/forgot-password` },
    ],
  }
}
