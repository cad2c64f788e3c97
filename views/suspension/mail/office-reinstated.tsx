import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** The suspended office has its access again (III.H.5). */
export function officeReinstatedMail(props: MailFrame & { office: string; toManager: boolean }): MailWords {
  const { plan, telephone, firstName, office, toManager, origin } = props
  return {
    subject: `${office} has access to the ${plan} portal again`,
    body: [
      `${firstName},`,
      `everybody of ${office} who was confirmed on the telephone can use the ${plan} provider portal again, from now on. Whoever was not confirmed stays out until the office vouches for them.`,
      ...(toManager ? [] : [{ label: 'Go to the portal', href: `${origin}/home` }]),
      `Questions? Call us at ${telephone}.`,
    ],
  }
}
