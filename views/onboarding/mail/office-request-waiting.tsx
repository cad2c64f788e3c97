import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** To an Enterprise Administrator: an office asks for access (III.A.1.a). */
export function officeRequestWaitingMail(props: MailFrame & { request: string; office: string }): MailWords {
  const { firstName, origin, request, office } = props
  return {
    subject: 'An office asks for access to the portal',
    body: [
      `Hello ${firstName},`,
      `This office signed the Access Agreement and waits for a decision: ${office}`,
      { label: 'See the request beside the core system’s record', href: `${origin}/staff/office-requests/${request}` },
    ],
  }
}
