import { count as countOf } from '../../format.ts'
import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** Offices whose prompt to verify nobody has received (III.H.1): to the Enterprise Administrators. */
export function verificationsUnreceivedMail(props: MailFrame & { count: number; days: number }): MailWords {
  const { firstName, origin, count, days } = props
  return {
    subject: `${countOf(count, 'office')} did not get the prompt to verify`,
    body: [
      `${firstName},`,
      `the verification of ${countOf(count, 'office’s users', 'offices’ users')} fell due before today, and no administrator has received the prompt: the mail did not go out, or the office has nobody whom it could reach. Its days begin to run in any case ${days} days after it fell due. A call helps.`,
      { label: 'See whom it concerns', href: `${origin}/staff/verifications` },
    ],
  }
}
