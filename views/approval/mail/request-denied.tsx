import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** A request for access was denied, with the reason that was given (III.B.5). */
export function requestDeniedMail(props: MailFrame & { office: string; reason: string }): MailWords {
  const { plan, telephone, firstName, office, reason } = props
  return {
    subject: `Your request for the ${plan} portal was denied`,
    body: [
      `${firstName},`,
      `your request for access to ${office} in the ${plan} provider portal was denied. The reason given:`,
      `“${reason}”`,
      `If you think this is a mistake, talk to your office, or call us at ${telephone}.`,
    ],
  }
}
