import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** Requests wait for so long that the plan decides, or has their office do it (III.B.2). */
export function requestsWaitingLongMail(props: MailFrame & { days: number }): MailWords {
  const { plan, telephone, firstName, days, origin } = props
  return {
    subject: `Requests for the ${plan} portal have waited for ${days} days`,
    body: [
      `${firstName},`,
      `requests for access to the ${plan} provider portal have waited for ${days} days or more without a decision. They stand in your queue now: decide them, or have their office’s administrator do it.`,
      { label: 'See the queue', href: `${origin}/staff/requests` },
      `Provider offices that ask about it call ${telephone}.`,
    ],
  }
}
