import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** To somebody whom their office's directory announces: they register as anybody does. The link is no secret. */
export function directoryAnnouncedMail({ plan, telephone, firstName, origin }: MailFrame): MailWords {
  return {
    subject: `Your office wants you to use the ${plan} portal`,
    body: [
      `${firstName},`,
      `the directory of your office named you as somebody who is to use the provider portal of ${plan}. Please register with this e-mail address. Your office’s administrator then decides what you may see.`,
      { label: 'Register', href: `${origin}/register` },
      `If you don’t need the portal for your job, there is nothing to do. Questions? Call us at ${telephone}.`,
    ],
  }
}
