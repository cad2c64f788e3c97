/** Claims and what the plan made of them: numbers, days, cents and code numbers, never words. */
import { numberAt, objectAt, objectsAt, textAt, type JsonObject } from '../../json.ts'
import { familyOf } from '../../restricted-info/code-system-uri.ts'
import type { Clue, Facts, OwnOffice, Taken } from '../feed.ts'
import { codeAt, codingsOf, confirmationOf, containedAt, dayAt, npiOf, shortText, targetAt } from './element.ts'
import { adjudicated, amountOf, statusOf } from './money.ts'
import { fullName } from './people.ts'

/** The office of a Claim comes before what its encounters say, and that before the provider of the other record. */
export const RANK_OF_CLAIM = 0
const RANK_OF_ENCOUNTER = 1
const RANK_OF_BENEFIT = 2

/** A request for authorization may bear the number of the referral that it is made of. */
export function takeClaim(claim: JsonObject, sourceId: string): Taken {
  const isReferral = textAt(claim, 'use') === 'preauthorization'
  return { ...take(claim, RANK_OF_CLAIM), confirmation: isReferral ? confirmationOf(claim, sourceId) : null }
}

/** A Claim and its ExplanationOfBenefit are one claim; either alone is a claim too. */
export function takeBenefit(benefit: JsonObject): Taken {
  return { ...take(benefit, RANK_OF_BENEFIT), pairSourceId: targetAt(benefit, 'claim')?.id ?? null }
}

function take(claim: JsonObject, rank: number): Taken {
  const period = objectAt(claim, 'billablePeriod')
  const items = objectsAt(claim, 'item')
  const lines = items.map((item, at) => lineOf(item, at + 1))
  const received = objectsAt(claim, 'supportingInfo').find((info) =>
    codingsOf(objectAt(info, 'category')).some(({ code }) => code === 'clmrecvddate'),
  )
  const payment = objectAt(claim, 'payment')
  const amounts = adjudicated(claim, lines)
  const provider = personOf(claim)
  const encounters = items.flatMap((item) => objectsAt(item, 'encounter')).flatMap((to) => targetAt({ to }, 'to') ?? [])
  return {
    facts: {
      number: numberOf(claim),
      memberSourceId: targetAt(claim, 'patient')?.id ?? null,
      type: typeOf(claim),
      status: statusOf(claim, amounts, lines),
      servicedFrom: period ? dayAt(period, 'start') : null,
      servicedTo: period ? dayAt(period, 'end') : null,
      receivedOn: received ? dayAt(received, 'timingDate') : dayAt(claim, 'created'),
      paidOn: payment ? dayAt(payment, 'date') : null,
      created: textAt(claim, 'created'),
      ...amounts,
      ...provider,
      lines,
    },
    ...officeClues(claim, objectAt(claim, 'provider'), rank, [...new Set(encounters.map(({ id }) => id))]),
  }
}

/** The first number a record bears, another than `unless` where it has one; null for none. */
export function numberOf(record: JsonObject, unless: string | null = null): string | null {
  const values = objectsAt(record, 'identifier').map((identifier) => shortText(textAt(identifier, 'value')))
  return values.find((value) => value !== '' && value.toUpperCase() !== unless) ?? unless
}

/** A prior authorization is no bill: it says so in place of the kind of claim. */
function typeOf(claim: JsonObject): string {
  const use = textAt(claim, 'use') ?? 'claim'
  if (use !== 'claim') return shortText(use)
  const known = ['professional', 'institutional', 'pharmacy', 'oral', 'vision']
  const codes = codingsOf(objectAt(claim, 'type')).map(({ code }) => code)
  return known.find((type) => codes.includes(type)) ?? 'other'
}

/** Where the record may belong, and the office it describes itself. */
export function officeClues(
  record: JsonObject,
  provider: JsonObject | null,
  rank: number,
  encounters: string[],
): { clues: Clue[]; offices: OwnOffice[] } {
  const clues: Clue[] = encounters.slice(0, 20).map((id) => ({ rank: RANK_OF_ENCOUNTER, type: 'Encounter', id }))
  const target = provider ? targetAt({ provider }, 'provider') : null
  if (target) return { clues: [{ rank, ...target }, ...clues], offices: [] }
  const inside = containedAt(record, provider)
  const isOrganization = inside && textAt(inside, 'resourceType') === 'Organization'
  const npi = isOrganization ? npiOf(inside) : null
  if (!isOrganization || !npi) return { clues, offices: [] }
  const sourceId = `npi-${npi}`
  const name = shortText(textAt(inside, 'name')) || `NPI ${npi}`
  return { clues: [{ rank, type: 'Organization', id: sourceId }, ...clues], offices: [{ sourceId, npi, name }] }
}

/** The person who did it, by careTeam, else by provider; the name at once when the record contains them. */
function personOf(claim: JsonObject): { providerSourceId: string | null; providerName: string | null } {
  const roles = ['rendering', 'performing', 'primary', 'attending', 'prescribing']
  const team = objectsAt(claim, 'careTeam').filter((member) => roles.includes(codeAt(member, 'role') ?? ''))
  for (const reference of [...team.map((member) => objectAt(member, 'provider')), objectAt(claim, 'provider')]) {
    if (!reference) continue
    const target = targetAt({ reference }, 'reference')
    if (target && target.type !== 'Organization') return { providerSourceId: target.id, providerName: null }
    const inside = containedAt(claim, reference)
    if (inside && textAt(inside, 'resourceType') === 'Practitioner') {
      return { providerSourceId: null, providerName: fullName(inside) || null }
    }
  }
  return { providerSourceId: null, providerName: null }
}

function lineOf(item: JsonObject, line: number): Facts {
  const [product] = codingsOf(objectAt(item, 'productOrService'))
  const [revenue] = codingsOf(objectAt(item, 'revenue'))
  const code = product ?? revenue ?? null
  const period = objectAt(item, 'servicedPeriod')
  const quantity = objectAt(item, 'quantity')
  const modifiers = objectsAt(item, 'modifier').flatMap((modifier) => codingsOf(modifier).map((coding) => coding.code))
  return {
    line,
    code: code ? shortText(code.code) : null,
    codeSystem: code ? familyOf(code.system) : null,
    modifiers: [...new Set(modifiers)].join(' ') || null,
    servicedFrom: dayAt(item, 'servicedDate') ?? (period ? dayAt(period, 'start') : null),
    servicedTo: dayAt(item, 'servicedDate') ?? (period ? dayAt(period, 'end') : null),
    units: quantity ? numberAt(quantity, 'value') : null,
    ...amountOf(item),
  }
}
