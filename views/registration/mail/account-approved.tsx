import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** The account is approved (III.B.4), and the way to set it up (III.D.1). */
export function accountApprovedMail(props: MailFrame & { link: string | null; hours: number }): MailWords {
  const { plan, telephone, firstName, origin, link, hours } = props
  return {
    subject: `Your ${plan} portal account is approved`,
    body: [
      `${firstName},`,
      'your account of the provider portal is approved.',
      ...(link
        ? [
            'One thing is left: choose a password.',
            { label: 'Set your account up', href: `${origin}/password/set-up?link=${link}` },
            `This link works once and for ${hours} hours. After that, ask for a new one where it leads.`,
          ]
        : [
            'Sign in with the password that you had. If you have forgotten it, choose a new one.',
            { label: 'Sign in', href: `${origin}/sign-in` },
          ]),
      `This wasn’t me: don’t use the link, and call us at ${telephone}.`,
    ],
  }
}
