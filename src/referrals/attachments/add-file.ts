import type { Change } from '../../accounts/account.ts'
import { recorded, recordedOrNothing, tookBack } from '../../audit/statement.ts'
import { batch, type Database } from '../../db/client.ts'
import { sha256Of } from '../../digest.ts'
import { type Id, newId } from '../../ids.ts'
import { upload } from '../../onboarding/upload.ts'
import { done, refused, type Result } from '../../result.ts'
import type { SessionKey } from '../../session-key.ts'
import { draftFor } from '../drafts/store.ts'
import { MOST_FILES } from './attachment.ts'
import { readName } from './rules.ts'
import { fileKept, filesOfDraft, objectNoted, objectsForgotten } from './store.ts'

/** An upload that takes longer is none. */
const UPLOADED_WITHIN_MS = 3_600_000

export type Means = { db: Database; bucket: R2Bucket; scanUrl: string | null }

/**
 * Adds a file to the session's own draft: judged by its bytes, scanned, stored under its id, and only then spoken of.
 * Refused: no such draft; enough files; what `upload` refuses; `changed`: the draft went meanwhile.
 */
export async function addFile(
  { db, bucket, scanUrl }: Means,
  session: SessionKey,
  draft: string,
  { bytes, name }: { bytes: Uint8Array; name: string },
  { by, ...from }: Change,
): Promise<Result<Id<'attachment'>, 'not-found' | 'too-many' | 'type' | 'infected' | 'unavailable' | 'changed'>> {
  const [[found], files] = (await batch(db, [draftFor(session, draft), filesOfDraft(session, draft)])).rows
  if (!found) return refused('not-found')
  if (files.length >= MOST_FILES) return refused('too-many')
  const id = newId('attachment')
  await batch(db, [objectNoted(id, from.at + UPLOADED_WITHIN_MS)])
  const stored = await upload(bytes, { bucket, key: id, scanUrl })
  const about = { account: by, office: found.officeRow, record: found.id, ...from }
  if (!stored.ok) {
    const detail = { why: stored.refusal }
    await batch(db, [recorded({ name: 'upload.refused', ...about, detail })])
    return stored
  }
  const { scanType, scanResult } = stored.value
  const file = {
    id,
    name: readName(name, scanType),
    mediaType: scanType,
    bytes: bytes.length,
    addedAt: from.at,
    digest: sha256Of('base64url', bytes),
    isScanned: scanResult === 'clean',
  }
  try {
    await batch(db, [
      fileKept(session, draft, file),
      recordedOrNothing({
        name: 'referral.file_added',
        member: found.memberRow,
        clause: 'III.B.6.d',
        ...about,
        detail: { file: id, bytes: bytes.length, scan: scanResult },
      }),
      objectsForgotten([id]),
    ])
  } catch (failure) {
    if (tookBack(failure)) return refused('changed')
    throw failure
  }
  return done(id)
}
