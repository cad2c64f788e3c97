/** Every message that a provider would have carried, newest first. */
import { Hono } from 'hono'
import { batch, prepared } from '../../src/db/client.ts'
import { AppError } from '../../src/errors.ts'
import type { App } from '../../src/http/context.ts'
import { show } from '../../src/http/respond.tsx'
import { count, time } from '../../views/format.ts'
import { Card } from '../../views/parts/card.tsx'
import { wantsJson } from '../answer.ts'
import { Places } from '../places.tsx'

type Mail = {
  id: string
  to: string
  channel: 'email' | 'text'
  subject: string
  text: string
  code: string | null
  link: string | null
  sentAt: number
}

export const mailbox = new Hono<App>()

mailbox.get('/', async (c) => {
  // A plus sign that was not encoded arrives as a blank: telephone numbers begin with one.
  const to = c.req.query('to')?.replace(/^ /, '+').trim().toLowerCase() ?? null
  const { rows } = await batch(c.env.DB, [
    prepared<Mail>(
      `SELECT id AS id, recipient AS "to", channel AS channel, subject AS subject, text AS text, code AS code, link AS link, sent_at AS sentAt
       FROM dev_letter WHERE ? IS NULL OR recipient = ? ORDER BY rowid DESC LIMIT 200`,
      to,
      to,
    ),
  ])
  const [mails] = rows
  if (wantsJson(c)) {
    return c.json(mails.map(({ id: _id, ...mail }) => ({ ...mail, sentAt: new Date(mail.sentAt).toISOString() })))
  }
  return show(
    c,
    { title: 'Mailbox' },
    <>
      <Places />
      <p>{count(mails.length, 'message')}, newest first.</p>
      {mails.map((mail) => (
        <Card heading={mail.subject || 'Text message'}>
          <p>
            To <a href={`/dev/mailbox?${new URLSearchParams({ to: mail.to })}`}>{mail.to}</a> by {mail.channel},{' '}
            {time(mail.sentAt, c.var.config.zone)}
            {mail.code && (
              <>
                . Code <strong>{mail.code}</strong>
              </>
            )}
          </p>
          {mail.text.split('\n').map((line) => line && <p>{line}</p>)}
          {mail.channel === 'email' && (
            <p>
              <a href={`/dev/mailbox/${mail.id}/html`}>The same as HTML</a>
            </p>
          )}
        </Card>
      ))}
    </>,
  )
})

/** The message as readers show it that know HTML. */
mailbox.get('/:id/html', async (c) => {
  const { rows } = await batch(c.env.DB, [
    prepared<{ html: string }>(
      'SELECT html AS html FROM dev_letter WHERE id = ? AND html IS NOT NULL',
      c.req.param('id'),
    ),
  ])
  const [mail] = rows[0]
  if (!mail) throw new AppError({ kind: 'not_found' })
  return c.html(mail.html)
})
