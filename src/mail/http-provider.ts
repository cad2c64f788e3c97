/** Hands letters to a provider as JSON over HTTP. */
import { kindOf } from '../errors.ts'
import type { Json, JsonObject } from '../json.ts'
import type { HttpCarrier } from '../mail-config.ts'
import { type Letter, type Outcome, taken } from './provider.ts'

/** A provider that hangs holds up one letter, not the queue. */
const ANSWERS_WITHIN_MS = 10_000

/**
 * Faults of the moment, or of our account with the provider (a token that was rotated, a bill unpaid): not the letter's.
 * Every other 4xx is a bounce.
 */
const passing = [401, 402, 403, 404, 405, 407, 408, 421, 425, 429]

/** Posts the letter; `within` in ms. Throws nothing. */
export async function sendByHttp(
  carrier: HttpCarrier,
  letter: Letter,
  now: Date,
  within = ANSWERS_WITHIN_MS,
): Promise<Outcome> {
  try {
    const answer = await fetch(carrier.url, {
      method: 'POST',
      // Followed elsewhere, the token would go along.
      redirect: 'manual',
      signal: AbortSignal.timeout(within),
      headers: { ...carrier.headers, 'Content-Type': 'application/json', 'Idempotency-Key': letter.id },
      body: JSON.stringify(fill(carrier.body, { ...letter, from: carrier.from })),
    })
    // The status tells enough: the body may be endless, and may repeat the address.
    await answer.body?.cancel()
    return read(answer, now)
  } catch (failure) {
    return { is: 'later', seen: kindOf(failure), afterSeconds: null }
  }
}

function read({ ok, status, headers }: Response, now: Date): Outcome {
  if (ok) return taken
  const isBounce = status >= 400 && status < 500 && !passing.includes(status)
  if (isBounce) return { is: 'refused', seen: `${status}` }
  return { is: 'later', seen: `${status}`, afterSeconds: secondsOf(headers.get('Retry-After'), now) }
}

/** RFC 9110, 10.2.3: seconds, or an instant; null for anything else. */
function secondsOf(text: string | null, now: Date): number | null {
  if (text === null) return null
  if (/^\d{1,9}$/.test(text)) return Number(text)
  const seconds = Math.ceil((Date.parse(text) - now.getTime()) / 1000)
  return seconds > 0 ? seconds : null
}

type Values = Record<'from' | 'to' | 'subject' | 'text' | 'html' | 'id', string>

/** The template with the letter in its texts. What is put in is not looked at again, and can't leave its text. */
function fill(template: Json, values: Values): Json {
  if (typeof template === 'string') {
    return template.replace(/\{(from|to|subject|text|html|id)\}/g, (_, name: keyof Values) => values[name])
  }
  if (Array.isArray(template)) return template.map((item) => fill(item, values))
  if (typeof template !== 'object' || template === null) return template
  return Object.fromEntries(
    Object.entries(template).map(([name, item]) => [name, fill(item, values)]),
  ) satisfies JsonObject
}
