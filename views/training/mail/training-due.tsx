import { day } from '../../format.ts'
import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** The yearly training is due soon (III.J.1). */
export function trainingDueMail(props: MailFrame & { dueOn: string }): MailWords {
  const { plan, telephone, firstName, dueOn, origin } = props
  return {
    subject: `Your ${plan} portal training is due by ${day(dueOn)}`,
    body: [
      `${firstName},`,
      `everybody who uses the provider portal completes its training once a year. Yours is due by ${day(dueOn)}. It takes about fifteen minutes, and you can stop and go on whenever you like.`,
      { label: 'Take the training', href: `${origin}/training` },
      `From the day after, the portal shows you only the training until it is done. Then everything is there again at once.`,
      `Questions? Call us at ${telephone}.`,
    ],
  }
}
