import { day } from '../../format.ts'
import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** To the office's manager: the plan accepted the agreement (III.A.1.a, III.A.1.b). */
export function officeAcceptedMail(props: MailFrame & { office: string; on: string; nominees: string[] }): MailWords {
  const { plan, telephone, firstName, office, on, nominees } = props
  return {
    subject: `Your office has access to the ${plan} portal`,
    body: [
      `Hello ${firstName},`,
      `We accepted the Access Agreement of ${office}. Its access begins on ${day(on)}.`,
      'The people you named as Local Office Administrators have an invitation in their mail. Once they have registered, they approve everybody else of your office:',
      { list: nominees },
      `Is one of them no longer right? Call us at ${telephone}.`,
    ],
  }
}
