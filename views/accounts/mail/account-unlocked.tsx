import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** The account was unlocked by a person of the plan (III.E.4.a). */
export function accountUnlockedMail(props: MailFrame): MailWords {
  const { plan, telephone, firstName, origin } = props
  return {
    subject: `Your ${plan} portal account is unlocked`,
    body: [
      `${firstName},`,
      'we have unlocked your provider portal account. Your password and your ways to confirm that it is you are as they were.',
      { label: 'Sign in', href: `${origin}/sign-in` },
      `This wasn’t me: if nobody asked us on your behalf, call us at ${telephone} now.`,
    ],
  }
}
