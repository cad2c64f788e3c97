import type { ClauseId } from './clauses.ts'

/** The kinds of restricted information that the policy names (abuse: its glossary). */
export const CATEGORIES = {
  'birth-control': { clause: 'III.I.1.a', name: 'Birth control' },
  pregnancy: { clause: 'III.I.1.b', name: 'Pregnancy' },
  abortion: { clause: 'III.I.1.c', name: 'Abortion' },
  'sti-reportable': { clause: 'III.I.1.d', name: 'STIs, contagious and reportable diseases' },
  'hiv-aids': { clause: 'III.I.1.e', name: 'HIV/AIDS treatment and testing' },
  'sexual-assault': { clause: 'III.I.1.f', name: 'Sexual assault care' },
  'substance-use': { clause: 'III.I.1.g', name: 'Alcohol/drug counseling' },
  'mental-health': { clause: 'III.I.1.h', name: 'Outpatient mental health treatment' },
  abuse: { clause: 'III.I.1', name: 'Abuse' },
  // California Civil Code 56.101: beyond the policy, and off until a version of the list switches it on.
  'gender-affirming': { clause: 'III.I.1', name: 'Gender-affirming care', isOptional: true },
} as const satisfies Record<string, { clause: ClauseId; name: string; isOptional?: true }>

export type Category = keyof typeof CATEGORIES
