import * as z from 'zod/mini'

const text = z.catch(z.string(), '')
const writing = z.object({ title: z.catch(z.string().check(z.trim()), ''), body: text, from: text })

/** A draft as typed; `from` is the state of it that the editor began from. */
export type TypedWriting = z.infer<typeof writing>

const TITLE_AT_MOST = 120
const NOTE_AT_MOST = 2_000

/** Reads a draft: what to keep, or a sentence for each field. What its text lacks is no matter until it is published. */
export function readWriting(
  form: URLSearchParams,
): { typed: TypedWriting; writing: { title: string; body: string; from: number } } | Refused<TypedWriting> {
  const typed = writing.parse(Object.fromEntries(form))
  const errors: Record<string, string> = {}
  if (typed.title === '') errors.title = 'Write the title.'
  if (typed.title.length > TITLE_AT_MOST) errors.title = `Write at most ${TITLE_AT_MOST} characters.`
  if (typed.body.trim() === '') errors.body = 'Write the text.'
  if (Object.keys(errors).length > 0) return { typed, errors }
  return { typed, writing: { title: typed.title, body: typed.body.replaceAll('\r\n', '\n'), from: readState(form) } }
}

type Refused<Typed> = { typed: Typed; errors: Record<string, string> }

/** The state of the draft that a form was made from; 0 for none. */
export function readState(form: URLSearchParams): number {
  const from = Number(form.get('from'))
  return Number.isSafeInteger(from) ? from : 0
}

/** Reads the note of a review (II.I). */
export function readReview(form: URLSearchParams): { note: string; error?: string } {
  const note = (form.get('note') ?? '').trim()
  if (note === '') return { note, error: 'Write what was looked at, and what came of it.' }
  if (note.length > NOTE_AT_MOST) return { note, error: `Write at most ${NOTE_AT_MOST} characters.` }
  return { note }
}
