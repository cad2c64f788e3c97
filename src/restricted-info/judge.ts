/** III.I.1: what of a FHIR resource is judged, and which records it leads to. Pure. */
import { objectAt, objectsAt, textAt, type JsonObject } from '../json.ts'
import { familyOf, saysAbsent, saysCompound, type JudgedElement } from './code-system-uri.ts'
import { isReadable, targetOf, type Target } from './reference.ts'
import type { JudgedCode } from './verdict.ts'

/** A judged link to another record. `required`: it hides this record when it leads nowhere. */
export type JudgedLink = Target & { required: boolean }

/** What a record is judged by. */
export type Judged = { codes: JudgedCode[]; links: JudgedLink[] }

/** The types whose records are judged; a judged link to any other type leads nowhere. */
export const judgedTypes = [
  'Claim',
  'ExplanationOfBenefit',
  'ClaimResponse',
  'ServiceRequest',
  'Condition',
  'Procedure',
  'MedicationRequest',
  'Encounter',
] as const

/** The judged codes and links of a resource, with those of what it contains. Throws `WrongType`. */
export function judged(resource: JsonObject): Judged {
  const found: Found = { codes: new Map(), links: new Map(), contained: containedIn(resource) }
  judgeWhole(resource, found)
  // Contained resources belong to the record. What is no clinical statement (payers, people) has nothing judged.
  for (const part of found.contained) judgeWhole(part, found, true)
  return { codes: [...found.codes.values()], links: [...found.links.values()] }
}

/** FHIR forbids a contained resource to contain others; one that does hides nothing by it. */
function containedIn(resource: JsonObject): JsonObject[] {
  return objectsAt(resource, 'contained').flatMap((part) => [part, ...containedIn(part)])
}

type Found = { codes: Map<string, JudgedCode>; links: Map<string, JudgedLink>; contained: JsonObject[] }

function judgeWhole(resource: JsonObject, found: Found, isContained = false): void {
  labels(resource, found)
  const before = found.codes.size + found.links.size
  const type = textAt(resource, 'resourceType')
  if (type === 'Claim' || type === 'ExplanationOfBenefit') judgeClaim(resource, found)
  else if (type === 'ClaimResponse') for (const item of objectsAt(resource, 'addItem')) judgeItem(item, found)
  else if (type !== null) judgeClinical(type, resource, found)
  // A record with nothing to judge it by might be about anything. An Encounter's reason may be left out,
  // and a contained request often only names who sent the patient.
  const needsOne = ['Claim', 'ExplanationOfBenefit', ...(isContained ? [] : ['ServiceRequest'])]
  if (needsOne.includes(type ?? '') && found.codes.size + found.links.size === before) add(found, ['product', '', ''])
}

/** `meta.security`: any label but ordinary confidentiality is enough by itself. */
function labels(resource: JsonObject, found: Found): void {
  const meta = objectAt(resource, 'meta')
  for (const label of meta ? objectsAt(meta, 'security') : []) {
    const ordinary =
      (textAt(label, 'system') ?? '').endsWith('v3-Confidentiality') && /^[ULMN]$/.test(textAt(label, 'code') ?? '')
    if (!ordinary) add(found, ['label', '', ''])
  }
}

function judgeClaim(claim: JsonObject, found: Found): void {
  for (const entry of objectsAt(claim, 'diagnosis')) {
    codedOrLinked(entry, 'diagnosis', found)
    concept(entry, 'packageCode', 'drg', found)
  }
  for (const entry of objectsAt(claim, 'procedure')) codedOrLinked(entry, 'procedure', found)
  for (const item of [...objectsAt(claim, 'item'), ...objectsAt(claim, 'addItem')]) judgeItem(item, found)
  for (const info of objectsAt(claim, 'supportingInfo')) {
    judgeGroup(info, found)
    link(objectAt(info, 'valueReference'), found, false)
  }
  for (const related of objectsAt(claim, 'related')) link(objectAt(related, 'claim'), found)
  for (const name of ['claim', 'prescription', 'originalPrescription']) link(objectAt(claim, name), found)
  const referral = objectAt(claim, 'referral')
  // Some senders put the referring person's own number here: a person is no record, and is not judged.
  if (referral && !namesPerson(referral)) link(referral, found)
}

/** A diagnosis or procedure of a claim: a code, or a link to the record that has it. One of them must be there. */
function codedOrLinked(entry: JsonObject, element: 'diagnosis' | 'procedure', found: Found): void {
  const reference = objectAt(entry, `${element}Reference`)
  link(reference, found)
  if (!concept(entry, `${element}CodeableConcept`, element, found) && !reference) add(found, [element, '', ''])
}

function judgeItem(item: JsonObject, found: Found): void {
  const details = [...objectsAt(item, 'detail'), ...objectsAt(item, 'subDetail')]
  const product = objectAt(item, 'productOrService')
  const codings = product ? objectsAt(product, 'coding') : []
  const ingredients = codings.filter((c) => saysCompound(textAt(c, 'system') ?? '', textAt(c, 'code') ?? ''))
  // "Compound" is judged by the details that name its ingredients; without details it is a code like any other.
  if (ingredients.length > 0 && details.length > 0) {
    takeCodings(
      codings.filter((coding) => !ingredients.includes(coding)),
      'product',
      found,
    )
  } else if (!isRoomAlone(item, codings)) concept(item, 'productOrService', 'product', found)
  concept(item, 'revenue', 'revenue', found)
  for (const modifier of objectsAt(item, 'modifier')) coded(modifier, 'modifier', found)
  for (const encounter of objectsAt(item, 'encounter')) link(encounter, found)
  for (const detail of details) judgeItem(detail, found)
}

/** A day in a room has no product: hospitals say "not applicable" there, and the revenue code is what was billed. */
function isRoomAlone(item: JsonObject, codings: JsonObject[]): boolean {
  const revenue = objectAt(item, 'revenue')
  const said = codings.every((c) => saysAbsent(textAt(c, 'system') ?? '') && textAt(c, 'code') === 'not-applicable')
  return codings.length > 0 && said && revenue !== null && objectsAt(revenue, 'coding').length > 0
}

/** Of the supporting information only the diagnosis related group is judged. */
function judgeGroup(info: JsonObject, found: Found): void {
  const code = objectAt(info, 'code')
  if (!code) return
  const category = objectAt(info, 'category')
  const isGroup = category && objectsAt(category, 'coding').some((c) => textAt(c, 'code')?.toLowerCase() === 'drg')
  if (isGroup || objectsAt(code, 'coding').some((c) => familyOf(textAt(c, 'system') ?? '') === 'ms-drg')) {
    coded(code, 'drg', found)
  }
}

function judgeClinical(type: string, record: JsonObject, found: Found): void {
  if (type === 'Condition') codeNeeded(record, 'code', 'diagnosis', found)
  else if (type === 'Procedure') codeNeeded(record, 'code', 'procedure', found)
  else if (type === 'ServiceRequest') concept(record, 'code', 'procedure', found)
  else if (type === 'Medication') judgeMedication(record, found)
  else if (type === 'MedicationRequest') {
    const medication = objectAt(record, 'medicationReference')
    link(medication, found)
    if (!medication) codeNeeded(record, 'medicationCodeableConcept', 'medication', found)
  } else if (type === 'Encounter') {
    for (const entry of objectsAt(record, 'diagnosis')) link(objectAt(entry, 'condition'), found)
  } else return
  for (const reason of objectsAt(record, 'reasonCode')) coded(reason, 'reason', found)
  for (const name of ['reasonReference', 'basedOn']) for (const to of objectsAt(record, name)) link(to, found)
  link(objectAt(record, 'encounter'), found)
  for (const name of ['supportingInfo', 'supportingInformation']) {
    for (const to of objectsAt(record, name)) link(to, found, false)
  }
}

function judgeMedication(medication: JsonObject, found: Found): void {
  const ingredients = objectsAt(medication, 'ingredient')
  for (const ingredient of ingredients) {
    link(objectAt(ingredient, 'itemReference'), found)
    if (!ingredient.itemReference) codeNeeded(ingredient, 'itemCodeableConcept', 'medication', found)
  }
  if (medication.code !== undefined || ingredients.length === 0) codeNeeded(medication, 'code', 'medication', found)
}

function codeNeeded(parent: JsonObject, name: string, element: JudgedElement, found: Found): void {
  if (!concept(parent, name, element, found)) add(found, [element, '', ''])
}

/** Takes the codes of the concept at the name; false when there is no such concept. */
function concept(parent: JsonObject, name: string, element: JudgedElement, found: Found): boolean {
  const value = objectAt(parent, name)
  if (value) coded(value, element, found)
  return value !== null
}

/** Every coding counts; words alone, or a blank, are a judged element without a code. */
function coded(value: JsonObject, element: JudgedElement, found: Found): void {
  const codings = objectsAt(value, 'coding')
  if (codings.length === 0) add(found, [element, '', ''])
  takeCodings(codings, element, found)
}

function takeCodings(codings: JsonObject[], element: JudgedElement, found: Found): void {
  for (const coding of codings) add(found, [element, textAt(coding, 'system') ?? '', textAt(coding, 'code') ?? ''])
}

/**
 * Takes a judged link. One without an address, or to nothing that the record contains, leads nowhere;
 * so does one whose address cannot be read, even where links may lead nowhere: it may name a record that is there.
 */
function link(reference: JsonObject | null, found: Found, required = true): void {
  if (!reference) return
  const text = textAt(reference, 'reference') ?? ''
  if (text.startsWith('#')) {
    if (required && !leadsInside(text, found)) add(found, ['dead-link', '', ''])
    return
  }
  const target = targetOf(text, textAt(reference, 'type') ?? '')
  if (target && isReadable(target)) {
    const key = `${target.type}/${target.id}`
    found.links.set(key, { ...target, required: required || (found.links.get(key)?.required ?? false) })
  } else if (required || text !== '') add(found, ['dead-link', '', ''])
}

/** Whether the record contains the resource, and it is of a type that is judged. */
function leadsInside(text: string, found: Found): boolean {
  const part = found.contained.find((resource) => [text, text.slice(1)].includes(textAt(resource, 'id') ?? ''))
  const type = part ? textAt(part, 'resourceType') : null
  return type === 'Medication' || judgedTypes.some((known) => known === type)
}

function namesPerson(reference: JsonObject): boolean {
  const identifier = objectAt(reference, 'identifier')
  const type = identifier && objectAt(identifier, 'type')
  const isNumber = type && objectsAt(type, 'coding').some((c) => /^(npi|upin)$/i.test(textAt(c, 'code') ?? ''))
  return Boolean(isNumber) && reference.reference === undefined
}

function add(found: Found, code: JudgedCode): void {
  found.codes.set(code.join('\u0000'), code)
}
