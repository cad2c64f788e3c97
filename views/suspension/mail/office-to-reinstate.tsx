import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** Provider relations verified a suspended office's users: e-business decides on its access (III.H.5). */
export function officeToReinstateMail(props: MailFrame & { verification: string }): MailWords {
  const { firstName, origin, verification } = props
  return {
    subject: 'A suspended office waits for its access',
    body: [
      `${firstName},`,
      `Provider Relations has verified the users of a suspended office on its behalf. The office stays closed until E-Business gives the access back.`,
      { label: 'See the verification', href: `${origin}/staff/verifications/${verification}` },
    ],
  }
}
