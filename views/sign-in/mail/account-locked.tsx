import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** The account was locked (III.E.3), and the way out (III.E.4). */
export function accountLockedMail(props: MailFrame & { failures: number }): MailWords {
  const { plan, telephone, firstName, failures, origin } = props
  return {
    subject: `Your ${plan} portal account is locked`,
    body: [
      `${firstName},`,
      `the password of your provider portal account was typed wrong ${failures} times in a row, so the account is locked. It stays locked until you choose a new password, or we unlock it. What you have open now stays open.`,
      { label: 'Choose a new password', href: `${origin}/forgot-password` },
      `Or call us at ${telephone}.`,
      `This wasn’t me: nobody got in. Call us at ${telephone} so that we can look at it.`,
    ],
  }
}
