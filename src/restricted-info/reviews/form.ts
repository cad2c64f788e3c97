const NOTE_AT_MOST = 2_000

/** Reads the note of a review, and the versions between which it was made. */
export function readReview(form: URLSearchParams): {
  note: string
  since: number
  version: number
  errors: Record<string, string>
} {
  const note = (form.get('note') ?? '').trim()
  const errors: Record<string, string> = {}
  if (note === '') errors.note = 'Write what was looked at, and what came of it.'
  if (note.length > NOTE_AT_MOST) errors.note = `Write at most ${NOTE_AT_MOST} characters.`
  if (form.get('attests') !== 'on') errors.attests = 'Tick the box to attest.'
  return { note, since: whole(form.get('since')), version: whole(form.get('version')), errors }
}

function whole(text: string | null): number {
  return text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0
}
