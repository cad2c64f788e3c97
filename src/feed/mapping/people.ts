/** Offices, people and members. */
import { objectAt, objectsAt, textAt, type JsonObject } from '../../json.ts'
import { foldName } from '../../members/member.ts'
import type { Facts, Taken } from '../feed.ts'
import { addressAt, isInactive, listingOf, telephoneOf } from './directory.ts'
import {
  centsAt,
  codeAt,
  codingsOf,
  containedAt,
  dayAt,
  firstAt,
  identifierOf,
  nameOf,
  npiOf,
  shortText,
  targetAt,
} from './element.ts'

/** An Organization becomes an office once a claim or referral names it; one that is not active is terminated (III.M.4). */
export function takeOrganization(organization: JsonObject, sourceId: string): Taken {
  const npi = npiOf(organization)
  const name = shortText(textAt(organization, 'name'))
  return {
    officeSourceId: sourceId,
    facts: {
      terminated: isInactive(organization) ? 1 : null,
      name: name || (npi ? `NPI ${npi}` : 'Office without a name'),
      npi,
      tin: identifierOf(organization, 'TAX') ?? identifierOf(organization, 'EN'),
      telephone: telephoneOf(organization),
      ...addressAt(firstAt(organization, 'address')),
      ...listingOf(organization, name),
    },
  }
}

export function takePractitioner(practitioner: JsonObject): Taken {
  const { first, last } = nameOf(practitioner)
  return {
    facts: {
      name: fullName(practitioner),
      npi: npiOf(practitioner),
      nameKey: foldName(`${last} ${first}`),
      inactive: isInactive(practitioner) ? 1 : null,
    },
  }
}

/** A person's name in one line; blank when the record has none. */
export function fullName(person: JsonObject): string {
  const { first, last } = nameOf(person)
  return `${first} ${last}`.trim()
}

export function takeEncounter(encounter: JsonObject): Taken {
  return { officeSourceId: targetAt(encounter, 'serviceProvider')?.id ?? null, facts: {} }
}

/**
 * Member id: identifier of type MB, else MR, else the Patient's id.
 * A member without a name is stored with a blank one: found by id, never by name.
 */
export function takePatient(patient: JsonObject, sourceId: string): Taken {
  const { first, last } = nameOf(patient)
  const pcp = firstAt(patient, 'generalPractitioner')
  const gender = textAt(patient, 'gender')
  return {
    facts: {
      memberNumber: shortText(identifierOf(patient, 'MB') ?? identifierOf(patient, 'MR') ?? sourceId),
      lastName: last,
      firstName: first,
      lastNameKey: foldName(last),
      firstNameKey: foldName(first),
      birthDate: dayAt(patient, 'birthDate'),
      gender: ['female', 'male', 'other', 'unknown'].includes(gender ?? '') ? gender : null,
      pcpSourceId: pcp ? (targetAt({ pcp }, 'pcp')?.id ?? null) : null,
    },
  }
}

/**
 * A coverage of its own. One that a claim contains only names who was billed: it has no dates, and nobody's
 * eligibility is made of it. Without a beneficiary it is nobody's, and no row comes of it.
 */
export function takeCoverage(coverage: JsonObject): Taken {
  const plan = objectsAt(coverage, 'class').find((c) => codeAt(c, 'type') === 'plan')
  const planName = plan ? shortText(textAt(plan, 'name')) : ''
  const planValue = plan ? shortText(textAt(plan, 'value')) : ''
  const period = objectAt(coverage, 'period')
  const payor = firstAt(coverage, 'payor')
  const payorInside = containedAt(coverage, payor)
  // HL7's coverage-copay-type: `copay` holds for every service that has none of its own; a visit's (`gpvisit`) says nothing of others.
  const copay = objectsAt(coverage, 'costToBeneficiary').find((cost) =>
    codingsOf(objectAt(cost, 'type')).some(({ code }) => code === 'copay'),
  )
  const facts: Facts = {
    memberSourceId: targetAt(coverage, 'beneficiary')?.id ?? null,
    planName: planName || planValue || null,
    product: (planName && planValue) || codeAt(coverage, 'type'),
    payorSourceId: payor ? (targetAt({ payor }, 'payor')?.id ?? null) : null,
    payor: payorInside ? shortText(textAt(payorInside, 'name')) || null : null,
    network: shortText(textAt(coverage, 'network')) || null,
    relationship: codeAt(coverage, 'relationship'),
    status: textAt(coverage, 'status'),
    startsOn: period ? dayAt(period, 'start') : null,
    endsOn: period ? dayAt(period, 'end') : null,
    copayCents: copay ? centsAt(copay, 'valueMoney') : null,
    sort: typeof coverage.order === 'number' && Number.isSafeInteger(coverage.order) ? coverage.order : 1,
  }
  return { facts }
}
