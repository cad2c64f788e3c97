import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** To somebody who is asked in: as an office's LOA (III.A.1.b), or (null) as staff of the plan. */
export function invitationMail(props: MailFrame & { link: string; office: string | null; days: number }): MailWords {
  const { plan, telephone, firstName, link, office, days } = props
  return {
    subject: `You are invited to the ${plan} Provider Portal`,
    body: [
      `Hello ${firstName},`,
      office
        ? `${office} named you as its Local Office Administrator: you decide who of the office uses the portal, and for what. Register with this e-mail address to begin.`
        : 'You are asked to work in the portal as staff of the plan. Register with this e-mail address to begin.',
      { label: 'Register', href: link },
      `The link works for ${days} days. This wasn’t meant for you? Leave it, and call us at ${telephone}.`,
    ],
  }
}
