import type { Specialty } from './offices.ts'

/** What a specialty sees and does: ICD-10-CM diagnoses, HCPCS level II services with their price in cents, modifiers. */
export type Practice = { diagnoses: string[]; services: [code: string, cents: number][]; modifiers?: string[] }

const words = (text: string) => text.split(' ')

/** `code:cents` pairs in one text, which reads better than a hundred brackets. */
const priced = (text: string) =>
  words(text).map((pair): [string, number] => [pair.split(':')[0]!, Number(pair.split(':')[1])])

/** Code numbers only, none of them a CPT number, none of them on the starting list of restricted codes. */
export const PRACTICE: Record<Specialty, Practice> = {
  family: {
    diagnoses: words('I10 E11.9 E78.5 J06.9 M54.50 Z00.00 Z00.01 K21.9 N39.0 R05.9 R51.9 E55.9 E03.9 J30.9 R53.83 Z23'),
    services: priced(
      'G0438:19800 G0439:14200 G0402:18600 G0008:2800 G0009:2800 J3301:1450 J1885:900 J0696:1200 G2211:1700 G0447:2900 G0108:6200 G0102:2500 T1015:12900',
    ),
  },
  pediatrics: {
    diagnoses: words('Z00.129 Z00.121 J02.9 H66.90 J45.909 L20.9 R50.9 J30.9 K59.00 R11.10 J06.9 H10.9'),
    services: priced('S0302:7200 T1015:11800 G0008:2800 G0009:2800 J0696:1200 J1100:700 G2211:1700 A4627:2400'),
  },
  cardiology: {
    diagnoses: words('I25.10 I48.91 I50.9 I10 R07.9 R00.2 I35.0 I73.9 I42.9 E78.2'),
    services: priced(
      'G0403:3200 G0404:1800 G0405:1500 G0422:13600 G0423:12800 G0248:11900 G0166:15600 J0153:6800 J2785:23500 A9502:9800',
    ),
  },
  orthopedics: {
    diagnoses: words('M17.11 M17.12 M25.561 S52.501A M75.101 M54.16 S83.241A M16.11 M79.671 S93.401A'),
    services: priced('J3301:1450 J1030:1100 J7321:18900 L1833:64500 L3908:7800 E0114:4900 L4361:24800 J1885:900'),
    modifiers: ['RT', 'LT'],
  },
  eye: {
    diagnoses: words('H25.13 H40.1131 H52.13 E11.319 H10.9 H35.3131 H04.123 H26.9'),
    services: priced(
      'G0117:7400 S0620:9900 S0621:9100 V2020:6800 V2100:4400 V2103:4600 V2200:5900 V2784:3900 V2632:16800',
    ),
    modifiers: ['RT', 'LT'],
  },
  skin: {
    diagnoses: words('L57.0 L70.0 C44.91 L40.0 D22.9 L30.9 L82.1 L71.9'),
    services: priced('J3300:2900 J3301:1450 G0168:9600 A6021:3100 A6402:400 G2211:1700 T1015:9900'),
  },
  therapy: {
    diagnoses: words('M54.50 M25.511 M62.81 R26.89 M54.2 S83.511D M25.661 R29.6'),
    services: priced('G0283:2100 S9131:11400 S8990:6900 G0237:2600 G0238:2700 G0239:3100'),
    modifiers: ['GP', 'KX'],
  },
  hospital: {
    diagnoses: words('J18.9 I50.33 M17.11 K57.92 N39.0 K92.2 I63.9 R55 S72.001A E86.0 K80.20 R10.9'),
    services: priced(
      'G0463:21500 G0378:9800 G0379:26000 J2405:600 J1885:900 J0696:1200 A0428:48900 A0425:1400 A0429:56200 Q9967:3400 A9579:8700 G0279:6900',
    ),
  },
  pharmacy: { diagnoses: words('I10 E11.9 E78.5 K21.9 J45.909 E03.9'), services: [] },
  supply: {
    diagnoses: words('G47.33 J44.9 M17.11 E11.9 Z99.81 R26.89 I89.0'),
    services: priced(
      'E0601:82500 A7030:16400 A4253:3600 A4259:1200 E0143:9900 E0260:118000 K0001:54300 E1390:19800 E0114:4900',
    ),
    modifiers: ['NU', 'RR', 'KX'],
  },
  oncology: {
    diagnoses: words('C50.911 C18.9 C61 C34.90 Z51.11 C90.00 D64.81 C83.30'),
    services: priced(
      'J9271:548000 J9035:76500 J2469:21500 J1453:29400 J9045:4200 J9267:1800 J0885:12900 J2405:600 J1100:700',
    ),
  },
  kidney: {
    diagnoses: words('N18.6 Z99.2 N18.4 D63.1 N25.81 E87.5 I12.0 N18.30'),
    services: priced('J0882:5200 Q4081:1400 J1756:2600 J2501:900 G0420:12100 J0604:1100'),
  },
}

/** Revenue codes of a stay with their price for each unit in cents, and DRGs that group it. */
export const STAY = {
  rooms: priced('0120:310000 0110:345000 0206:520000'),
  extras: priced('0250:41000 0270:22000 0300:31500 0320:48000 0636:67000 0710:39000 0420:18500'),
  drgs: ['470', '291', '193', '690', '378', '392', '065', '871'],
}

/** Drugs: an NDC with an invented labeler, the RxNorm number the prescription names, the price in cents, the diagnosis it is for. */
export const DRUGS = [
  { ndc: '99910-1001-30', rxnorm: '314076', cents: 1100, diagnosis: 'I10' },
  { ndc: '99910-1002-90', rxnorm: '860975', cents: 1450, diagnosis: 'E11.9' },
  { ndc: '99910100330', rxnorm: '617310', cents: 1800, diagnosis: 'E78.5' },
  { ndc: '99910-1004-30', rxnorm: '197361', cents: 1250, diagnosis: 'I10' },
  { ndc: '99910-1005-14', rxnorm: '198051', cents: 1600, diagnosis: 'K21.9' },
  { ndc: '99910100601', rxnorm: '745752', cents: 5400, diagnosis: 'J45.909' },
  { ndc: '99910-1007-90', rxnorm: '966224', cents: 1350, diagnosis: 'E03.9' },
  { ndc: '99910-2008-05', rxnorm: '314231', cents: 1500, diagnosis: 'E78.5' },
] as const

/** X12 claim adjustment reason codes a claim is denied with: numbers only. */
export const DENIALS = ['16', '18', '27', '29', '50', '97', '197', '204'] as const
