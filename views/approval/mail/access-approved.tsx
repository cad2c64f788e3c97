import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** Somebody with an account may work for a further office, or administers one (III.B.4). */
export function accessApprovedMail(props: MailFrame & { office: string; isLoa: boolean }): MailWords {
  const { plan, telephone, firstName, office, isLoa, origin } = props
  return {
    subject: isLoa ? `You administer ${office} now` : `You have access to ${office}`,
    body: [
      `${firstName},`,
      isLoa
        ? `you are a Local Office Administrator of ${office} in the ${plan} provider portal now: you approve its people and say what each of them may see.`
        : `your access to ${office} in the ${plan} provider portal was approved. Sign in as always, and switch to the office at the top of the page.`,
      { label: 'Sign in', href: `${origin}/sign-in` },
      `Didn’t you ask for this? Call us at ${telephone}.`,
    ],
  }
}
