import type { MailFrame, MailWords } from '../../mail/letter.ts'

const words = {
  disabled: 'disabled. It stays as it is, and nobody can sign in with it until we open it again',
  terminated: 'ended. Nobody can sign in with it any more',
}

/** The account was disabled or ended by a person of the plan (III.M.2). */
export function accountClosedMail(props: MailFrame & { how: 'disabled' | 'terminated' }): MailWords {
  const { plan, telephone, firstName, how } = props
  return {
    subject: how === 'disabled' ? `Your ${plan} portal account is disabled` : `Your ${plan} portal account has ended`,
    body: [
      `${firstName},`,
      `your provider portal account was ${words[how]}. What was open in it is closed.`,
      `If your work still needs it, or this comes as a surprise, call us at ${telephone}.`,
    ],
  }
}
