/** What an administrator says of somebody who left. */
import { type Day, noDate, readDay } from '../policy/calendar.ts'
import { wrongDaySentences } from '../termination/termination.ts'

export type TypedDeparture = { changedOn: string; reason: string }

const LONGEST_REASON = 1000

/**
 * Reads `changedOn`, the last day of employment, and `reason`. `since`: the day they were approved; a year mistyped would be
 * reported as a late revocation. `latest`: the office's next verification; whoever works longer is kept until then.
 */
export function readDeparture(
  form: URLSearchParams,
  { since, latest }: { since: Day; latest: Day },
):
  | { typed: TypedDeparture; changedOn: Day; reason: string | null }
  | { typed: TypedDeparture; errors: Record<string, string> } {
  const typed = {
    changedOn: (form.get('changedOn') ?? '').trim(),
    reason: (form.get('reason') ?? '').replaceAll('\r\n', '\n').trim(),
  }
  const changedOn = readDay(typed.changedOn)
  const errors: Record<string, string> = {}
  if (typed.changedOn === '') errors.changedOn = 'Write the last day on which they work here, or worked here.'
  else if (!changedOn) errors.changedOn = noDate()
  else if (changedOn < since) errors.changedOn = wrongDaySentences['before-access']
  else if (changedOn > latest)
    errors.changedOn = 'That is after your next verification. Keep them now, and end their access when the day is near.'
  if (typed.reason.length > LONGEST_REASON) errors.reason = `Write at most ${LONGEST_REASON} characters.`
  return changedOn && Object.keys(errors).length === 0
    ? { typed, changedOn, reason: typed.reason || null }
    : { typed, errors }
}

/** What a banner tells of; any other word says nothing. */
const doneWords = ['kept', 'changed', 'limited-reported', 'ended', 'ended-reported', 'ends', 'completed'] as const
export type Done = (typeof doneWords)[number]

/** The word of an address, if it is one of them. */
export function readDone(word: string | undefined): Done | undefined {
  return doneWords.find((one) => one === word)
}
