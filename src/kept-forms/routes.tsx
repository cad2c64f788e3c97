/** A form that came too late, offered again to the account that posted it (III.E.2). */
import { Hono } from 'hono'
import type { App } from '../http/context.ts'
import { act, page } from '../http/gate.ts'
import { openForm, takeAway } from '../http/kept.ts'
import { show } from '../http/respond.tsx'
import { readId } from '../ids.ts'
import { KeptPage } from '../../views/kept-forms/kept-page.tsx'
import { formOf } from './store.ts'

export const kept = new Hono<App>()

kept.get('/:id', async (c) => {
  const id = readId('kept-form', c.req.param('id'))
  const { actor, rows } = await page(c, {
    right: 'signed-in',
    name: 'page.viewed',
    read: (session) => [formOf(session, id, c.var.now.getTime())],
  })
  const form = await openForm(c, rows[0][0]?.sealed, actor.session.key.guard)
  return show(
    c,
    { title: 'Your form is still to be sent' },
    <KeptPage csrf={actor.csrf} id={id} action={form.path} fields={Object.fromEntries(form.fields)} />,
  )
})

kept.post('/:id/removal', async (c) => {
  const { actor } = await act(c, 'signed-in')
  await takeAway(c, actor, c.req.param('id'), 'form.discarded')
  return c.redirect('/home?done=discarded', 303)
})
