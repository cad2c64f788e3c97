import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** To a Local Office Administrator: somebody asks for access (III.B.1). Who, and for what job, stands in the portal. */
export function requestWaitingMail(props: MailFrame & { office: string }): MailWords {
  const { plan, telephone, firstName, origin, office } = props
  return {
    subject: `Somebody asks for access to the ${plan} portal`,
    body: [
      `${firstName},`,
      `somebody has registered for ${office} and waits for your decision. Please look at their job description, and approve or deny the request.`,
      { label: 'See the requests of your office', href: `${origin}/office/requests` },
      `If you don’t know the person, deny the request, or call us at ${telephone}.`,
    ],
  }
}
