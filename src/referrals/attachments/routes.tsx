/** Files that go with referrals: added to a draft, and opened by its author or by whoever may read the referral. */
import { type Context, Hono } from 'hono'
import { recordedIfChanged } from '../../audit/statement.ts'
import { batch, type Prepared } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import type { Actor } from '../../http/actor.ts'
import type { App } from '../../http/context.ts'
import { act, page } from '../../http/gate.ts'
import { acting, changeBy } from '../../http/origin.ts'
import { readId } from '../../ids.ts'
import { stepAgain } from '../drafts/steps/routes.tsx'
import { draftFor } from '../drafts/store.ts'
import { addFile } from './add-file.ts'
import type { Attachment } from './attachment.ts'
import { MOST_FILES } from './attachment.ts'
import { endObjectsNow } from './end-objects.ts'
import { dispositionOf } from './rules.ts'
import { fileOfDraft, fileOfDraftSeen, fileOfReferral, fileRemoved, fileSeen } from './store.ts'

export const draftFiles = new Hono<App>()
export const referralFiles = new Hono<App>()

const draftIn = (c: Context<App>) => readId('referral-draft', c.req.param('id') ?? '')
const fileIn = (c: Context<App>) => readId('attachment', c.req.param('file') ?? '')

const refusals = {
  none: 'Choose a file first.',
  size: 'This file is larger than 10 MB.',
  type: 'This file is no PDF, JPEG or PNG, whatever its name says.',
  infected: 'The scanner found malware in this file. It was not kept.',
  unavailable: 'The file can’t be checked and kept just now. Try again later; everything else is kept.',
  'too-many': `${MOST_FILES} files are the most. Remove one first.`,
}

draftFiles.post('/:id/files', async (c) => {
  const { actor, file, fileName } = await act(c, 'referrals.submit', { upload: true })
  const id = draftIn(c)
  const [[draft]] = (await batch(c.env.DB, [draftFor(actor.session.key, id)])).rows
  if (!draft) throw new AppError({ kind: 'not_found' })
  if (file === null) return refusedFile(c, actor, 'none')
  if (file === 'too large') return refusedFile(c, actor, 'size')
  const means = { db: c.env.DB, bucket: c.env.ATTACHMENTS, scanUrl: c.var.config.scanUrl }
  const added = await addFile(means, actor.session.key, id, { bytes: file, name: fileName }, changeBy(c, actor))
  if (added.ok) return c.redirect(`/referrals/drafts/${id}/files`, 303)
  if (added.refusal === 'not-found') throw new AppError({ kind: 'not_found' })
  if (added.refusal === 'changed') throw new AppError({ kind: 'changed_meanwhile' })
  return refusedFile(c, actor, added.refusal)
})

function refusedFile(c: Context<App>, actor: Actor, why: keyof typeof refusals) {
  return stepAgain(c, actor, 'files', { errors: { scan: refusals[why] }, status: 422 })
}

draftFiles.post('/:id/files/:file/removal', async (c) => {
  const { actor } = await act(c, 'referrals.submit')
  const { key } = actor.session
  const [id, file] = [draftIn(c), fileIn(c)]
  const [[draft], [found]] = (await batch(c.env.DB, [draftFor(key, id), fileOfDraft(key, id, file)])).rows
  if (!draft || !found) throw new AppError({ kind: 'not_found' })
  const from = acting(c, actor)
  await batch(c.env.DB, [
    ...fileRemoved(key, id, file, from.at),
    recordedIfChanged({
      ...from,
      name: 'referral.file_removed',
      office: draft.officeRow,
      member: draft.memberRow,
      record: id,
      clause: 'III.B.6.d',
      detail: { file },
    }),
  ])
  await endObjectsNow(c.env.DB, c.env.ATTACHMENTS, from.at, 1)
  return c.redirect(`/referrals/drafts/${id}/files`, 303)
})

draftFiles.get('/:id/files/:file', async (c) => {
  const [id, file] = [draftIn(c), fileIn(c)]
  const { rows } = await page(c, {
    right: 'referrals.submit',
    name: 'referral.file_opened',
    record: (key) => ({ id: file, seen: fileOfDraftSeen(key, id, file) }),
    read: (key): [Prepared<Attachment>] => [fileOfDraft(key, id, file)],
  })
  return sent(c, rows[0][0])
})

referralFiles.get('/:id/files/:file', async (c) => {
  const [id, file] = [readId('referral', c.req.param('id')), fileIn(c)]
  const { rows } = await page(c, {
    right: 'referrals.read',
    name: 'referral.file_opened',
    record: (key) => ({ id: file, seen: fileSeen(key, id, file) }),
    read: (key) => [fileOfReferral(key, id, file)],
  })
  return sent(c, rows[0][0])
})

/** The file to save: of one of three kinds, never shown, and nothing in it acts here. */
async function sent(c: Context<App>, file: Pick<Attachment, 'id' | 'name' | 'mediaType'> | undefined) {
  const object = file && (await c.env.ATTACHMENTS.get(file.id))
  if (!file || !object) throw new AppError({ kind: 'not_found' })
  return c.body(object.body, 200, {
    'Content-Type': file.mediaType,
    'Content-Disposition': dispositionOf(file.name),
  })
}
