/** Submitted referrals as tests of their delivery need them. */
import { env } from 'cloudflare:workers'
import { newId } from '../../src/ids.ts'
import { submission } from './made-referrals.ts'

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
