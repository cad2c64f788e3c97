import type { MailWords } from '../../mail/letter.ts'

/** The account was locked (III.E.3), and the way out (III.E.4). */
export function accountLockedMail(props: {
  plan: string
  telephone: string
  firstName: string
  failures: number
  origin: string
}): MailWords {
  const { plan, telephone, firstName, failures, origin } = props
  return {
    subject: `Your ${plan} portal account is locked`,
    text: `${firstName},

the password of your provider portal account was typed wrong ${failures} times in a row, so the account is locked. It stays locked until a person or you unlock it.

To get back in, call us at ${telephone}. What you have open now stays open.

This wasn't me: nobody got in. Call us at ${telephone} so that we can look at it.

${origin}/help`,
  }
}
