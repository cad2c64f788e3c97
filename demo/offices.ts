import { SYSTEM, concept, identifier, reference, resource, type Resource } from './fhir.ts'
import { drawName } from './names.ts'
import { random } from './random.ts'

/** What an office does: decides its diagnoses, services and prices. */
export type Specialty =
  | 'family'
  | 'pediatrics'
  | 'cardiology'
  | 'orthopedics'
  | 'eye'
  | 'skin'
  | 'therapy'
  | 'hospital'
  | 'pharmacy'
  | 'supply'
  | 'oncology'
  | 'kidney'

/** One provider office of the demo plan; `share` is how many claims it files beside the others. */
export type Office = {
  id: string
  name: string
  specialty: Specialty
  taxonomy: string
  street: string
  city: string
  zip: string
  practitioners: number
  share: number
  active: boolean
}

const cities: Record<string, string> = {
  'Port Alder': '96190',
  Quillhaven: '96191',
  Larkmoor: '96192',
  'Tresk Bay': '96193',
}

/** Where Alder County would lie: out at sea, where nobody's office is. */
const points: Record<string, { latitude: number; longitude: number }> = {
  'Port Alder': { latitude: 33.9, longitude: -121.6 },
  Quillhaven: { latitude: 34.02, longitude: -121.52 },
  Larkmoor: { latitude: 34.11, longitude: -121.7 },
  'Tresk Bay': { latitude: 33.78, longitude: -121.66 },
}

/** What people call a specialty. */
const called: Record<Specialty, string> = {
  family: 'Family medicine',
  pediatrics: 'Pediatrics',
  cardiology: 'Cardiology (heart)',
  orthopedics: 'Orthopedic surgery (bones and joints)',
  eye: 'Ophthalmology (eyes)',
  skin: 'Dermatology (skin)',
  therapy: 'Physical therapy',
  hospital: 'General hospital',
  pharmacy: 'Pharmacy',
  supply: 'Medical supply',
  oncology: 'Oncology (cancer)',
  kidney: 'Nephrology (kidneys)',
}

function make(
  name: string,
  specialty: Specialty,
  taxonomy: string,
  street: string,
  city: string,
  practitioners: number,
  share: number,
): Office {
  const id = name.toLowerCase().replaceAll(' ', '-')
  return { id, name, specialty, taxonomy, street, city, zip: cities[city]!, practitioners, share, active: true }
}

/** The offices of the invented Alder County. */
export const OFFICES: readonly Office[] = [
  make('Harbor Family Medicine', 'family', '207Q00000X', '14 Mizzen Row', 'Port Alder', 6, 24),
  make('Alder Pediatrics', 'pediatrics', '208000000X', '3 Cormorant Steps', 'Port Alder', 4, 10),
  make('Lighthouse Cardiology', 'cardiology', '207RC0000X', '220 Beacon Spit Road', 'Port Alder', 4, 8),
  make('Quillhaven Orthopedics', 'orthopedics', '207X00000X', '9 Ropewalk Terrace', 'Quillhaven', 3, 7),
  make('Larkmoor Eye Center', 'eye', '207W00000X', '51 Heronsgate', 'Larkmoor', 2, 5),
  make('Tresk Bay Dermatology', 'skin', '207N00000X', '7 Limpet Lane', 'Tresk Bay', 2, 5),
  make('Port Alder Physical Therapy', 'therapy', '225100000X', '88 Capstan Street', 'Port Alder', 3, 6),
  make('Port Alder General Hospital', 'hospital', '282N00000X', '1 Breakwater Parade', 'Port Alder', 5, 11),
  make('Foghorn Pharmacy', 'pharmacy', '3336C0003X', '16 Mizzen Row', 'Port Alder', 1, 14),
  make('Millrace Medical Supply', 'supply', '332B00000X', '402 Sluice Road', 'Larkmoor', 1, 4),
  make('Stillwater Oncology', 'oncology', '207RX0202X', '30 Pondweed Way', 'Quillhaven', 2, 3),
  make('Breakwater Internal Medicine', 'family', '207R00000X', '6 Bollard Court', 'Tresk Bay', 3, 5),
  make('Tidewater Kidney Care', 'kidney', '207RN0300X', '75 Ebb Street', 'Larkmoor', 2, 4),
  { ...make('Old Pier Clinic', 'family', '207Q00000X', '2 Old Pier', 'Tresk Bay', 2, 3), active: false },
]

/** An office that the core system knows, and that has filed nothing yet: it asks for access. */
export const NEWCOMER: Office = make(
  'Sandpiper Family Practice',
  'family',
  '207Q00000X',
  '12 Wharf Street',
  'Quillhaven',
  0,
  0,
)

/** Its place in numbers, past all others. */
const NEWCOMER_INDEX = 89

/**
 * A national provider identifier that was never given out: none that begins with 2 has been.
 * Its last digit is the Luhn check digit over 80840 and the nine before, as CMS computes it.
 */
export function npi(number: number): string {
  const body = `2990${String(number).padStart(5, '0')}`
  const doubled = [...`80840${body}`].toReversed().map((digit, place) => Number(digit) * (place % 2 === 0 ? 2 : 1))
  const sum = doubled.reduce((total, digit) => total + (digit > 9 ? digit - 9 : digit), 0)
  return `${body}${(10 - (sum % 10)) % 10}`
}

/** The id of an office's practitioner, counted from 1. */
export function practitionerId(office: Office, number: number): string {
  return `${office.id}-p${number}`
}

/** The id under which that practitioner works in the office. */
export function roleId(office: Office, number: number): string {
  return `${office.id}-role-${number}`
}

/** What the newcomer is known by, as its manager types it. */
export const NEWCOMER_NUMBERS = { npi: npi(NEWCOMER_INDEX + 1), tin: taxId(NEWCOMER_INDEX) }

/** Organization, Location, Practitioner and PractitionerRole of every office. */
export function officeResources(): Resource[] {
  const known = OFFICES.flatMap((office, index) => [
    organization(office, index),
    location(office, index),
    ...Array.from({ length: office.practitioners }, (_, i) => practitioner(office, index, i + 1)).flat(),
  ])
  return [...known, organization(NEWCOMER, NEWCOMER_INDEX), location(NEWCOMER, NEWCOMER_INDEX)]
}

function address(office: Office) {
  return {
    line: [office.street],
    city: office.city,
    district: 'Alder',
    state: 'CA',
    postalCode: office.zip,
    country: 'US',
  }
}

/** Telephone numbers 555-0100 to 555-0199 are kept free for stories. */
function telephone(index: number) {
  return [{ system: 'phone', value: `(805) 555-01${String(index + 10)}`, use: 'work' }]
}

/** Tax numbers that begin with 89 are not given out by the IRS. */
function taxId(index: number): string {
  return `8900001${index + 10}`
}

function organization(office: Office, index: number): Resource {
  return resource('Organization', office.id, {
    identifier: [identifier('NPI', SYSTEM.npi, npi(index + 1)), identifier('TAX', SYSTEM.tin, taxId(index))],
    active: office.active,
    type: [concept('http://terminology.hl7.org/CodeSystem/organization-type', 'prov')],
    name: office.name,
    telecom: telephone(index),
    address: [address(office)],
  })
}

function location(office: Office, index: number): Resource {
  return resource('Location', `${office.id}-site`, {
    status: office.active ? 'active' : 'inactive',
    name: office.name,
    address: address(office),
    telecom: telephone(index),
    // A street of its own each, some hundred yards from the next.
    position: {
      latitude: points[office.city]!.latitude + index / 1000,
      longitude: points[office.city]!.longitude,
    },
    managingOrganization: reference('Organization', office.id),
  })
}

function practitioner(office: Office, index: number, number: number): Resource[] {
  const { given, family } = drawName(random(7000 + index * 20 + number))
  return [
    resource('Practitioner', practitionerId(office, number), {
      identifier: [identifier('NPI', SYSTEM.npi, npi(1000 + index * 20 + number))],
      active: office.active,
      name: [{ use: 'official', family, given: [given] }],
    }),
    resource('PractitionerRole', roleId(office, number), {
      active: office.active,
      practitioner: reference('Practitioner', practitionerId(office, number)),
      organization: reference('Organization', office.id),
      specialty: [{ ...concept(SYSTEM.specialty, office.taxonomy), text: called[office.specialty] }],
      location: [reference('Location', `${office.id}-site`)],
    }),
  ]
}
