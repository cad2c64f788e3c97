import { count, day } from '../../format.ts'
import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** The users of an office are still to be verified (III.H.1); `left` counts the days that are left to do it, below 0 once they are over. */
export function verificationReminderMail(
  props: MailFrame & { office: string; toManager: boolean; left: number; completeBy: string; suspendsOn: string },
): MailWords {
  const { plan, telephone, firstName, office, toManager, left, completeBy, suspendsOn, origin } = props
  const isOver = left < 0
  const time = isOver
    ? `was due by ${day(completeBy)}`
    : left === 0
      ? `is due today, ${day(completeBy)}`
      : `is due in ${count(left, 'day')}, by ${day(completeBy)}`
  const otherwise = `On ${day(suspendsOn)} the whole office is suspended, and nobody of it can use the portal, until our people have given the access back.`
  return {
    subject: isOver
      ? `${office} is suspended on ${day(suspendsOn)}: verify its users today`
      : `${left === 0 ? 'Today is the last day' : `${count(left, 'day')} left`} to verify the users of ${office}`,
    body: [
      `${firstName},`,
      `the verification of everybody who uses the ${plan} provider portal for ${office} ${time}. ${isOver ? 'Today is the last chance.' : 'It takes a few minutes.'}`,
      ...(toManager
        ? [
            `${office} has no administrator who could do it. Please call us at ${telephone}: we go through the list with you.`,
          ]
        : [
            { label: 'Verify the users', href: `${origin}/office/verification` },
            isOver
              ? `Until it is done, the portal shows you only the verification.`
              : `From the day after, the portal shows you only the verification.`,
          ]),
      otherwise,
      ...(toManager ? [] : [`Questions, or no time? Call us at ${telephone}.`]),
    ],
  }
}
