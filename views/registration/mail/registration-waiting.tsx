import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** Somebody registers again while their request waits (T6: the page does not tell). */
export function registrationWaitingMail(props: MailFrame): MailWords {
  const { plan, telephone, firstName } = props
  return {
    subject: `Your ${plan} portal request is waiting`,
    body: [
      `${firstName},`,
      'somebody, maybe you, tried to register with this e-mail address again. Your request was sent before and waits for its decision, so there is nothing more to do. You will hear from us by e-mail as soon as it is decided.',
      `This wasn’t me: nothing has changed. Call us at ${telephone} if it happens again, or if you no longer want the account.`,
    ],
  }
}
