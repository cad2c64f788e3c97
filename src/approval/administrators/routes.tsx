/** Who administers the office, and naming another or handing it over (III.A.1.b). */
import { type Context, Hono } from 'hono'
import { AppError } from '../../errors.ts'
import { batch } from '../../db/client.ts'
import type { App } from '../../http/context.ts'
import { act, page } from '../../http/gate.ts'
import { origin } from '../../http/origin.ts'
import { show } from '../../http/respond.tsx'
import { dayOf } from '../../policy/calendar.ts'
import { AdministratorsPage, type AdministratorsPageProps } from '../../../views/approval/administrators-page.tsx'
import { readDone } from '../form.ts'
import { readNaming } from './form.ts'
import { requestLoa } from './request-loa.ts'
import { colleaguesOf, loasOf, namedOf } from './store.ts'

export const officeAdministrators = new Hono<App>()

officeAdministrators.get('/', async (c) => {
  const { actor, rows } = await page(c, {
    right: 'office.administer',
    name: 'page.viewed',
    read: (key, today) => [loasOf(key, today), namedOf(key), colleaguesOf(key, today)],
  })
  const [loas, named, colleagues] = rows
  const done = readDone(c.req.query('done')) === 'sent'
  return administrators(c, 200, { csrf: actor.csrf, loas, named, colleagues, done })
})

officeAdministrators.post('/', async (c) => {
  const { actor, form } = await act(c, 'office.administer')
  const { now, config } = c.var
  const today = dayOf(now, config.zone)
  const { key, row } = actor.session
  const { rows } = await batch(c.env.DB, [loasOf(key, today), namedOf(key), colleaguesOf(key, today)])
  const [loas, named, colleagues] = rows
  const given = readNaming(form, colleagues)
  if ('errors' in given) return administrators(c, 422, { csrf: actor.csrf, loas, named, colleagues, ...given })
  const { ip, request, device } = origin(c)
  const naming = {
    office: actor.membership?.officeId ?? 0,
    by: actor.account,
    colleague: given.typed.colleague,
    handsOver: given.handsOver,
    at: now.getTime(),
    today,
  }
  const decision = { by: actor.account, name: actor.name, from: { ip, request, device, session: row } }
  const outcome = await requestLoa(c.env.DB, naming, decision)
  if (!outcome.ok) throw new AppError({ kind: 'changed_meanwhile' })
  return c.redirect('/office/administrators?done=sent', 303)
})

function administrators(c: Context<App>, status: 200 | 422, props: Omit<AdministratorsPageProps, 'plan' | 'zone'>) {
  const { config } = c.var
  return show(
    c,
    {
      title: 'Administrators of the office',
      status,
      error: props.errors !== undefined,
      back: { href: '/office/users', label: 'Users' },
    },
    <AdministratorsPage {...props} plan={config.plan.name} zone={config.zone} />,
  )
}
