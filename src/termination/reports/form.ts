/** What is typed or chosen about a report of late revocation: the decision, the purpose of a copy, the place in a list. */
import { decisions, type ReportDecision } from '../termination.ts'

/** The decision as typed. */
export type TypedDecision = { decision: string; reason: string }

const LONGEST_REASON = 2000

/** Reads `decision` and `reason`, or a sentence for each field. */
export function readDecision(
  form: URLSearchParams,
):
  | { typed: TypedDecision; decision: ReportDecision; reason: string }
  | { typed: TypedDecision; errors: Record<string, string> } {
  const typed = {
    decision: form.get('decision') ?? '',
    reason: (form.get('reason') ?? '').replaceAll('\r\n', '\n').trim(),
  }
  const errors: Record<string, string> = {}
  const decision = decisions.find((one) => one === typed.decision)
  if (!decision) errors.decision = 'Choose what you found.'
  if (typed.reason === '') errors.reason = 'Write why: it is kept with the decision.'
  if (typed.reason.length > LONGEST_REASON) errors.reason = `Write at most ${LONGEST_REASON} characters.`
  return decision && Object.keys(errors).length === 0 ? { typed, decision, reason: typed.reason } : { typed, errors }
}

/** A place in the log, behind which a page of records begins; 0 for anything else. */
export function readPlace(text: string | undefined): number {
  return text && /^\d{1,15}$/.test(text) ? Number(text) : 0
}
