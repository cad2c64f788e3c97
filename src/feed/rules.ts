/** One line of the feed, read. Pure: a line that cannot be used is told with its reason, never thrown. */
import { sha256Of } from '../digest.ts'
import { isObject, objectAt, textAt, WrongType, type Json, type JsonObject } from '../json.ts'
import { judged, judgedTypes } from '../restricted-info/judge.ts'
import {
  storedTypes,
  UNREADABLE,
  type FeedRecord,
  type Line,
  type Rejection,
  type StoredType,
  type Taken,
} from './feed.ts'
import { takeBenefit, takeClaim } from './mapping/claims.ts'
import { takeLocation, takePractitionerRole } from './mapping/directory.ts'
import { takeCoverage, takeEncounter, takeOrganization, takePatient, takePractitioner } from './mapping/people.ts'
import { takeReferral, takeResponse } from './mapping/referrals.ts'

/** Raise it whenever what is taken from a resource changes: every record then counts as changed. */
const READING = '4'
/** FHIR nests a dozen deep; a thousand levels are an attack on the reader. */
const DEEPEST = 64
/** A stored record stays well under the 1 MB of one bound value. */
const LARGEST_RECORD = 900_000

const take: Partial<Record<StoredType, (resource: JsonObject, id: string) => Taken>> = {
  Organization: takeOrganization,
  Practitioner: takePractitioner,
  PractitionerRole: takePractitionerRole,
  Location: takeLocation,
  Patient: takePatient,
  Coverage: takeCoverage,
  ExplanationOfBenefit: takeBenefit,
  Claim: takeClaim,
  ClaimResponse: takeResponse,
  ServiceRequest: takeReferral,
  Encounter: takeEncounter,
}

/** Reads one line of NDJSON; null for a blank one. */
export function readLine(bytes: Uint8Array): Line | null {
  if (bytes.length === 0) return null
  let text
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes).trim()
  } catch {
    return rejected('not-utf-8')
  }
  if (text === '') return null
  if (depthOf(text) > DEEPEST) return rejected('too-deep')
  let value: Json
  try {
    value = JSON.parse(text)
  } catch {
    return rejected('not-json')
  }
  return readResource(value, text)
}

function readResource(value: Json, text: string): Line {
  const type = isObject(value) ? value.resourceType : null
  if (!isObject(value) || typeof type !== 'string' || !/^[A-Z][A-Za-z]{1,63}$/.test(type)) {
    return rejected('not-a-resource')
  }
  const stored = storedTypes.find((known) => known === type)
  if (!stored) return { kind: 'ignored', type }
  try {
    const id = textAt(value, 'id')
    if (!id) return rejected('no-id', type)
    if (!/^[\w.-]{1,128}$/.test(id)) return rejected('bad-id', type)
    const record = recordOf(stored, id, value, text)
    return JSON.stringify(record).length > LARGEST_RECORD ? rejected('too-large', type) : { kind: 'record', record }
  } catch (error) {
    if (error instanceof WrongType) return rejected(`wrong-type:${error.element}`, type)
    throw error
  }
}

function recordOf(type: StoredType, id: string, resource: JsonObject, text: string): FeedRecord {
  const meta = objectAt(resource, 'meta')
  const sentAt = Date.parse((meta && textAt(meta, 'lastUpdated')) ?? '')
  const isJudged = judgedTypes.some((known) => known === type)
  return {
    type,
    sourceId: id,
    digest: sha256Of('base64url', READING, text).slice(0, 27),
    sentAt: Number.isNaN(sentAt) ? null : sentAt,
    ...(isJudged ? judged(resource) : { codes: [], links: [] }),
    pairSourceId: null,
    confirmation: null,
    officeSourceId: null,
    clues: [],
    offices: [],
    ...(take[type]?.(resource, id) ?? { facts: {} }),
  }
}

function rejected(reason: Rejection, type = UNREADABLE): Line {
  return { kind: 'rejected', type, reason }
}

/** How deep the brackets outside of strings nest. */
function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at)
    if (inString) {
      if (char === 92) at += 1
      else if (char === 34) inString = false
    } else if (char === 34) inString = true
    else if (char === 123 || char === 91) deepest = Math.max(deepest, (depth += 1))
    else if (char === 125 || char === 93) depth -= 1
  }
  return deepest
}

/** The lines of a part, without their ends. */
export function* linesOf(body: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < body.length;) {
    const end = body.indexOf(10, start)
    yield body.subarray(start, end < 0 ? body.length : end)
    start = end < 0 ? body.length : end + 1
  }
}

/** Whether the older of two versions: then it is not stored, in whatever order they come. */
export function isOlder(sentAt: number | null, than: number | null): boolean {
  return sentAt !== null && than !== null && sentAt < than
}
