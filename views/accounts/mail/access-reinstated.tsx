import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** The access through an office was given back by a person of the plan (III.M.2, III.H.5). */
export function accessReinstatedMail(props: MailFrame & { office: string }): MailWords {
  const { plan, telephone, firstName, office, origin } = props
  return {
    subject: `Your ${plan} portal access is open again`,
    body: [
      `${firstName},`,
      `your access through ${office} is open again, with the roles that you had.`,
      { label: 'Sign in', href: `${origin}/sign-in` },
      `This wasn’t me: if you don’t work there any more, call us at ${telephone} now.`,
    ],
  }
}
