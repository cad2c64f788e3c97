import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** The security questions are others (III.F.2.b). */
export function questionsChangedMail(props: MailFrame): MailWords {
  const { plan, telephone, firstName, origin } = props
  return {
    subject: `Your ${plan} portal security questions were changed`,
    body: [
      `${firstName},`,
      'the security questions of your provider portal account were just chosen anew. The answers before no longer count.',
      `This wasn’t me: choose a new password now, and call us at ${telephone}.`,
      { label: 'Choose a new password', href: `${origin}/forgot-password` },
    ],
  }
}
