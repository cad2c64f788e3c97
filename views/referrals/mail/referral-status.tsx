import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** Something that the reader submitted has a new status: of whom and what, the portal alone says (section 12). */
export function referralStatusMail(props: MailFrame): MailWords {
  const { plan, telephone, firstName, origin } = props
  return {
    subject: `A referral in your ${plan} portal has a new status`,
    body: [
      `${firstName},`,
      'a referral that you submitted has a new status. Sign in to see it.',
      { label: 'See your office’s referrals', href: `${origin}/referrals` },
      'This message says nothing of the member or the service on purpose.',
      `Questions? Call us at ${telephone}.`,
    ],
  }
}
