/** One's own information (III.G.1), after a fresh second factor (III.F.1.c.iii). */
import { type Context, Hono } from 'hono'
import { detailsChanged } from '../accounts/store.ts'
import { readTelephone } from '../accounts/telephone.ts'
import { recordedIfChanged } from '../audit/statement.ts'
import { batch } from '../db/client.ts'
import type { App } from '../http/context.ts'
import { act, page } from '../http/gate.ts'
import { acting } from '../http/origin.ts'
import { show } from '../http/respond.tsx'
import { readZip } from '../offices/identifiers.ts'
import { personProblems } from '../registration/rules.ts'
import { doneBanner } from '../../views/profile/done.ts'
import { ProfilePage, type ProfileProps } from '../../views/profile/profile-page.tsx'
import { telephone } from '../../views/format.ts'
import { readDetails } from './form.ts'
import { ownRecord } from './store.ts'

export const profile = new Hono<App>()

profile.get('/', async (c) => {
  const { actor, rows } = await page(c, {
    right: 'signed-in',
    fresh: 'step-up',
    name: 'page.viewed',
    read: (session) => [ownRecord(session)],
  })
  const own = rows[0][0]!
  const typed = {
    firstName: own.firstName ?? '',
    lastName: own.lastName ?? '',
    street: own.street ?? '',
    city: own.city ?? '',
    zip: own.zip ?? '',
    telephone: own.telephone ? telephone(own.telephone) : '',
    jobTitle: own.jobTitle ?? '',
  }
  return profilePage(c, { csrf: actor.csrf, typed, email: own.email, mobile: own.mobile })
})

profile.post('/', async (c) => {
  const { actor, form } = await act(c, 'signed-in', { fresh: 'step-up' })
  const typed = readDetails(form)
  const errors = personProblems(typed)
  if (Object.keys(errors).length > 0) {
    const { email, mobile } = actor.facts
    return profilePage(c, { csrf: actor.csrf, typed, errors, email, mobile })
  }
  const { telephone: number, zip } = typed
  const details = { ...typed, telephone: readTelephone(number) ?? number, zip: readZip(zip) ?? zip }
  const { rows } = await batch(c.env.DB, [ownRecord(actor.session.key)])
  const before = rows[0][0]
  const changed = (Object.keys(details) as (keyof typeof details)[]).filter((name) => before?.[name] !== details[name])
  if (changed.length === 0) return c.redirect('/profile?done=unchanged', 303)
  await batch(c.env.DB, [
    ...detailsChanged(actor.account, actor.account, details, c.var.now.getTime()),
    recordedIfChanged({
      ...acting(c, actor),
      name: 'account.changed',
      subject: actor.account,
      clause: 'III.G.1',
      detail: { fields: changed.join(' ') },
    }),
  ])
  return c.redirect('/profile?done=saved', 303)
})

function profilePage(c: Context<App>, props: ProfileProps) {
  const { errors } = props
  return show(
    c,
    {
      title: 'Your information',
      error: errors !== undefined,
      status: errors ? 422 : 200,
      banner: doneBanner(c.req.query('done')),
    },
    <ProfilePage {...props} />,
  )
}
