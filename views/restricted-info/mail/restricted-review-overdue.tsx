import type { MailFrame, MailWords } from '../../mail/letter.ts'
import { day } from '../../format.ts'

/** The monthly review of the restricted list is overdue (III.I.3). */
export function restrictedReviewOverdueMail(props: MailFrame & { overdueOn: string }): MailWords {
  const { firstName, origin, overdueOn } = props
  return {
    subject: 'The review of the restricted list is overdue',
    body: [
      `${firstName},`,
      `The list of restricted codes is reviewed every month. No review was recorded before ${day(overdueOn)}: please look at what was added and ended since the last one, and attest to it.`,
      { label: 'Review the list', href: `${origin}/staff/restricted-codes/reviews` },
    ],
  }
}
