/** The core system's FHIR endpoint, as far as it takes referrals. */
import type { CoreSystem } from '../../config.ts'
import { kindOf } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'

/** A core system that hangs holds up one referral. */
const ANSWERS_WITHIN_MS = 10_000

/** What it answered, without its body; or the kind of failure when nothing came, in ms `within` at most. */
export type Answered = { status: number; type: string | null; retryAfter: string | null } | { failed: string }

/** Posts the resource under the path. The key is the same for every try of the same thing, so that a second one changes nothing. */
export async function postResource(
  core: CoreSystem,
  path: string,
  key: string,
  resource: JsonObject,
  within = ANSWERS_WITHIN_MS,
): Promise<Answered> {
  try {
    const answer = await fetch(`${core.url}${path}`, {
      method: 'POST',
      // Followed elsewhere, the token and the member's data would go along.
      redirect: 'manual',
      signal: AbortSignal.timeout(within),
      headers: {
        ...core.headers,
        'Content-Type': 'application/fhir+json',
        Accept: 'application/fhir+json',
        'Idempotency-Key': key,
      },
      body: JSON.stringify(resource),
    })
    // The status tells enough: the body may be endless, and repeats what must not get into a log.
    await answer.body?.cancel()
    const { status, headers } = answer
    return { status, type: headers.get('Content-Type'), retryAfter: headers.get('Retry-After') }
  } catch (failure) {
    return { failed: kindOf(failure) === 'TimeoutError' ? 'timeout' : 'no-answer' }
  }
}
