import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** The users of an office are to be verified (III.H.1). */
export function verificationDueMail(
  props: MailFrame & { office: string; toManager: boolean; days: number },
): MailWords {
  const { plan, telephone, firstName, office, toManager, days, origin } = props
  if (toManager) {
    return {
      subject: `${office} has nobody to verify its users of the ${plan} portal`,
      body: [
        `${firstName},`,
        `from time to time a Local Office Administrator looks at everybody who uses the ${plan} provider portal for ${office}: do they still work there, and do they have the access that their job needs? That is due now, and ${office} has no administrator who could do it.`,
        `Please call us at ${telephone} within ${days} days. We go through the list of people with you, which takes a few minutes, and tell you how somebody of the office becomes its administrator.`,
        `If nobody calls, the whole office loses its access when those days are over.`,
      ],
    }
  }
  return {
    subject: `Please verify the users of ${office} within ${days} days`,
    body: [
      `${firstName},`,
      `it is time to look at everybody who uses the ${plan} provider portal for ${office}: do they still work there, and do they have the access that their job needs? You go through them one by one, on a telephone too, and each decision is kept, so you can stop and go on whenever you like.`,
      { label: 'Verify the users', href: `${origin}/office/verification` },
      `You have ${days} days. After that the portal shows you only this, and a day later the whole office is suspended.`,
      `If there are several administrators, you do it together: it is enough that each user is looked at once.`,
      `Questions? Call us at ${telephone}.`,
    ],
  }
}
