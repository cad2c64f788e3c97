/** Shows what time the portal thinks it is, and moves it. */
import { type Context, Hono } from 'hono'
import { clockShift, instant } from '../../src/clock.ts'
import type { App } from '../../src/http/context.ts'
import { show } from '../../src/http/respond.tsx'
import { time } from '../../views/format.ts'
import { Button, Buttons } from '../../views/parts/button.tsx'
import { Card } from '../../views/parts/card.tsx'
import { ErrorSummary } from '../../views/parts/error-summary.tsx'
import { Facts } from '../../views/parts/facts.tsx'
import { Field } from '../../views/parts/field.tsx'
import { postedFields, wantsJson } from '../answer.ts'
import { Places } from '../places.tsx'
import { advance } from './advance.ts'
import { readDuration } from './rules.ts'

const DAY_MS = 86_400_000
const AT_MOST_DAYS = 3660

export const clock = new Hono<App>()

clock.get('/', (c) => answer(c))

clock.post('/', async (c) => {
  const form = await postedFields(c)
  const run = form.get('run') === '1'
  const by = form.get('advance') ?? ''
  const to = form.get('now') ?? ''
  if (by !== '' && to !== '') return answer(c, { advance: 'Say a duration or an instant, not both.' })
  const ms = to === '' ? (by === '' && run ? 0 : readDuration(by)) : Date.parse(to) - instant().getTime()
  if (ms === null) return answer(c, { advance: 'This is no duration such as PT16M, P45D or P2W.' })
  if (Number.isNaN(ms)) return answer(c, { now: 'This is no instant such as 2027-01-08T09:00:00Z.' })
  if (ms > AT_MOST_DAYS * DAY_MS) return answer(c, { advance: `At most ${AT_MOST_DAYS} days at once.` })
  await advance(c.env, ms, run)
  return answer(c)
})

function answer(c: Context<App>, errors?: Record<string, string>): Response | Promise<Response> {
  const now = instant()
  if (wantsJson(c)) {
    if (errors) return c.json({ errors }, 422)
    return c.json({ now: now.toISOString(), aheadSeconds: Math.round(clockShift() / 1000) })
  }
  if (c.req.method === 'POST' && !errors) return c.redirect('/dev/clock', 303)
  return show(
    c,
    { title: 'Clock', error: errors !== undefined, status: errors ? 422 : 200 },
    <>
      <Places />
      {errors && <ErrorSummary errors={errors} />}
      <Facts
        facts={[
          { label: 'Now', value: time(now.getTime(), c.var.config.zone) },
          { label: 'In UTC', value: now.toISOString() },
          { label: 'Ahead of the machine', value: `${(clockShift() / DAY_MS).toFixed(2)} days` },
        ]}
      />
      <Card heading="Let time pass">
        <form class="form" method="post" action="/dev/clock">
          <Field
            name="advance"
            label="For how long"
            hint="An ISO duration: PT16M, PT1H, P1D, P45D"
            error={errors?.advance}
            optional
            width="medium"
          />
          <Field
            name="now"
            label="Or until when"
            hint="An ISO instant: 2027-01-08T09:00:00Z"
            error={errors?.now}
            optional
            width="medium"
          />
          <p>
            <label>
              <input type="checkbox" name="run" value="1" /> Run the hourly job each hour
            </label>
          </p>
          <Buttons>
            <Button>Move the clock</Button>
          </Buttons>
        </form>
      </Card>
    </>,
  )
}
