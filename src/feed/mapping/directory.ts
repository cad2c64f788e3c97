/** Whom a member may be referred to: places, people's roles in them, and names as they are looked for. */
import { numberAt, objectAt, objectsAt, textAt, WrongType, type JsonObject } from '../../json.ts'
import { foldName } from '../../members/member.ts'
import type { Facts, Taken } from '../feed.ts'
import { codingsOf, firstAt, shortText, targetAt } from './element.ts'

const GEOLOCATION = 'http://hl7.org/fhir/StructureDefinition/geolocation'

/** So many places or specialties of one role are taken: the search would show it as often. */
const AT_MOST = 12

/** The first address in the rows' terms. */
export function addressAt(address: JsonObject | null): Record<'street' | 'city' | 'state' | 'zip', string | null> {
  const line = address?.line ?? []
  if (!Array.isArray(line)) throw new WrongType('line')
  const text = (name: string) => (address ? shortText(textAt(address, name)) || null : null)
  return {
    street: shortText(line.filter((part) => typeof part === 'string').join(', ')) || null,
    city: text('city'),
    state: text('state'),
    zip: text('postalCode'),
  }
}

/** The telephone of a holder; null when it has none. */
export function telephoneOf(holder: JsonObject): string | null {
  const phone = objectsAt(holder, 'telecom').find((t) => (textAt(t, 'system') ?? 'phone') === 'phone')
  return phone ? shortText(textAt(phone, 'value')) || null : null
}

/** Degrees where both are on the globe; none for half a point, and none for 0, 0, which stands for "unknown". */
function pointOf(latitude: number | null, longitude: number | null): Facts {
  const isPoint =
    latitude !== null && longitude !== null && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 &&
    (latitude !== 0 || longitude !== 0) // prettier-ignore
  return isPoint ? { latitude, longitude } : { latitude: null, longitude: null }
}

/** The point of an address (FHIR's geolocation extension). */
function pointOfAddress(address: JsonObject | null): Facts {
  const extension = address && objectsAt(address, 'extension').find((one) => one.url === GEOLOCATION)
  const parts = extension ? objectsAt(extension, 'extension') : []
  const degrees = (name: string) => {
    const part = parts.find((one) => one.url === name)
    return part ? numberAt(part, 'valueDecimal') : null
  }
  return pointOf(degrees('latitude'), degrees('longitude'))
}

/** Whether the element says no; anything but a boolean is an error. Throws `WrongType`. */
export function isInactive(resource: JsonObject): boolean {
  if (resource.active !== undefined && typeof resource.active !== 'boolean') throw new WrongType('active')
  return resource.active === false
}

/** Kinds of organization that patients go to: a network, a payer or an employer is none. */
const providing = ['prov', 'prvgrp', 'fac', 'dept', 'atyprv']

/** What the directory shows of an Organization, beside what an office is made of. */
export function listingOf(organization: JsonObject, name: string): Facts {
  const types = objectsAt(organization, 'type').flatMap((type) => codingsOf(type).map(({ code }) => code))
  return {
    isListed: types.some((type) => providing.includes(type)) ? 1 : null,
    nameKey: foldName(name),
    ...pointOfAddress(firstAt(organization, 'address')),
  }
}

/** A place; one that is not in use any more is closed. */
export function takeLocation(location: JsonObject): Taken {
  const position = objectAt(location, 'position')
  const address = addressAt(objectAt(location, 'address'))
  return {
    facts: {
      closed: ['inactive', 'suspended'].includes(textAt(location, 'status') ?? '') ? 1 : null,
      organization: targetAt(location, 'managingOrganization')?.id ?? null,
      telephone: telephoneOf(location),
      ...address,
      // Both of the ways that senders write the longer ones: 060404049 and 06040-4049.
      zip: /^\d{5}/.exec(address.zip ?? '')?.[0] ?? null,
      ...(position ? pointOf(numberAt(position, 'latitude'), numberAt(position, 'longitude')) : {}),
    },
  }
}

/** The name as it is looked for: the last name first, without titles before and degrees after it. */
export function personKey(name: string): string {
  const words = name
    .replace(/,.*$/s, '')
    .replace(/^(dr|mr|mrs|ms|prof)\.?\s+/i, '')
    .trim()
    .split(/\s+/)
  return foldName([words.at(-1) ?? '', ...words.slice(0, -1)].join(' '))
}

/**
 * A person's work in an office. The Practitioner may never arrive: then the name is what stands beside the reference.
 * The directory is public knowledge, so these words may be shown, unlike any others of the core system.
 */
export function takePractitionerRole(role: JsonObject): Taken {
  const organization = targetAt(role, 'organization')?.id ?? null
  const [person, office] = [displayAt(role, 'practitioner'), displayAt(role, 'organization')]
  const places = objectsAt(role, 'location').map((location) => targetAt({ location }, 'location')?.id)
  return {
    officeSourceId: organization,
    facts: {
      practitioner: targetAt(role, 'practitioner')?.id ?? null,
      inactive: isInactive(role) ? 1 : null,
      name: person || null,
      nameKey: personKey(person) || null,
      organizationName: office || null,
      organizationKey: foldName(office) || null,
      places: [...new Set(places)].filter((id) => id !== undefined).slice(0, AT_MOST).map((id) => ({ id })),
      specialties: objectsAt(role, 'specialty').slice(0, AT_MOST).map(specialtyOf),
    },
  } // prettier-ignore
}

/** A specialty by its code of the NUCC taxonomy, and in the sender's words; its key finds it by either where one is missing. */
function specialtyOf(concept: JsonObject): Facts {
  const coded = objectsAt(concept, 'coding')
  const coding = coded.find((one) => textAt(one, 'system')?.endsWith('/provider-taxonomy')) ?? coded[0]
  const code = coding ? shortText(textAt(coding, 'code')) : ''
  const words = shortText(textAt(concept, 'text')) || (coding ? shortText(textAt(coding, 'display')) : '')
  return { code: code || null, words: words || null, key: foldName(words || code) }
}

function displayAt(parent: JsonObject, name: string): string {
  const reference = objectAt(parent, name)
  return reference ? shortText(textAt(reference, 'display')) : ''
}
