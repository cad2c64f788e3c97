import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** The office is suspended, its users not having been verified in time (III.H.3). */
export function officeSuspendedMail(props: MailFrame & { office: string; toManager: boolean }): MailWords {
  const { plan, telephone, firstName, office, toManager } = props
  return {
    subject: `${office} no longer has access to the ${plan} portal`,
    body: [
      `${firstName},`,
      `the users of ${office} were not verified in time, so nobody of the office can use the ${plan} provider portal from today. Work that was open has been closed.`,
      toManager
        ? `To get the access back, call our Provider Relations department at ${telephone}.`
        : `To get the access back, call our Provider Relations department at ${telephone}. You can no longer verify the users yourself.`,
      `On the telephone we go through everybody who uses the portal for the office. Then our E-Business department gives access back to the office and to everybody who was confirmed. Whoever is not confirmed stays out.`,
    ],
  }
}
