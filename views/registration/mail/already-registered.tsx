import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** Somebody tried to register an address that has an account; outside, nobody can tell (III.C.3, T6). */
export function alreadyRegisteredMail(props: MailFrame & { office: string | null }): MailWords {
  const { plan, telephone, firstName, origin, office } = props
  return {
    subject: `You have a ${plan} portal account already`,
    body: [
      `${firstName},`,
      'somebody, maybe you, tried to register with this e-mail address. It has an account already, so there is nothing to register.',
      { label: 'Sign in', href: `${origin}/sign-in` },
      'If you have forgotten your password, choose “Forgotten your password?” there.',
      office
        ? `You are invited to work for ${office} too: sign in, and ask for access to that office under your profile.`
        : 'If you work for another office too, sign in and ask for access to it under your profile.',
      `This wasn’t me: nothing has changed, and nobody has learned that you have an account. Call us at ${telephone} if it happens again.`,
    ],
  }
}
