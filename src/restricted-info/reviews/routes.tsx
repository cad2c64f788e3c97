/** The monthly review: what came and went since the last one, attested to by privacy (III.I.3). */
import { type Context, Hono } from 'hono'
import { recordedIfChanged } from '../../audit/statement.ts'
import { type Answer, batch } from '../../db/client.ts'
import type { Actor } from '../../http/actor.ts'
import type { App } from '../../http/context.ts'
import { act, page } from '../../http/gate.ts'
import { acting } from '../../http/origin.ts'
import { show } from '../../http/respond.tsx'
import { CATEGORIES } from '../../policy/categories.ts'
import { dayOf } from '../../policy/calendar.ts'
import { can } from '../../roles/rules.ts'
import { ReviewsPage, type ReviewsPageProps } from '../../../views/restricted-info/reviews-page.tsx'
import { categories } from '../code-list.ts'
import { pageOf, type Place, readChangePlace } from '../versions/rules.ts'
import { readReview } from './form.ts'
import { overdueDay } from './rules.ts'
import { changesSinceReview, PAGE_SIZE, reviewKept, reviewMark, reviewsBefore } from './store.ts'

export const listReviews = new Hono<App>()

const BASE = '/staff/restricted-codes'
const HERE = `${BASE}/reviews`

const reading = (place: Place) => [reviewMark, ...changesSinceReview(place), reviewsBefore(0)] as const

listReviews.get('/', async (c) => {
  const place = readChangePlace(c.req.query('after'))
  const { actor, rows } = await page(c, {
    right: 'restricted-codes.read',
    name: 'page.viewed',
    read: () => reading(place),
  })
  return reviewsPage(c, actor, rows, { isFirst: place.row === 0, errors: {} })
})

listReviews.post('/', async (c) => {
  const { actor, form } = await act(c, 'restricted-codes.sign')
  const { note, since, version, errors } = readReview(form)
  const again = async (told: Pick<ReviewsPageProps, 'errors' | 'meanwhile'>) => {
    const { rows } = await batch(c.env.DB, reading(readChangePlace(undefined)))
    return reviewsPage(c, actor, rows, { isFirst: true, note, ...told })
  }
  if (Object.keys(errors).length > 0) return again({ errors })
  const on = dayOf(c.var.now, c.var.config.zone)
  const { changes } = await batch(c.env.DB, [
    reviewKept(on, actor.account, since, version, note),
    recordedIfChanged({
      ...acting(c, actor),
      name: 'restricted_list.reviewed',
      clause: 'III.I.3',
      detail: { since, version },
    }),
  ])
  return changes[0] === 0 ? again({ errors: {}, meanwhile: true }) : c.redirect(`${HERE}?done=reviewed`, 303)
})

function reviewsPage(
  c: Context<App>,
  actor: Actor,
  [[mark], added, ended, reviews]: Answer<ReturnType<typeof reading>>['rows'],
  told: Pick<ReviewsPageProps, 'errors' | 'meanwhile' | 'note'> & { isFirst: boolean },
) {
  const { zone, policy } = c.var.config
  const { rows, next } = pageOf(added, ended, PAGE_SIZE)
  const { isFirst, ...more } = told
  const wrong = Object.keys(told.errors).length > 0
  return show(
    c,
    {
      title: 'Monthly review',
      back: { href: BASE, label: 'Restricted codes' },
      error: wrong,
      status: told.meanwhile ? 409 : wrong ? 422 : 200,
      banner:
        c.req.query('done') === 'reviewed' && !wrong
          ? { kind: 'success', heading: 'The review is recorded', focus: true }
          : undefined,
    },
    <ReviewsPage
      csrf={actor.csrf}
      {...overdueDay(mark ?? { lastOn: null, firstAt: null }, c.var.now, zone, policy)}
      lastOn={mark?.lastOn ?? null}
      since={mark?.since ?? 0}
      version={mark?.version ?? 0}
      rows={rows}
      start={isFirst ? undefined : HERE}
      more={next && `${HERE}?after=${next}`}
      reviews={reviews.slice(0, PAGE_SIZE)}
      maySign={can(actor, 'restricted-codes.sign')}
      categories={categories.map((value) => ({ value, label: CATEGORIES[value].name }))}
      {...more}
    />,
  )
}
