/** Submitted referrals as tests of their delivery need them. */
import { env } from 'cloudflare:workers'
import { newId } from '../../src/ids.ts'
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

let nth = 0

/** A confirmation number that no other submission of the test bears. */
export const newNumber = (): string => `GH-${String((nth += 1)).padStart(10, '0')}`

/** Keeps a submission of the office with files of these bytes; answers its number and row. */
export async function aSubmission(
  office: number,
  account: number,
  { at = Date.now(), content = submission as unknown, files = [] as string[] } = {},
): Promise<{ confirmation: string; row: number; draft: string; files: string[] }> {
  const [confirmation, draft] = [newNumber(), newId('referral-draft')]
  const row = await env.DB.prepare(
    `INSERT INTO referral_submission (confirmation, draft_public_id, account_id, office_id, submitted_at, content)
     VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
  )
    .bind(confirmation, draft, account, office, at, typeof content === 'string' ? content : JSON.stringify(content))
    .first<number>('id')
  const ids = []
  for (const bytes of files) {
    const id = newId('attachment')
    ids.push(id)
    await env.ATTACHMENTS.put(id, bytes)
    await env.DB.prepare(
      `INSERT INTO referral_attachment (public_id, draft_public_id, name, media_type, bytes, digest, scanned, added_at)
       VALUES (?, ?, 'letter.pdf', 'application/pdf', ?, '', 1, ?)`,
    )
      .bind(id, draft, bytes.length, at)
      .run()
  }
  return { confirmation, row: row!, draft, files: ids }
}
