/** Beginning a referral, and going on with one (III.B.6.d). */
import { Hono } from 'hono'
import { recordedIfChanged } from '../../audit/statement.ts'
import { batch } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import type { App } from '../../http/context.ts'
import { act, page } from '../../http/gate.ts'
import { acting } from '../../http/origin.ts'
import { show } from '../../http/respond.tsx'
import { newId, readId } from '../../ids.ts'
import { NewReferralPage } from '../../../views/referrals/drafts/new-page.tsx'
import { endObjectsNow } from '../attachments/end-objects.ts'
import { filesOfDraft } from '../attachments/store.ts'
import { draftBegun, draftDiscarded, draftFor, draftsOf, emptyDraftOf, MOST_DRAFTS } from './store.ts'

export const newReferral = new Hono<App>()
export const discarded = new Hono<App>()

const told = {
  discarded: { kind: 'success', heading: 'The draft was discarded.', focus: true },
  full: { kind: 'warning', heading: `You have ${MOST_DRAFTS} drafts. Finish or discard one first.`, focus: true },
} as const

newReferral.get('/', async (c) => {
  const { actor, rows } = await page(c, {
    right: 'referrals.submit',
    name: 'page.viewed',
    listShows: MOST_DRAFTS,
    read: (key) => [draftsOf(key)],
  })
  const done = Object.entries(told).find(([word]) => word === c.req.query('done'))?.[1]
  return show(
    c,
    { title: 'New referral', banner: done },
    <NewReferralPage
      csrf={actor.csrf}
      drafts={rows[0]}
      days={c.var.config.policy.REFERRAL_DRAFT_KEPT_FOR}
      zone={c.var.config.zone}
    />,
  )
})

newReferral.post('/', async (c) => {
  const { actor } = await act(c, 'referrals.submit')
  const { key } = actor.session
  // Pressed twice, it is one draft.
  const [[empty]] = (await batch(c.env.DB, [emptyDraftOf(key)])).rows
  const id = empty?.id ?? newId('referral-draft')
  if (!empty) {
    const { changes } = await batch(c.env.DB, [
      draftBegun(key, id, c.var.now.getTime()),
      recordedIfChanged({
        ...acting(c, actor),
        name: 'referral.draft_kept',
        office: actor.membership?.officeId ?? null,
        record: id,
        clause: 'III.B.6.d',
      }),
    ])
    if (changes[0] === 0) return c.redirect('/referrals/new?done=full', 303)
  }
  return c.redirect(`/referrals/drafts/${id}/member`, 303)
})

discarded.post('/:id/discard', async (c) => {
  const { actor } = await act(c, 'referrals.submit')
  const { key } = actor.session
  const id = readId('referral-draft', c.req.param('id'))
  const [[draft], files] = (await batch(c.env.DB, [draftFor(key, id), filesOfDraft(key, id)])).rows
  if (!draft) throw new AppError({ kind: 'not_found' })
  const from = acting(c, actor)
  await batch(c.env.DB, [
    ...draftDiscarded(key, id, from.at),
    recordedIfChanged({
      ...from,
      name: 'referral.draft_discarded',
      office: draft.officeRow,
      member: draft.memberRow,
      record: id,
      clause: 'III.B.6.d',
    }),
  ])
  if (files.length > 0) await endObjectsNow(c.env.DB, c.env.ATTACHMENTS, from.at, files.length)
  return c.redirect('/referrals/new?done=discarded', 303)
})
