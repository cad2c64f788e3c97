/** Hands e-mail to Cloudflare's `send_email` binding, which writes the MIME itself. */
import { kindOf } from '../errors.ts'
import { type Letter, type Outcome, taken } from './provider.ts'

/** What the platform says of a letter that it will never take. */
const bounces = ['E_RECIPIENT_SUPPRESSED', 'E_RECIPIENT_NOT_ALLOWED', 'E_CONTENT_TOO_LARGE']

/** Sends the letter from `sender`. Throws nothing. */
export async function sendByBinding(
  binding: SendEmail,
  sender: { name: string; email: string },
  { to, subject, text, html }: Letter,
): Promise<Outcome> {
  try {
    await binding.send({ from: sender, to, subject, text, html })
    return taken
  } catch (failure) {
    const seen = codeOf(failure) ?? kindOf(failure)
    return bounces.includes(seen) ? { is: 'refused', seen } : { is: 'later', seen, afterSeconds: null }
  }
}

/** The failure's code; its message may hold the address (T29). */
function codeOf(failure: unknown): string | null {
  const code = failure instanceof Error && 'code' in failure ? failure.code : null
  return typeof code === 'string' && /^E_[A-Z_]+$/.test(code) ? code : null
}
