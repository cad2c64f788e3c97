import type { Feeling } from '../parts/status.tsx'

/** Where a referral stands, in words. */
export const stageWords: Record<string, { word: string; feeling: Feeling }> = {
  submitted: { word: 'Submitted', feeling: 'waiting' },
  received: { word: 'Received', feeling: 'waiting' },
  'in-review': { word: 'In review', feeling: 'waiting' },
  approved: { word: 'Approved', feeling: 'good' },
  modified: { word: 'Approved with changes', feeling: 'good' },
  denied: { word: 'Denied', feeling: 'bad' },
  cancelled: { word: 'Cancelled', feeling: 'neutral' },
  completed: { word: 'Completed', feeling: 'neutral' },
}

export const urgencyWords: Record<string, string> = { routine: 'Routine', urgent: 'Urgent' }

/**
 * What the commonest claim adjustment reason codes mean for a referral, in our own words. For any other the number
 * stands alone, with the plan's telephone beside it.
 */
export const reasonWords: Record<string, string> = {
  'CARC 11': 'The diagnosis does not go with the service asked for.',
  'CARC 15': 'The authorization number that was given is missing, wrong, or for another service.',
  'CARC 16': 'Something needed for the decision is missing or wrong in the request.',
  'CARC 18': 'The same request had already been made.',
  'CARC 22': 'Another payer may have to cover this first.',
  'CARC 24': 'The member’s medical group is paid for this service and decides on it.',
  'CARC 26': 'The dates asked for lie before the member’s coverage began.',
  'CARC 27': 'The dates asked for lie after the member’s coverage ended.',
  'CARC 31': 'The member could not be found in the plan.',
  'CARC 39': 'The service had been refused when authorization was asked for.',
  'CARC 49': 'A routine or preventive service of this kind is not covered.',
  'CARC 50': 'The plan did not find the service medically necessary from what it was sent.',
  'CARC 54': 'More than one professional is not covered for this service.',
  'CARC 55': 'The plan holds the service to be experimental.',
  'CARC 96': 'The service is not covered.',
  'CARC 109': 'Another payer covers this service: send the request there.',
  'CARC 119': 'The benefit’s limit for this period is used up.',
  'CARC 150': 'What was sent does not support the level of service asked for.',
  'CARC 151': 'What was sent does not support so many visits or units.',
  'CARC 165': 'A referral was missing, or went beyond what was referred.',
  'CARC 167': 'The service is not covered for this diagnosis.',
  'CARC 183': 'The referring provider may not refer for this service.',
  'CARC 185': 'The provider referred to may not give this service.',
  'CARC 197': 'The service was given or planned without the authorization it needs.',
  'CARC 198': 'The request goes beyond what was authorized.',
  'CARC 204': 'The service is not in the member’s benefit plan.',
  'CARC 226': 'The plan asked for more information and did not get what it needs.',
  'CARC 242': 'The provider referred to is not in the member’s network, or not the member’s own.',
  'CARC 243': 'The member’s network or primary care provider has not authorized the service.',
  'CARC 252': 'A document is needed before this can be decided.',
}

/** Code systems as offices call them. */
export const systemWords: Record<string, string> = {
  'icd-10': 'ICD-10-CM',
  'icd-9': 'ICD-9-CM',
  hcpcs: 'HCPCS or CPT',
}
