import { day } from '../../format.ts'
import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** The password ends soon (III.D.5). */
export function passwordEndsMail(props: MailFrame & { endsOn: string }): MailWords {
  const { plan, telephone, firstName, origin, endsOn } = props
  return {
    subject: `Your ${plan} portal password ends on ${day(endsOn)}`,
    body: [
      `${firstName},`,
      `the password of your provider portal account is good until ${day(endsOn)}. From that day on the portal asks for a new one before anything else; you can choose it now.`,
      { label: 'Choose a new password', href: `${origin}/password` },
      `Questions? Call us at ${telephone}. If this account isn’t yours, tell us: this wasn’t me.`,
    ],
  }
}
