/**
 * Whether a password is known from a break-in somewhere else, asked by k-anonymity: five characters of its SHA-1 go out,
 * all hashes that begin so come back, padded so that the answer's length tells nothing.
 */

/** Longer than this nobody waits at a form. */
const WAITS_FOR_MS = 1500
/** A padded answer has some 1,000 lines of 40 characters. */
const MOST_CHARACTERS = 500_000

/** Known, not known, or nobody knows: the service did not answer, or not in its form. */
export type Breached = 'breached' | 'clear' | 'unknown'

/** Asks the service at `url`, which ends in a slash. Never throws: who cannot be reached keeps nobody out. */
export async function judgeBreached(password: string, url: string, waitsForMs = WAITS_FOR_MS): Promise<Breached> {
  const bytes = await crypto.subtle.digest('SHA-1', new TextEncoder().encode(password.normalize('NFC')))
  const hash = [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const [begins, rest] = [hash.slice(0, 5), hash.slice(5)]
  try {
    const answer = await fetch(`${url}${begins.toUpperCase()}`, {
      headers: { 'Add-Padding': 'true' },
      // The Workers runtime knows no 'error'; a redirect is no answer all the same.
      redirect: 'manual',
      signal: AbortSignal.timeout(waitsForMs),
    })
    const text = answer.ok ? await answer.text() : ''
    if (text.length > MOST_CHARACTERS || !/^([0-9A-F]{35}:\d+(\r?\n|$))+$/i.test(text)) return 'unknown'
    // Padding bears the count 0.
    const found = text.split(/\r?\n/).find((line) => line.toLowerCase().startsWith(`${rest}:`))
    return found !== undefined && Number(found.split(':')[1]) > 0 ? 'breached' : 'clear'
  } catch {
    return 'unknown'
  }
}
