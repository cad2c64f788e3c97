/** For staff: submitted referrals that the core system has not taken. Whose office, and never what they say (III.I.1). */
import { Hono } from 'hono'
import { recordedIfChanged } from '../../audit/statement.ts'
import { batch } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import type { App } from '../../http/context.ts'
import { addressOf, criteriaOf } from '../../http/criteria.ts'
import { act, page } from '../../http/gate.ts'
import { acting } from '../../http/origin.ts'
import { show } from '../../http/respond.tsx'
import { sessionKey } from '../../http/session.ts'
import { DeliveriesPage } from '../../../views/referrals/deliveries-page.tsx'
import type { DeliveryTicket } from '../submission.ts'
import { readPlace, readRow } from './form.ts'
import { countedWaiting, givenUpOf, givenUpPage, PAGE_SIZE, triedAgain, waitingLongest } from './store.ts'

const PATH = '/staff/deliveries'

export const deliveries = new Hono<App>()

deliveries.get('/', async (c) => {
  const after = readPlace(await criteriaOf(c, PATH, await sessionKey(c)))
  const { actor, rows } = await page(c, {
    right: 'deliveries.read',
    name: 'page.viewed',
    read: (key) => [countedWaiting(key), waitingLongest(key), givenUpPage(key, after)],
  })
  const [[counted], waiting, found] = rows
  const givenUp = found.slice(0, PAGE_SIZE)
  const last = givenUp.at(-1)
  const older =
    found.length > PAGE_SIZE && last?.givenUpAt
      ? await addressOf(c, PATH, { at: last.givenUpAt, row: last.row }, actor.session.key)
      : undefined
  const hasCore = c.var.config.core !== null
  const isDone = c.req.query('done') === 'again'
  const heading = hasCore ? 'The referral is on its way again' : 'The referral waits to be sent'
  return show(
    c,
    {
      title: 'Deliveries',
      banner: isDone ? { kind: 'success', heading, focus: true } : undefined,
    },
    <DeliveriesPage
      csrf={actor.csrf}
      hasCore={hasCore}
      count={counted?.count ?? 0}
      waiting={waiting}
      givenUp={givenUp}
      newest={after ? PATH : undefined}
      older={older}
      zone={c.var.config.zone}
    />,
  )
})

deliveries.post('/:id/sending', async (c) => {
  const { actor } = await act(c, 'deliveries.read')
  const row = readRow(c.req.param('id'))
  const { rows } = await batch(c.env.DB, [givenUpOf(row)])
  const [given] = rows[0]
  if (!given) throw new AppError({ kind: 'changed_meanwhile' })
  const change = acting(c, actor)
  const { changes } = await batch(c.env.DB, [
    triedAgain(row, change.at),
    recordedIfChanged({ ...change, name: 'referral.redelivered', office: given.office, record: given.draft }),
  ])
  if (changes[0] === 0) throw new AppError({ kind: 'changed_meanwhile' })
  await c.env.REFERRALS.send({ confirmation: given.confirmation } satisfies DeliveryTicket)
  return c.redirect(`${PATH}?done=again`, 303)
})
