import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** The account was given back by a person of the plan (III.K.8, III.M.2). */
export function accountReinstatedMail(props: MailFrame & { asksAnew: boolean }): MailWords {
  const { plan, telephone, firstName, asksAnew, origin } = props
  return {
    subject: `Your ${plan} portal account is open again`,
    body: [
      `${firstName},`,
      'we have opened your provider portal account again.',
      ...(asksAnew
        ? [
            'Your access through your office had ended meanwhile: ask for it anew, with this same e-mail address.',
            { label: 'Ask for access', href: `${origin}/register` },
          ]
        : [{ label: 'Sign in', href: `${origin}/sign-in` }]),
      `This wasn’t me: if nobody asked us on your behalf, call us at ${telephone} now.`,
    ],
  }
}
