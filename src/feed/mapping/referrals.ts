/** Referrals and what the plan decides of them: numbers, days and code numbers, never words. */
import { numberAt, objectAt, objectsAt, textAt, type JsonObject } from '../../json.ts'
import { familyOf } from '../../restricted-info/code-system-uri.ts'
import type { Facts, Taken } from '../feed.ts'
import { numberOf, officeClues, RANK_OF_CLAIM } from './claims.ts'
import { decisionOf } from './decision.ts'
import { codingsOf, confirmationOf, containedAt, dayAt, shortText, targetAt } from './element.ts'
import { fullName } from './people.ts'

/** FHIR's request priorities that have to be decided within hours. */
const URGENT = ['urgent', 'asap', 'stat']

/** So many codes of a kind are kept. */
const MOST_CODES = 40

export function takeReferral(request: JsonObject, sourceId: string): Taken {
  const encounter = targetAt(request, 'encounter')
  const period = objectAt(request, 'occurrencePeriod')
  const quantity = objectAt(request, 'quantityQuantity')
  const once = dayAt(request, 'occurrenceDateTime')
  const requester = requesterOf(request)
  const confirmation = confirmationOf(request, sourceId)
  return {
    confirmation,
    facts: {
      // The core system's own number, where it gave one beside the portal's.
      number: numberOf(request, confirmation),
      memberSourceId: targetAt(request, 'subject')?.id ?? null,
      status: textAt(request, 'status') ?? 'unknown',
      authoredOn: dayAt(request, 'authoredOn'),
      receivedAt: instantAt(request, 'authoredOn'),
      urgency: URGENT.includes(textAt(request, 'priority') ?? '') ? 'urgent' : 'routine',
      ...named(request, requester.person, 'requester'),
      ...named(request, objectsAt(request, 'performer')[0] ?? null, 'performer'),
      diagnoses: codesOf(objectsAt(request, 'reasonCode')),
      services: codesOf([objectAt(request, 'code')]),
      units: quantity ? numberAt(quantity, 'value') : null,
      startsOn: period ? dayAt(period, 'start') : once,
      endsOn: period ? dayAt(period, 'end') : once,
    },
    ...officeClues(request, requester.office, RANK_OF_CLAIM, encounter ? [encounter.id] : []),
  }
}

/** What the plan answered to a request for authorization; of an answer to a bill nothing is taken. */
export function takeResponse(response: JsonObject): Taken {
  const request = targetAt(response, 'request')
  const isReferral = textAt(response, 'use') === 'preauthorization'
  return {
    pairSourceId: request?.id ?? null,
    confirmation: isReferral ? confirmationOf(response, request?.id ?? '') : null,
    facts: isReferral ? { use: 'preauthorization', ...decisionOf(response) } : {},
    ...(isReferral && officeClues(response, objectAt(response, 'requestor'), RANK_OF_CLAIM, [])),
  }
}

/** Who asks: a person, and what tells the office. A role that the record contains names both. */
function requesterOf(request: JsonObject): { person: JsonObject | null; office: JsonObject | null } {
  const reference = objectAt(request, 'requester')
  const inside = containedAt(request, reference)
  if (!inside || textAt(inside, 'resourceType') !== 'PractitionerRole') return { person: reference, office: reference }
  return { person: objectAt(inside, 'practitioner'), office: objectAt(inside, 'organization') }
}

/** Who is named: an id of the core system's, or the name of what the record contains. An organization asks as no person. */
function named(request: JsonObject, reference: JsonObject | null, as: 'requester' | 'performer'): Facts {
  const target = reference && targetAt({ reference }, 'reference')
  const inside = containedAt(request, reference)
  const type = target?.type ?? (inside && textAt(inside, 'resourceType'))
  if (as === 'requester' && type === 'Organization') return { requesterSourceId: null, requesterName: null }
  return {
    [`${as}SourceId`]: target?.id ?? null,
    [`${as}Type`]: target?.type ?? null,
    [`${as}Name`]: inside ? nameInside(inside) || null : null,
  }
}

function nameInside(holder: JsonObject): string {
  return textAt(holder, 'resourceType') === 'Practitioner' ? fullName(holder) : shortText(textAt(holder, 'name'))
}

/** JSON [[system, code], …], as they were written. */
function codesOf(concepts: (JsonObject | null)[]): string {
  const found = concepts.flatMap((concept) => {
    const [first] = codingsOf(concept)
    return first ? [[familyOf(first.system) ?? '', shortText(first.code)]] : []
  })
  return JSON.stringify(found.slice(0, MOST_CODES))
}

/** The instant, ms UTC; null for a day without an hour. */
function instantAt(parent: JsonObject, name: string): number | null {
  const text = textAt(parent, name) ?? ''
  const at = /T\d\d:\d\d.*(?:Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? null : at
}
