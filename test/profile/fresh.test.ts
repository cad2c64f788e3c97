import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../support/browser.ts'
import { confirmed, fresh } from '../support/fresh.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { guarded } from '../support/routes.ts'
import { SESSION, signedIn } from '../support/session.ts'
import { later, MINUTE, SECOND, stopTheClock } from '../support/time.ts'

stopTheClock()
let office: number
let nth = 0
const somebody = () =>
  aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office], mobile: '+17145550101' })
const own = guarded
  // Not to be offered a passkey on the home page for a while changes nothing of the account.
  .filter(({ path }) => path.startsWith('/profile') && path !== '/profile/security/passkeys/later')
  .map((route) => ({ ...route, path: route.path.replace(/:\w+/, 'some_id') }))
const account = (of: number) => env.DB.prepare('SELECT * FROM account WHERE id = ?').bind(of).first()
/** Tables that the pages write to, as they are. */
const stored = async () =>
  JSON.stringify(
    await Promise.all(
      ['account', 'account_change', 'device', 'session', 'security_answer', 'access_request', 'outbox'].map(
        async (table) => (await env.DB.prepare(`SELECT * FROM ${table}`).all()).results,
      ),
    ),
  )

beforeAll(async () => {
  office = await anOffice()
})

describe('III.F.1.c.iii a fresh second factor before anything is seen or changed', () => {
  it('III.F.1.c.iii there are the pages and the changes of the profile', () => {
    expect(own.filter(({ method }) => method === 'GET').length).toBeGreaterThanOrEqual(7)
    expect(own.filter(({ method }) => method === 'POST').length).toBeGreaterThanOrEqual(10)
  })

  it.each(own)('III.F.1.c.iii $method $path: not without one, and not with that of the sign-in', async (route) => {
    const { email, guard } = await somebody()
    const silent = await signedIn({ guard })
    const justIn = new Browser(`198.51.100.${(nth += 1)}`)
    await justIn.signIn(email)
    for (const browser of [silent, justIn]) {
      const csrf = await browser.token('/home')
      const before = await stored()
      const answer =
        route.method === 'GET'
          ? await browser.get(route.path)
          : await browser.post(route.path, {
              csrf,
              device: 'all',
              session: 'others',
              firstName: 'X',
              mobile: '7145550109',
            })
      expect(answer.status).toBe(303)
      // What was typed is kept meanwhile (test/kept-forms).
      const next = route.method === 'GET' ? encodeURIComponent(route.path) : '%2Fkept%2Ffrm_[a-z0-9]{24}'
      expect(answer.headers.get('Location')).toMatch(new RegExp(`^/confirm\\?next=${next}$`))
      expect(await answer.text()).toBe('')
      expect(await stored()).toBe(before)
    }
  })

  it.each([
    ['4:59', 5 * MINUTE - SECOND, 200],
    ['5:00', 5 * MINUTE, 303],
    ['5:01', 5 * MINUTE + SECOND, 303],
  ])('III.F.1.c.iii after %s, from the link to the page', async (_name, after, status) => {
    const person = await somebody()
    const browser = await signedIn(person)
    const to = (await browser.get('/profile/security')).headers.get('Location')!
    expect(to).toBe('/confirm?next=%2Fprofile%2Fsecurity')
    await confirmed(browser, person.email, '/profile/security')
    later(after)
    expect((await browser.get('/profile/security')).status).toBe(status)
  })

  it.each([
    ['4:59', 5 * MINUTE - SECOND, 'Newname'],
    ['5:00', 5 * MINUTE, 'Terry'],
    ['5:01', 5 * MINUTE + SECOND, 'Terry'],
  ])('III.F.1.c.iii after %s, for a change', async (_name, after, name) => {
    const person = await somebody()
    const browser = await fresh(person)
    const csrf = await browser.token('/profile')
    later(after)
    await browser.post('/profile', {
      csrf, firstName: 'Newname', lastName: 'Tester', street: '1 Main St', city: 'Orange', zip: '92868', telephone: '714-555-0123',
      jobTitle: 'Clerk',
    }) // prettier-ignore
    expect(await account(person.account)).toMatchObject({ first_name: name })
  })

  it('III.F.1.c.iii looking at pages lengthens nothing', async () => {
    const browser = await fresh(await somebody())
    for (let minute = 0; minute < 4; minute += 1) {
      later(MINUTE)
      expect((await browser.get('/profile')).status).toBe(200)
    }
    later(MINUTE)
    expect((await browser.get('/profile')).status).toBe(303)
  })

  it('III.F.1.c.iii it counts for its own session alone', async () => {
    const person = await somebody()
    const other = await signedIn(person)
    await fresh(person)
    expect((await other.get('/profile')).status).toBe(303)
    expect(other.cookies.has(SESSION)).toBe(true)
  })

  it('III.L.2 a page that was not shown is no page seen', async () => {
    const person = await somebody()
    const browser = await signedIn(person)
    await browser.get('/profile')
    const { results } = await env.DB.prepare(
      "SELECT event, page, clause FROM audit WHERE account_id = ? AND page = '/profile' ORDER BY seq",
    )
      .bind(person.account)
      .all()
    expect(results).toEqual([
      { event: 'page.viewed', page: '/profile', clause: null },
      { event: 'page.withheld', page: '/profile', clause: 'III.F.1.c' },
    ])
  })
})
