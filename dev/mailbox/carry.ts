/** Keeps every message for the mailbox, where a provider would carry it to its reader. */
import { batch, prepared } from '../../src/db/client.ts'
import { type Provider, taken } from '../../src/mail/provider.ts'

export const toMailbox: Provider = async ({ id, to, channel, subject, text, html, code, link }, env, now) => {
  await batch(env.DB, [
    prepared(
      'INSERT OR IGNORE INTO dev_letter (id, recipient, channel, subject, text, html, code, link, sent_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      id,
      to,
      channel,
      subject,
      text,
      channel === 'email' ? html : null,
      code,
      link,
      now.getTime(),
    ),
  ])
  return taken
}
