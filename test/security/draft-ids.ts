/** Ids of referrals' drafts and files, for the tests made from the route table (T15). */
import { env } from 'cloudflare:workers'
import { newId } from '../../src/ids.ts'
import { aPerson } from '../support/people.ts'
import { type Ids, strange } from './strange-ids.ts'

const UNKNOWN = '0'.repeat(24)

/** Drafts of referrals with a file, and a submitted one with its own. */
export async function idsOfDrafts(own: number, other: number, stranger: { account: number }, sent: string): Promise<Record<string, Ids>> {
  const who = await aPerson({ email: 'author@office.example', offices: [own], roles: ['submit-referrals', 'view-referrals'] })
  const draftOf = async ({ account }: { account: number }, office: number) => {
    const id = newId('referral-draft')
    await env.DB.prepare("INSERT INTO referral_draft (public_id, account_id, office_id, content, changed_at) VALUES (?, ?, ?, '{}', 1)").bind(id, account, office).run()
    return { id, file: await withFile(id) }
  }
  const [draft, theirs, elsewhere] = [await draftOf(who, own), await draftOf(stranger, own), await draftOf(who, other)]
  const gone = newId('referral-draft')
  await env.DB.batch([
    env.DB.prepare("UPDATE referral SET source_id = 'GH-SENT' WHERE public_id = ?").bind(sent),
    env.DB.prepare("INSERT INTO referral_submission (confirmation, draft_public_id, account_id, office_id, submitted_at, content) VALUES ('GH-SENT', ?, ?, ?, 1, '{}')").bind(gone, who.account, own),
  ])
  const file = await withFile(gone)
  const pairs = [theirs, elsewhere].map((one) => `${one.id} ${one.file}`)
  return {
    '/referrals/drafts/': { who, shown: [draft.id], hidden: [`rdr_${UNKNOWN}`, theirs.id, elsewhere.id, sent, ...strange] },
    '/referrals/drafts/:id/files/:': {
      who, shown: [`${draft.id} ${draft.file}`], hidden: [`rdr_${UNKNOWN} att_${UNKNOWN}`, ...pairs, `${draft.id} ${theirs.file}`, `${draft.id} ${file}`, ...strange],
    },
    '/referrals/:id/files/': {
      who, shown: [`${sent} ${file}`], hidden: [`ref_${UNKNOWN} ${file}`, `${sent} ${draft.file}`, `${sent} att_${UNKNOWN}`, ...strange],
    },
  }
} // prettier-ignore

/** A file of the draft, stored. */
async function withFile(draft: string): Promise<string> {
  const id = newId('attachment')
  await env.ATTACHMENTS.put(id, '%PDF-')
  await env.DB.prepare(
    `INSERT INTO referral_attachment (public_id, draft_public_id, name, media_type, bytes, digest, scanned, added_at)
     VALUES (?, ?, 'file.pdf', 'application/pdf', 5, '', 0, 1)`,
  )
    .bind(id, draft)
    .run()
  return id
}
