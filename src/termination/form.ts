/** What the form says that ends or disables access: the day, why, and that its lateness is known. */
import type { Day } from '../policy/calendar.ts'
import { type Revocation, type RevocationKind, type WrongDay, wrongDaySentences } from './termination.ts'

/** The fields as typed. */
export type Typed = { changedOn: string; reason: string }

const LONGEST_REASON = 500

/**
 * Reads `changedOn`, which `judge` takes or refuses, and `reason`: the revocation, or a sentence for each field. A disabling
 * says why: whoever lifts it has to know.
 */
export function readRevocation(
  form: URLSearchParams,
  kind: RevocationKind,
  judge: (typed: string) => { day: Day } | { wrong: WrongDay },
): { typed: Typed; revocation: Revocation } | { typed: Typed; errors: Record<string, string> } {
  const typed = {
    changedOn: (form.get('changedOn') ?? '').trim(),
    reason: (form.get('reason') ?? '').replaceAll('\r\n', '\n').trim(),
  }
  const errors: Record<string, string> = {}
  const judged = judge(typed.changedOn)
  if ('wrong' in judged) errors.changedOn = wrongDaySentences[judged.wrong]
  if (kind === 'disabled' && typed.reason === '') errors.reason = 'Write why: whoever opens it again has to know.'
  if (typed.reason.length > LONGEST_REASON) errors.reason = `Write at most ${LONGEST_REASON} characters.`
  if ('wrong' in judged || Object.keys(errors).length > 0) return { typed, errors }
  return { typed, revocation: { kind, changedOn: judged.day, reason: typed.reason || null } }
}
