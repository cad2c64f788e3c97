/** What somebody submitted: confirmation numbers and times, of restricted referrals like of all others (III.I.1). */
import { Hono } from 'hono'
import type { App } from '../../http/context.ts'
import { addressOf, criteriaOf } from '../../http/criteria.ts'
import { page } from '../../http/gate.ts'
import { show } from '../../http/respond.tsx'
import { sessionKey } from '../../http/session.ts'
import { time } from '../../../views/format.ts'
import { ConfirmationsPage, ConfirmationsTable } from '../../../views/referrals/confirmations-page.tsx'
import { confirmationsOf, PAGE_SIZE } from '../submissions/store.ts'
import { readListing } from './form.ts'

export const confirmations = new Hono<App>()

const PATH = '/referrals/confirmations'

confirmations.get('/', async (c) => {
  const listing = readListing(await criteriaOf(c, PATH, await sessionKey(c)))
  const { actor, rows } = await page(c, {
    right: 'referrals.submit',
    name: 'page.viewed',
    read: (key) => [confirmationsOf(key, listing.before)],
  })
  const listed = rows[0].slice(0, PAGE_SIZE)
  const last = listed.at(-1)
  const { key } = actor.session
  const number = listing.confirmation
  return show(
    c,
    {
      title: 'Submitted referrals',
      banner: number
        ? { kind: 'success', heading: `Submitted. The confirmation number is ${number}.`, focus: true }
        : undefined,
    },
    <ConfirmationsPage
      confirmations={listed}
      zone={c.var.config.zone}
      start={listing.before === null ? undefined : PATH}
      older={rows[0].length > PAGE_SIZE && last ? await addressOf(c, PATH, { before: last.row }, key) : undefined}
    />,
  )
})

confirmations.get('/print', async (c) => {
  const { actor, rows } = await page(c, {
    right: 'referrals.submit',
    name: 'page.viewed',
    read: (key) => [confirmationsOf(key, null)],
  })
  const { zone } = c.var.config
  return show(
    c,
    {
      title: 'Submitted referrals',
      back: { href: PATH, label: 'Submitted referrals' },
      print: {
        user: `${actor.name} (${actor.email})`,
        time: time(c.var.now.getTime(), zone),
        purpose: 'the office’s record of what it submitted',
      },
    },
    <ConfirmationsTable confirmations={rows[0].slice(0, PAGE_SIZE)} zone={zone} />,
  )
})
