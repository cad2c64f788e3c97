import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** To register as an office's Local Office Administrator (III.A.1.b), or as staff of the plan. */
export function invitationMail(props: MailFrame & { link: string; office: string | null; days: number }): MailWords {
  const { plan, telephone, firstName, origin, link, office, days } = props
  return {
    subject: `You are invited to the ${plan} provider portal`,
    body: [
      `${firstName},`,
      office
        ? `${office} has named you as a Local Office Administrator of the provider portal: you will approve who in the office gets access, and to what.`
        : `you are invited to work in the provider portal as staff of ${plan}.`,
      'Please register. It takes about half an hour, most of it for the training, and you can stop at any time.',
      { label: 'Register', href: `${origin}/invitation?link=${link}` },
      `The invitation is for you and this e-mail address alone. It works for ${days} days.`,
      `This is a mistake: don’t use the link, and call us at ${telephone}.`,
    ],
  }
}
