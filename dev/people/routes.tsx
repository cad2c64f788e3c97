/** The people to sign in as, and a way to make one more for imported data. */
import { type Context, Hono } from 'hono'
import { ROLES } from '../../src/policy/roles.ts'
import type { App } from '../../src/http/context.ts'
import { show } from '../../src/http/respond.tsx'
import { Button, Buttons } from '../../views/parts/button.tsx'
import { Card } from '../../views/parts/card.tsx'
import { Checkboxes } from '../../views/parts/choice.tsx'
import { ErrorSummary } from '../../views/parts/error-summary.tsx'
import { Field } from '../../views/parts/field.tsx'
import { Table } from '../../views/parts/table.tsx'
import { postedFields, wantsJson } from '../answer.ts'
import { Places } from '../places.tsx'
import { demoPeople, setUpDemo } from './demo.ts'
import { readAsked } from './form.ts'
import { make } from './make.ts'

export const people = new Hono<App>()

people.get('/', async (c) => {
  if (!wantsJson(c)) return peoplePage(c)
  const there = await demoPeople(c.env.DB)
  return c.json(
    there.map(({ email, password, scenario, office, roles }) => ({ email, password, scenario, office, roles })),
  )
})

/** Answers in JSON to programs, and to whoever says nothing else: only browsers ask for a page. */
people.post('/', async (c) => {
  const form = await postedFields(c)
  const asked = readAsked(form)
  const made = asked.ok ? await make(c.env, asked.value, c.var.now) : asked
  const isBrowser = c.req.header('Accept')?.includes('text/html') ?? false
  if (!made.ok) return isBrowser ? peoplePage(c, form, made.refusal) : c.json({ errors: made.refusal }, 422)
  if (isBrowser) return c.redirect('/sign-in', 303)
  const { email, office, roles } = (asked as { value: { email: string; office: string; roles: string[] } }).value
  return c.json({ email, office, roles }, made.value === 'made' ? 201 : 200)
})

/** Sets up the demo people; `npm start` asks for it once the demo plan is imported. */
people.post('/demo', async (c) => c.json({ made: await setUpDemo(c.env, c.var.now) }))

async function peoplePage(c: Context<App>, form = new URLSearchParams(), errors: Record<string, string> = {}) {
  const wrong = Object.keys(errors).length > 0
  return show(
    c,
    { title: 'People to sign in as', error: wrong, status: wrong ? 422 : 200 },
    <>
      <Places />
      <ErrorSummary errors={errors} />
      <Table
        caption="Demo people"
        captionHidden
        columns={[
          { head: 'E-mail', cell: (person) => person.email },
          { head: 'Password', cell: (person) => person.password },
          { head: 'Shows', cell: (person) => person.scenario },
          { head: 'Office', cell: (person) => person.office ?? 'the plan' },
          { head: 'Roles', cell: (person) => person.roles.join(', ') || 'staff' },
        ]}
        rows={await demoPeople(c.env.DB)}
      />
      <Card heading="One more">
        <form class="form" method="post" action="/dev/people" novalidate>
          <Field
            name="email"
            label="E-mail address"
            type="email"
            value={form.get('email') ?? ''}
            error={errors.email}
          />
          <Field name="password" label="Password" value={form.get('password') ?? ''} error={errors.password} />
          <Field
            name="office"
            label="Office"
            hint="The id of an Organization that the feed has brought"
            value={form.get('office') ?? ''}
            error={errors.office}
          />
          <Checkboxes
            name="roles"
            label="Roles"
            choices={Object.keys(ROLES).map((role) => ({ value: role, label: role }))}
            values={form.getAll('roles')}
            error={errors.roles}
          />
          <Buttons>
            <Button>Make this person</Button>
          </Buttons>
        </form>
      </Card>
    </>,
  )
}
