import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** Somebody's request waits for the office's administrators (III.B.1). */
export function requestsStillWaitingMail(props: MailFrame & { office: string; days: number }): MailWords {
  const { plan, telephone, firstName, office, days, origin } = props
  return {
    subject: 'Somebody waits for your decision',
    body: [
      `${firstName},`,
      `somebody asked for access to ${office} in the ${plan} provider portal ${days} days ago or more, and waits. Approve or deny the request; it takes a minute, on a telephone too.`,
      { label: 'See who waits', href: `${origin}/office/requests` },
      `Questions? Call us at ${telephone}.`,
    ],
  }
}
