/** The people and the state of the offices that `npm start` sets up beside the demo plan. Nobody here exists. */

/** What a person's account is there to show. */
export type Scenario =
  | 'clerk'
  | 'eligibility-only'
  | 'two-offices'
  | 'locked'
  | 'dormant'
  | 'untrained'
  | 'password-ended'
  | 'suspended'
  | 'office-suspended'
  | 'office-terminated'
  | 'loa'
  | 'loa-past-due'
  | `staff-${Department}`

/** The departments of the plan that have staff accounts. */
export type Department =
  | 'information-services'
  | 'e-business'
  | 'provider-relations'
  | 'privacy'
  | 'information-security'

/** What a membership may be granted (III.B.6). */
export type Role = 'eligibility' | 'claims' | 'view-referrals' | 'submit-referrals'

/** One person to sign in as. Days count back from the day the demo is set up. */
export type DemoPerson = {
  email: string
  password: string
  scenario: Scenario
  /** The Organization id of the office that is active first; null for the plan's staff. */
  office: string | null
  /** Further offices with the same roles. */
  otherOffices: string[]
  roles: Role[]
  firstName: string
  lastName: string
  /** E.164; for passcodes by text message. */
  mobile: string | null
  isLoa: boolean
  department: Department | null
  capabilities: string[]
  approvedDaysAgo: number
  lastUsedDaysAgo: number
  passwordSetDaysAgo: number
  trainedDaysAgo: number
  locked: boolean
  suspended: boolean
}

/** Somebody who registered and waits for the LOA's decision. */
export type DemoRequest = {
  email: string
  office: string
  firstName: string
  lastName: string
  jobTitle: string
  jobDescription: string
  sentDaysAgo: number
}

/** How one office stands. Days count back from the day the demo is set up. */
export type DemoOffice = {
  office: string
  /** The anchor of the 45-day verification (III.H.1). */
  accessDaysAgo: number
  suspended: boolean
  /** The day the open verification was prompted, if one is open. */
  promptedDaysAgo: number | null
}

/** Everybody's password: meets III.D.3 and is easy to type. */
export const DEMO_PASSWORD = 'Demo-Harbor-7421'

const all: Role[] = ['eligibility', 'claims', 'view-referrals', 'submit-referrals']

type Told = Partial<DemoPerson> & Pick<DemoPerson, 'scenario' | 'email'>

/** A person in good standing, but for what is told. */
function person(name: string, told: Told): DemoPerson {
  const [firstName = '', lastName = ''] = name.split(' ')
  return {
    password: DEMO_PASSWORD,
    office: 'harbor-family-medicine',
    otherOffices: [],
    roles: all,
    firstName,
    lastName,
    mobile: null,
    isLoa: false,
    department: null,
    capabilities: [],
    approvedDaysAgo: 200,
    lastUsedDaysAgo: 1,
    passwordSetDaysAgo: 12,
    trainedDaysAgo: 90,
    locked: false,
    suspended: false,
    ...told,
  }
}

function staff(name: string, email: string, department: Department, capabilities: string[] = []): DemoPerson {
  const told = { office: null, roles: [], department, capabilities, mobile: null }
  return person(name, { scenario: `staff-${department}`, email: `${email}@harbor-view.example`, ...told })
}

/** The demo people; of several with one scenario the plainest stands first. */
export const PEOPLE: readonly DemoPerson[] = [
  person('Clara Birchmere', { scenario: 'clerk', email: 'clara@harbor-family.example', mobile: '+18055550150' }),
  person('Clement Rookwater', { scenario: 'clerk', email: 'clement@harbor-family.example', roles: ['claims'] }),
  person('Vera Sorrelby', { scenario: 'clerk', email: 'vera@harbor-family.example', roles: ['view-referrals'] }),
  person('Sven Foxglade', {
    scenario: 'clerk',
    email: 'sven@harbor-family.example',
    roles: ['view-referrals', 'submit-referrals'],
  }),
  person('Colm Yewthorn', {
    scenario: 'clerk',
    email: 'colm@lighthouse-cardiology.example',
    office: 'lighthouse-cardiology',
  }),
  person('Elio Tanglewick', {
    scenario: 'eligibility-only',
    email: 'elio@harbor-family.example',
    roles: ['eligibility'],
  }),
  person('Tova Candlewick', {
    scenario: 'two-offices',
    email: 'tova@tidy-billing.example',
    otherOffices: ['alder-pediatrics'],
    mobile: '+18055550151',
  }),
  person('Lowell Cragmoor', { scenario: 'locked', email: 'lowell@harbor-family.example', locked: true }),
  person('Dora Fallowmere', {
    scenario: 'dormant',
    email: 'dora@harbor-family.example',
    lastUsedDaysAgo: 75,
    passwordSetDaysAgo: 80,
  }),
  person('Una Hallowfen', {
    scenario: 'untrained',
    email: 'una@harbor-family.example',
    trainedDaysAgo: 400,
    approvedDaysAgo: 400,
  }),
  person('Piet Grindlewood', {
    scenario: 'password-ended',
    email: 'piet@harbor-family.example',
    passwordSetDaysAgo: 61,
    lastUsedDaysAgo: 2,
  }),
  person('Sable Underfen', { scenario: 'suspended', email: 'sable@harbor-family.example', suspended: true }),
  person('Orla Saltmarrow', {
    scenario: 'office-suspended',
    email: 'orla@breakwater-internal.example',
    office: 'breakwater-internal-medicine',
  }),
  person('Tilda Oldermarsh', {
    scenario: 'office-terminated',
    email: 'tilda@old-pier.example',
    office: 'old-pier-clinic',
  }),
  person('Lotte Hazelthorn', {
    scenario: 'loa',
    email: 'lotte@harbor-family.example',
    isLoa: true,
    mobile: '+18055550152',
  }),
  person('Piers Waverholme', {
    scenario: 'loa-past-due',
    email: 'piers@larkmoor-eye.example',
    office: 'larkmoor-eye-center',
    isLoa: true,
  }),
  staff('Ines Kelderwick', 'ines', 'information-services', ['audit.read']),
  staff('Ebba Marrowby', 'ebba', 'e-business'),
  staff('Pavel Thornquist', 'pavel', 'provider-relations'),
  staff('Petra Netherquill', 'petra', 'privacy'),
  staff('Silas Ironbrook', 'silas', 'information-security'),
]

/**
 * The rest of the offices' people, so that every office but Tidewater Kidney Care has an LOA.
 * They sign in like the others, but show nothing that the people above don't.
 */
export const COLLEAGUES: readonly DemoPerson[] = [
  colleague('Alma Whistledown', 'alder-pediatrics'),
  colleague('Lars Swallowmere', 'lighthouse-cardiology'),
  colleague('Quentin Ravenstrand', 'quillhaven-orthopedics'),
  colleague('Thandiwe Glenhazel', 'tresk-bay-dermatology'),
  colleague('Priya Sedgewater', 'port-alder-physical-therapy'),
  colleague('Gabor Moorcastle', 'port-alder-general-hospital'),
  colleague('Farah Orchardby', 'foghorn-pharmacy'),
  colleague('Malik Quarrymoor', 'millrace-medical-supply'),
  colleague('Sunita Mistlebrook', 'stillwater-oncology'),
  colleague('Bronwyn Dunmarrow', 'breakwater-internal-medicine', 'office-suspended'),
  colleague('Otto Harrowgrove', 'old-pier-clinic', 'office-terminated'),
  { ...colleague('Tala Weatherlark', 'tidewater-kidney-care', 'clerk'), isLoa: false },
]

function colleague(name: string, at: string, scenario: Scenario = 'loa'): DemoPerson {
  const email = `${name.split(' ')[0]?.toLowerCase()}@${at}.example`
  return person(name, { scenario, email, office: at, isLoa: true })
}

/** Requests that wait for the LOA of Harbor Family Medicine. */
export const REQUESTS: readonly DemoRequest[] = [
  {
    email: 'nell@harbor-family.example',
    office: 'harbor-family-medicine',
    firstName: 'Nell',
    lastName: 'Pinemarch',
    jobTitle: 'Receptionist',
    jobDescription: 'Greets patients, checks that they are covered, makes appointments.',
    sentDaysAgo: 1,
  },
  {
    email: 'bo@harbor-family.example',
    office: 'harbor-family-medicine',
    firstName: 'Bo',
    lastName: 'Quillfeather',
    jobTitle: 'Biller',
    jobDescription: 'Sends claims and follows up on those that were denied.',
    sentDaysAgo: 4,
  },
  {
    email: 'ines.v@harbor-family.example',
    office: 'harbor-family-medicine',
    firstName: 'Inès',
    lastName: 'Velvetine',
    jobTitle: 'Referral coordinator',
    jobDescription: 'Writes referrals to specialists and tells patients how they stand.',
    sentDaysAgo: 0,
  },
]

/**
 * How the offices stand: all have access; Tidewater Kidney Care has no LOA;
 * Larkmoor Eye Center was prompted 16 days ago, so its LOA reaches the verification only (III.H.2).
 * Breakwater Internal Medicine was prompted 25 days ago and is suspended since (III.H.3).
 * That Old Pier Clinic is terminated comes from the core system.
 */
export const OFFICE_STATES: readonly DemoOffice[] = [
  stands('harbor-family-medicine', 50, { promptedDaysAgo: 5 }),
  stands('alder-pediatrics', 20),
  stands('lighthouse-cardiology', 30),
  stands('quillhaven-orthopedics', 12),
  stands('larkmoor-eye-center', 61, { promptedDaysAgo: 16 }),
  stands('tresk-bay-dermatology', 8),
  stands('port-alder-physical-therapy', 25),
  stands('port-alder-general-hospital', 40),
  stands('foghorn-pharmacy', 3),
  stands('millrace-medical-supply', 33),
  stands('stillwater-oncology', 18),
  stands('breakwater-internal-medicine', 70, { suspended: true, promptedDaysAgo: 25 }),
  stands('tidewater-kidney-care', 15),
  stands('old-pier-clinic', 200),
]

function stands(id: string, accessDaysAgo: number, told: Partial<DemoOffice> = {}): DemoOffice {
  return { office: id, accessDaysAgo, suspended: false, promptedDaysAgo: null, ...told }
}
