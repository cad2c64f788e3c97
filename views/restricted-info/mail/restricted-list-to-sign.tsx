import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** A draft of the restricted list waits for the reader's signature (III.I.2). */
export function restrictedListToSignMail({ firstName, origin }: MailFrame): MailWords {
  return {
    subject: 'A change of the restricted list waits for your signature',
    body: [
      `${firstName},`,
      'Information services has drafted the next version of the list of restricted codes. What it adds and ends, and what came of trying it on the stored records, is on its page. It comes into force once somebody of the privacy office signs it.',
      { label: 'See the draft', href: `${origin}/staff/restricted-codes/draft` },
    ],
  }
}
