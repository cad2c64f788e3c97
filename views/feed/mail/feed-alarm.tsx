import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** The feed shrank or fell silent: to information services, without a word of what is in it. */
export function feedAlarmMail(props: MailFrame & { what: 'shrunk' | 'quiet' }): MailWords {
  const { firstName, origin, what } = props
  const shrunk =
    'the last whole import brought far fewer records of a kind than the one before it. Records that didn’t come are still shown as they were. Please look whether the core system sent everything.'
  const quiet =
    'no import was completed for longer than it should take. What the portal shows grows old. Please look whether the core system sends, and whether the portal can reach it.'
  return {
    subject: what === 'shrunk' ? 'The feed brought far fewer records than before' : 'The feed is silent',
    body: [
      `${firstName},`,
      what === 'shrunk' ? shrunk : quiet,
      { label: 'See the imports', href: `${origin}/staff/feed` },
    ],
  }
}
