/** The privacy notice, for anyone (WPP). */
import { Hono } from 'hono'
import { batch } from '../db/client.ts'
import { read } from '../documents/rules.ts'
import { documentInForce } from '../documents/store.ts'
import { AppError } from '../errors.ts'
import type { App } from '../http/context.ts'
import { show } from '../http/respond.tsx'
import { dayOf } from '../policy/calendar.ts'
import { PrivacyNotice } from '../../views/privacy/privacy-notice.tsx'

export const privacy = new Hono<App>()

privacy.get('/', async (c) => {
  const { rows } = await batch(c.env.DB, [documentInForce('privacy-notice')])
  const [notice] = rows[0]
  if (!notice) throw new AppError({ kind: 'not_found' })
  const revisedOn = dayOf(new Date(notice.publishedAt), c.var.config.zone)
  return show(
    c,
    { title: notice.title },
    <PrivacyNotice version={notice.version} revisedOn={revisedOn} blocks={read(notice.body)} />,
  )
})
