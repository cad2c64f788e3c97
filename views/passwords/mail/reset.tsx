import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** Somebody forgot the password of the account (III.F.1.c.i): the code, and the link to the page where it is typed. */
export function resetMail(
  props: MailFrame & { code: string; link: string; minutes: number; linkMinutes: number },
): MailWords {
  const { plan, telephone, firstName, origin, code, link, minutes, linkMinutes } = props
  return {
    subject: `Choose a new password for your ${plan} portal account`,
    body: [
      `${firstName},`,
      'somebody asked for a new password for your provider portal account. If it was you, open this page and type the code there.',
      { label: 'Choose a new password', href: `${origin}/forgot-password/continue?link=${link}` },
      'Your code is',
      { code },
      `The code works for ${minutes} minutes and once, the page for ${linkMinutes} minutes. Until you choose a new password, nothing changes. Nobody from ${plan} will ever ask you for the code.`,
      `This wasn’t me: use neither, and call us at ${telephone}.`,
    ],
  }
}
