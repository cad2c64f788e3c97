/**
 * The story of an office whose users nobody verifies: prompt, reminders, restriction, suspension, the call with provider
 * relations, and the access given back. Time passes day by day, the hourly job running on each.
 */
import { type APIRequestContext, type Browser, expect, type Page, test } from '@playwright/test'
import { confirmIfAsked } from './support/getting-in.ts'
import { looksWell } from './support/looks.ts'
import {
  codeFor,
  letPass,
  mailsTo,
  needsChromium,
  type Person,
  person,
  signIn,
  typePassword,
} from './support/portal.ts'

needsChromium()

// The pages' own policy forbids scripts from elsewhere; axe comes from the test.
test.use({ bypassCSP: true, viewport: { width: 1280, height: 800 } })

const LOA = 'gabor@port-alder-general-hospital.example'
const OFFICE = 'Port Alder General Hospital'

test('III.H.1 III.H.2 III.H.3 III.H.4 III.H.5 an office that nobody verifies is restricted, suspended, verified by telephone, and let in again', async ({
  page,
  browser,
}) => {
  test.setTimeout(300_000)
  const api = page.request
  const [loa, pavel, ebba] = [
    await person(api, '', LOA),
    await person(api, 'staff-provider-relations'),
    await person(api, 'staff-e-business'),
  ]
  const [clerk, gone] = [await colleague(api, loa, 'cass'), await colleague(api, loa, 'gone')]

  // The 45th day of its access: the prompt, by e-mail and, for who comes, as a banner.
  // Other stories may have gone past midnight: the days are counted from the one on which the prompt comes.
  const before = (await subjects(api, LOA)).length
  for (let day = 0; day < 7 && (await subjects(api, LOA)).length === before; day += 1) await days(api, 1)
  expect((await subjects(api, LOA))[0]).toMatch(/verify/i)
  await inOwnBrowser(browser, loa, async (mine) => {
    await expect(mine.getByRole('link', { name: 'Verify them now' })).toBeVisible()
  })

  // P + 7, 12, 14 and 15: a reminder each, and nothing else.
  let passed = 0
  for (const until of [7, 12, 14, 15]) {
    const told = (await subjects(api, LOA)).length
    await days(api, until - passed)
    passed = until
    await expect.poll(async () => (await subjects(api, LOA)).length, `reminder of day ${until}`).toBe(told + 1)
  }
  await inOwnBrowser(browser, loa, async (mine) => {
    await mine.goto('/office/users')
    await expect(mine).toHaveURL('/office/users')
  })

  // P + 16: its administrator reaches the verification, and nothing else.
  await days(api, 1)
  await inOwnBrowser(browser, loa, async (mine) => {
    for (const path of ['/home', '/office/users', '/members', '/profile']) {
      await mine.goto(path)
      await expect(mine).toHaveURL(/\/office\/verification/)
    }
    await looksWell(mine)
    await mine.goto('/help')
    await expect(mine).toHaveURL('/help')
  })
  // Who doesn't administer it works on.
  await inOwnBrowser(browser, clerk, async (mine) => {
    await mine.goto('/members')
    await expect(mine.getByLabel('Member number')).toBeVisible()
  })

  // The day before, the plan sees it coming.
  await signIn(page, pavel)
  await page.goto('/staff/enforcement')
  await expect(page.getByText(OFFICE).first()).toBeVisible()

  // P + 17: nobody of the office signs in, and each is told why.
  await days(api, 1)
  for (const who of [loa, clerk]) {
    await inOwnBrowser(browser, null, async (mine) => {
      await mine.goto('/sign-in')
      await typePassword(mine, who)
      await expect(mine.getByRole('heading', { level: 1 })).toContainText('suspended')
    })
  }

  // III.H.4: provider relations goes through the users on the telephone; one of them is not confirmed.
  await signIn(page, pavel)
  await openVerification(page)
  await looksWell(page)
  await page.setViewportSize({ width: 1280, height: 800 })
  for (const name of [/Gabor Moorcastle/, /cass Newcomer/i]) {
    await page.getByRole('group', { name }).first().getByLabel('Still works there').check()
  }
  await page.getByRole('button', { name: 'Save what was decided' }).click()
  await confirmIfAsked(page, pavel.email)
  await expect(page.getByRole('status').first()).toBeVisible()
  await page.getByLabel('Whom did you speak to?').fill('Mara Kestrel, office manager')
  await page.getByLabel('On which day?').fill(await portalDay(api))
  await page.getByLabel('What was said?').fill('Gabor was on leave. Two users confirmed; nobody knows the third.')
  await page.getByRole('button', { name: 'Complete the verification' }).click()
  await expect(page.getByText('One thing to put right')).toBeVisible()
  await page.getByLabel('One user is not confirmed and loses access').check()
  await page.getByRole('button', { name: 'Complete the verification' }).click()
  await expect(page.getByText('waiting for E-Business').first()).toBeVisible()
  await looksWell(page)
  await page.setViewportSize({ width: 1280, height: 800 })

  // III.H.5: not before e-business says so.
  await inOwnBrowser(browser, null, async (mine) => {
    await mine.goto('/sign-in')
    await typePassword(mine, loa)
    await expect(mine.getByRole('heading', { level: 1 })).toContainText('suspended')
  })
  await page.getByRole('button', { name: 'Sign out' }).click()
  await signIn(page, ebba)
  await page.goto('/staff')
  await looksWell(page)
  await page.setViewportSize({ width: 1280, height: 800 })
  await openVerification(page)
  await page.getByLabel('Why?').fill('Verified by telephone with the office manager.')
  await page.getByRole('button', { name: 'Give the office its access back' }).click()
  await confirmIfAsked(page, ebba.email)
  await expect(page.getByRole('status').first()).toBeVisible()

  for (const who of [loa, clerk]) {
    await inOwnBrowser(browser, who, async (mine) => {
      await expect(mine.getByRole('heading', { level: 1 })).toContainText('Welcome')
    })
  }
  await inOwnBrowser(browser, null, async (mine) => {
    await mine.goto('/sign-in')
    await typePassword(mine, gone)
    await expect(mine.getByRole('heading', { level: 1 })).toContainText('Your access for this office is suspended')
  })
})

/** The office's verification, from the plan's calendar. */
async function openVerification(page: Page): Promise<void> {
  await page.goto('/staff/verifications')
  await page.getByRole('link', { name: OFFICE }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(OFFICE)
}

/** One more person of the administrator's office. */
async function colleague(api: APIRequestContext, { password, office }: Person, name: string): Promise<Person> {
  const email = `${name}@${office}.example`
  const form = { email, password, office: office!, roles: 'eligibility' }
  expect((await api.post('/dev/people', { form })).status()).toBe(201)
  return { email, password, office, scenario: 'clerk', roles: ['eligibility'] }
}

/** Lets so many days pass; on each of them the hourly job runs. */
async function days(api: APIRequestContext, count: number): Promise<void> {
  for (let day = 0; day < count; day += 1) {
    await letPass(api, 'P1D')
    const ran = await api.post('/dev/clock', { headers: { Accept: 'application/json' }, form: { run: '1' } })
    expect(ran.status()).toBe(200)
  }
}

/** The subjects of what the address got about its users, the newest first. */
async function subjects(api: APIRequestContext, email: string): Promise<string[]> {
  await mailsTo(api, email)
  const answer = await api.get('/dev/mailbox', { headers: { Accept: 'application/json' }, params: { to: email } })
  const mails = (await answer.json()) as { subject: string }[]
  // Other stories leave other things to remind of.
  return mails.map(({ subject }) => subject).filter((subject) => /verif/i.test(subject))
}

/** Somebody at a browser of their own; signed in, unless nobody is told. */
async function inOwnBrowser(browser: Browser, who: Person | null, story: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ bypassCSP: true })
  const page = await context.newPage()
  try {
    if (who) {
      await page.goto('/sign-in')
      await signInAnywhere(page, who)
    }
    await story(page)
  } finally {
    await context.close()
  }
}

/** Signs in, wherever that leads. */
async function signInAnywhere(page: Page, who: Person): Promise<void> {
  const before = await mailsTo(page.request, who.email)
  await typePassword(page, who)
  await page.getByLabel('Code', { exact: true }).fill(await codeFor(page.request, who.email, before))
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
}

/** The day that the portal has, in the plan's zone. */
async function portalDay(api: APIRequestContext): Promise<string> {
  const answer = await api.get('/dev/clock', { headers: { Accept: 'application/json' } })
  const { now } = (await answer.json()) as { now: string }
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format(new Date(now))
}
