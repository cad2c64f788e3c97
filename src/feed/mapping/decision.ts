/** What a ClaimResponse decides of a referral: X12 review actions (Da Vinci PAS), else FHIR's outcome. */
import { objectAt, objectsAt, textAt, type JsonObject } from '../../json.ts'
import type { Facts } from '../feed.ts'
import { codingsOf, dayAt, shortText } from './element.ts'

/** X12 code source 306 by what it means to who asked. CT: the plan wants to be called, so nothing is decided. */
const actions: Record<string, string> = {
  A1: 'approved',
  A2: 'modified',
  A3: 'denied',
  A4: 'pended',
  A6: 'modified',
  C: 'cancelled',
  CT: 'pended',
}

/** The decision of a response and what belongs to it; everything null where it decides nothing. */
export function decisionOf(response: JsonObject): Facts {
  const created = textAt(response, 'created')
  const at = Date.parse(created ?? '')
  const inForce = (textAt(response, 'status') ?? 'active') === 'active'
  const entries = adjudicationsOf(response)
  const reviews = entries.flatMap(reviewOf)
  const codes = reviews.flatMap(({ action }) => actions[action] ?? [])
  const number = shortText(textAt(response, 'preAuthRef')) || reviews.map((review) => review.number).find(Boolean)
  const denial = denialOf(entries, reviews)
  const decision = inForce ? (together(codes) ?? fromOutcome(response, number ?? null, denial)) : null
  const period = objectAt(response, 'preAuthPeriod')
  return {
    createdAt: Number.isNaN(at) ? null : at,
    decision,
    decidedOn: decision ? dayAt(response, 'created') : null,
    denialCode: decision === 'denied' || decision === 'modified' ? denial : null,
    authorizationNumber: (decision && number) || null,
    authorizedFrom: decision && period ? dayAt(period, 'start') : null,
    authorizedTo: decision && period ? dayAt(period, 'end') : null,
  }
}

/** Decisions on single services as one: what is open keeps the whole open, and a part denied changes the rest. */
function together(codes: string[]): string | null {
  const [first] = codes
  if (!first) return null
  if (codes.every((code) => code === first)) return first
  if (codes.includes('pended')) return 'pended'
  return codes.some((code) => code === 'approved' || code === 'modified') ? 'modified' : 'denied'
}

function fromOutcome(response: JsonObject, number: string | null, denial: string | null): string | null {
  const outcome = textAt(response, 'outcome')
  if (outcome === 'queued' || outcome === 'partial') return 'pended'
  if (outcome !== 'complete') return null
  if (number) return 'approved'
  return denial ? 'denied' : null
}

/** Whatever bears a review: the response's own adjudications and extensions, and those of its items. */
function adjudicationsOf(response: JsonObject): JsonObject[] {
  const items = [...objectsAt(response, 'item'), ...objectsAt(response, 'addItem')]
  return [response, ...items].flatMap((one) => [{ extension: one.extension ?? [] }, ...objectsAt(one, 'adjudication')])
}

type Review = { action: string; number: string; reasons: Coding[] }
type Coding = { system: string; code: string }

function reviewOf(adjudication: JsonObject): Review[] {
  return objectsAt(adjudication, 'extension').flatMap((extension) => {
    if (!nameOf(extension).endsWith('reviewaction')) return []
    const parts = objectsAt(extension, 'extension')
    const part = (name: string) => parts.find((one) => nameOf(one).endsWith(name))
    const codes = (name: string) => codingsOf(objectAt(part(name) ?? {}, 'valueCodeableConcept'))
    return [
      {
        action: codes('reviewactioncode')[0]?.code.toUpperCase() ?? '',
        number: shortText(textAt(part('number') ?? {}, 'valueString')),
        reasons: codes('reasoncode'),
      },
    ]
  })
}

const nameOf = (extension: JsonObject) => (textAt(extension, 'url') ?? '').toLowerCase()

/**
 * The number of the reason: of what was denied before anything else. A claim adjustment reason code (CARC) says so;
 * another list's has its number alone.
 */
function denialOf(entries: JsonObject[], reviews: Review[]): string | null {
  const denied = reviews.filter(({ action }) => actions[action] === 'denied' || actions[action] === 'modified')
  const reasons = [
    ...denied.flatMap((review) => review.reasons),
    ...entries.flatMap((entry) => codingsOf(objectAt(entry, 'reason'))),
  ]
  const [reason] = reasons.filter(({ code }) => code !== '0' && /^[A-Z0-9-]{1,8}$/i.test(code))
  if (!reason) return null
  const isCarc = /carc|claim-adjustment-reason/i.test(reason.system)
  return isCarc ? `CARC ${reason.code.toUpperCase()}` : reason.code.toUpperCase()
}
