/** The policy's categories a to h, and the glossary's victims of abuse. */
export type Category =
  | 'birth-control'
  | 'pregnancy'
  | 'abortion'
  | 'sti-reportable'
  | 'hiv-aids'
  | 'sexual-assault'
  | 'substance-use'
  | 'mental-health'
  | 'abuse'

/** Where in a claim, or behind which link of it, the code stands that hides it. */
export type Place =
  | 'diagnosis'
  | 'second-diagnosis'
  | 'line'
  | 'detail'
  | 'modifier'
  | 'place'
  | 'drug'
  | 'revenue'
  | 'drg'
  | 'label'
  | 'claim-only'
  | 'condition'
  | 'encounter'
  | 'procedure'
  | 'prescription'
  | 'prescription-reason'
  | 'referral'
  | 'related'

/** For each category, the codes that tell it and the places they are put in. */
export const WAYS: Record<Category, Partial<Record<Place, string[]>>> = {
  'birth-control': {
    diagnosis: ['Z30.011', 'Z30.430', 'Z97.5'],
    line: ['J7298', 'J7307', 'A4267', 'J1050'],
    detail: ['J7300'],
    modifier: ['FP'],
    drug: ['00008-2514-02', '50419040203', '00052-0272-03'],
    condition: ['Z30.41'],
    'prescription-reason': ['Z30.011'],
    label: ['SEX'],
  },
  pregnancy: {
    diagnosis: ['O80', 'Z34.01', 'O24.410'],
    'second-diagnosis': ['Z3A.28'],
    line: ['H1000', 'S9442', 'J1726'],
    revenue: ['0722', '0112'],
    drg: ['807', '788'],
    encounter: ['O09.91'],
    procedure: ['Z34.83'],
    'claim-only': ['O26.90'],
    label: ['PREGNANT'],
  },
  abortion: {
    diagnosis: ['Z33.2', 'O03.9', 'O04.80'],
    line: ['S0190', 'S0199'],
    drg: ['770', '779'],
    condition: ['O02.1'],
    referral: ['Z33.2'],
    label: ['SEX'],
  },
  'sti-reportable': {
    diagnosis: ['A54.00', 'A56.01', 'U07.1', 'B18.2', 'A15.0'],
    'second-diagnosis': ['A51.0'],
    line: ['G0472', 'U0003', 'G0445'],
    condition: ['A63.0'],
    related: ['A60.00'],
    label: ['STD'],
  },
  'hiv-aids': {
    diagnosis: ['B20', 'Z21', 'Z20.6'],
    line: ['G0432', 'J0741', 'G0475'],
    drug: ['61958-2501-01', '61958070101'],
    drg: ['975'],
    'prescription-reason': ['B20'],
    'claim-only': ['Z21'],
    label: ['HIV'],
  },
  'sexual-assault': {
    diagnosis: ['T74.21XA', 'Z04.41', 'T76.22XA'],
    'second-diagnosis': ['Z91.410'],
    condition: ['T74.21XD'],
    encounter: ['Z04.42'],
    label: ['SDV'],
  },
  'substance-use': {
    diagnosis: ['F10.20', 'F11.20', 'F19.10'],
    line: ['H0020', 'G2067', 'J2315'],
    modifier: ['HF'],
    place: ['55', '58'],
    drug: ['12496-1208-03', '00054-0177-13'],
    revenue: ['0906', '0944', '0126'],
    drg: ['896'],
    prescription: ['352364'],
    procedure: ['F10.10'],
    label: ['ETH', '42CFRPart2'],
  },
  'mental-health': {
    diagnosis: ['F32.9', 'F41.1', 'F31.9'],
    'second-diagnosis': ['F90.0'],
    line: ['H0031', 'G0444', 'H2019'],
    modifier: ['HE'],
    place: ['53'],
    revenue: ['0914', '0901', '0124'],
    drg: ['885'],
    'prescription-reason': ['F33.1'],
    referral: ['F43.10'],
    related: ['F42.2'],
    label: ['PSY', 'MH'],
  },
  abuse: {
    diagnosis: ['T74.11XA', 'T76.02XA', 'Z91.411'],
    'second-diagnosis': ['Y07.03'],
    condition: ['Z04.71'],
    'claim-only': ['T74.31XA'],
    label: ['SDV'],
  },
}
