import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** To the office's manager: the plan did not accept the request, and why (III.A.1.a). */
export function officeRejectedMail(props: MailFrame & { office: string; reason: string }): MailWords {
  const { plan, telephone, firstName, origin, office, reason } = props
  return {
    subject: `Your request for access to the ${plan} portal`,
    body: [
      `Hello ${firstName},`,
      `We could not accept the request of ${office}. The reason:`,
      reason,
      `If you can put that right, ask again; if you think we are wrong, call us at ${telephone}.`,
      { label: 'Ask again', href: `${origin}/office-access` },
    ],
  }
}
