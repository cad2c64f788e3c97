/** Referrals that were made up for tests, as offices submit them. */
import type { Submission } from '../../src/referrals/submission.ts'

/** What an office submitted, made up. */
export const submission: Submission = {
  member: { sourceId: 'pat-1', number: 'HV-100', firstName: 'Ana', lastName: 'Núñez', birthDate: '1980-02-29' },
  office: { sourceId: 'org-1', name: 'Harbor Clinic', npi: '1234567893', tin: '890000110' },
  requester: { sourceId: 'doc-1', name: 'Ben Okafor', npi: null },
  performer: {
    id: 'dir_x',
    name: 'Maya Álvarez',
    organization: 'Harbor Heart',
    npi: '1245319599',
    sourceType: 'PractitionerRole',
    sourceId: 'role-9',
  },
  diagnoses: [
    { system: 'icd-10-cm', code: 'I10' },
    { system: 'icd-10-cm', code: 'I2510' },
  ],
  services: [{ system: 'hcpcs', code: 'G0422' }],
  units: 12,
  startsOn: '2026-12-01',
  endsOn: '2027-02-28',
  urgency: 'urgent',
  notes: 'Please call first.',
}
