/** For staff: what waits to be sent, and what was given up. Never what a message says. */
import { type Context, Hono } from 'hono'
import type { EventName } from '../audit/events.ts'
import { recordedIfChanged } from '../audit/statement.ts'
import { batch, type Prepared } from '../db/client.ts'
import { AppError } from '../errors.ts'
import type { App } from '../http/context.ts'
import { addressOf, criteriaOf } from '../http/criteria.ts'
import { act, page } from '../http/gate.ts'
import { acting } from '../http/origin.ts'
import { show } from '../http/respond.tsx'
import { sessionKey } from '../http/session.ts'
import { type Id, readId } from '../ids.ts'
import { DONE, MailPage } from '../../views/mail/mail-page.tsx'
import { channelsCarried } from './carry.ts'
import { readPlace } from './form.ts'
import { COUNT_CAP, deadLetters, discarded, lateMail, PAGE_SIZE, sentAgain, waitingMail } from './store.ts'

const PATH = '/staff/mail'

export const mail = new Hono<App>()

mail.get('/', async (c) => {
  const after = readPlace(await criteriaOf(c, PATH, await sessionKey(c)))
  const at = c.var.now.getTime()
  const { actor, rows } = await page(c, {
    right: 'mail.read',
    name: 'page.viewed',
    read: (key) => [waitingMail(key), lateMail(at), deadLetters(key, at, after)],
  })
  const [[waiting], [late], found] = rows
  const letters = found.slice(0, PAGE_SIZE)
  const last = letters.at(-1)
  const carried = channelsCarried(c.var.config)
  const done = (['sent-again', 'taken-off'] as const).find((word) => word === c.req.query('done'))
  return show(
    c,
    { title: 'Mail', banner: done && { kind: 'success', heading: DONE[done], focus: true } },
    <MailPage
      csrf={actor.csrf}
      cap={COUNT_CAP}
      waiting={waiting?.waiting ?? 0}
      oldestAt={waiting?.oldestAt ?? null}
      tried={waiting?.tried ?? 0}
      isLate={late?.isLate === 1}
      uncarried={(['email', 'text'] as const).filter((channel) => !carried.includes(channel))}
      letters={letters.map((letter) => ({ ...letter, canGoAgain: letter.canGoAgain === 1 }))}
      newest={after ? PATH : undefined}
      older={
        found.length > PAGE_SIZE && last
          ? await addressOf(c, PATH, { at: last.at, row: last.row }, actor.session.key)
          : undefined
      }
      zone={c.var.config.zone}
    />,
  )
})

mail.post('/:id/sending', async (c) => {
  const id = readId('mail', c.req.param('id'))
  await change(c, id, 'mail.requeued', sentAgain(id, c.var.now.getTime()))
  await c.env.MAIL.send({ id })
  return c.redirect(`${PATH}?done=sent-again`, 303)
})

mail.post('/:id/removal', async (c) => {
  const id = readId('mail', c.req.param('id'))
  await change(c, id, 'mail.discarded', discarded(id))
  return c.redirect(`${PATH}?done=taken-off`, 303)
})

/** Makes and records the change. Throws `changed_meanwhile` if somebody was quicker. */
async function change(c: Context<App>, id: Id<'mail'>, name: EventName, statement: Prepared<never>): Promise<void> {
  const { actor } = await act(c, 'mail.read')
  const { changes } = await batch(c.env.DB, [statement, recordedIfChanged({ ...acting(c, actor), name, record: id })])
  if (changes[0] === 0) throw new AppError({ kind: 'changed_meanwhile' })
}
