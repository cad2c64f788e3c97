import { day } from '../../format.ts'
import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** The account was not used for long and closes soon (III.M.1); the way back afterwards is III.N.2. */
export function dormancyNearMail(props: MailFrame & { dormantOn: string }): MailWords {
  const { plan, telephone, firstName, origin, dormantOn } = props
  return {
    subject: `Sign in to the ${plan} portal before ${day(dormantOn)} to keep your access`,
    body: [
      `${firstName},`,
      `you have not used your provider portal account for a while. If nobody signs in before ${day(dormantOn)}, it closes on that day.`,
      'Signing in once is enough to keep it open.',
      { label: 'Sign in', href: `${origin}/sign-in` },
      'Once it is closed, a new password opens it again: choose “Forgotten your password?” on the sign-in page.',
      `Questions? Call us at ${telephone}. If this account isn’t yours, tell us: this wasn’t me.`,
    ],
  }
}
