import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** Access was revoked later than the policy allows: e-business decides (III.M.3). */
export function lateRevocationMail(props: MailFrame & { report: string }): MailWords {
  const { firstName, origin, report } = props
  return {
    subject: 'A report of late revocation waits for you',
    body: [
      `${firstName},`,
      'somebody kept access to the portal for longer than the policy allows after their job had ended or changed. The report lists what was reached in between. E-Business decides whether Privacy has to look at it.',
      { label: 'See the report', href: `${origin}/staff/late-revocations/${report}` },
    ],
  }
}
