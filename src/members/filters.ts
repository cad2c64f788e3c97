/** How a list of records about members is narrowed: what is alike for claims, referrals and the log. */
import { type Day, readSpan } from '../policy/calendar.ts'
import { foldNumber } from './member.ts'

/** A record by its number, its member, and the days it is of. */
export type RecordFilters = {
  number: string | undefined
  memberNumber: string | undefined
  from: Day | undefined
  to: Day | undefined
}

/** A sentence for each text that is too long: cut or left out it would find what nobody asked for, so it is told instead. */
export function tooLong<Name extends string>(
  typed: Readonly<Record<Name, string>>,
  longest: Readonly<Partial<Record<Name, number>>>,
): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const name of Object.keys(longest) as Name[]) {
    const most = longest[name] ?? Infinity
    if (typed[name].length > most) errors[name] = `Write at most ${most} characters.`
  }
  return errors
}

/** What of the typed filters every list of records has; `errors`: a sentence for each field that can't be read. */
export function readRecordFilters(typed: Record<'number' | 'memberNumber' | 'from' | 'to', string>): {
  filters: RecordFilters
  errors: Record<string, string>
} {
  const { number, memberNumber } = typed
  const { from, to, errors } = readSpan(typed)
  return {
    filters: {
      number: number || undefined,
      memberNumber: memberNumber ? foldNumber(memberNumber) : undefined,
      from,
      to,
    },
    errors: { ...tooLong({ number, memberNumber }, { number: 80, memberNumber: 40 }), ...errors },
  }
}
