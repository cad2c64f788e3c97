import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** e-business refers a report of late revocation to the privacy office (III.M.3). */
export function revocationReferredMail(props: MailFrame & { report: string }): MailWords {
  const { firstName, origin, report } = props
  return {
    subject: 'A report of late revocation is referred to you',
    body: [
      `${firstName},`,
      'E-Business refers a report to the privacy office: somebody kept access to the portal for longer than the policy allows after their job had ended or changed, and it may be a breach. The report lists what was reached in between, and why it is referred.',
      { label: 'See the report', href: `${origin}/staff/late-revocations/${report}` },
    ],
  }
}
