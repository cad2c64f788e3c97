import type { Field, Step } from '../../../src/referrals/drafts/draft.ts'
import type { Urgency } from '../../../src/referrals/submission.ts'

/** The pages of the form, as they are called. */
export const stepWords: Record<Step, string> = {
  member: 'Member',
  providers: 'Providers',
  codes: 'Codes and dates',
  notes: 'Notes',
  files: 'Files',
  review: 'Review',
}

/** The fields, as they are called. */
export const fieldWords: Record<Field, string> = {
  memberNumber: 'Member number',
  lastName: 'Last name',
  birthDate: 'Birth date',
  firstName: 'First name',
  requester: 'Referring provider',
  requesterName: 'Find a provider of your office',
  performerName: 'Name',
  performerSpecialty: 'Specialty',
  performerZip: 'ZIP code',
  performer: 'Referred to',
  diagnoses: 'Diagnosis codes',
  findDiagnosis: 'Find a diagnosis code',
  services: 'Service codes',
  findService: 'Find a service code',
  units: 'Visits or units',
  startsOn: 'From',
  endsOn: 'Until',
  urgency: 'How soon it has to be decided',
  notes: 'Notes',
}

/** How soon it is decided, in words. */
export const urgencyWords: Record<Urgency, { word: string; hint: string }> = {
  routine: { word: 'Routine', hint: 'Decided within 7 days' },
  urgent: { word: 'Urgent', hint: 'Waiting could harm the member: decided within 72 hours' },
}

/** A code as people write it: diagnoses with their dot. */
export function codeWord({ system, code }: { system: string; code: string }): string {
  return system === 'icd-10-cm' && code.length > 3 ? `${code.slice(0, 3)}.${code.slice(3)}` : code
}

/** A person's name; what stands for it where the core system has none. */
export function personName({ firstName, lastName }: { firstName: string | null; lastName: string | null }): string {
  return [firstName, lastName].filter(Boolean).join(' ') || 'Name not known'
}
