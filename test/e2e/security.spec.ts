/**
 * The story of a clerk who looks after their own account on a telephone: from where they are signed in, which devices are
 * known, who tried; and ends what is not theirs.
 */
import { type Browser, expect, type Page, test } from '@playwright/test'
import { confirmIfAsked } from './support/getting-in.ts'
import { looksWell } from './support/looks.ts'
import { codeFor, letPass, mailsTo, needsChromium, type Person, person, typePassword } from './support/portal.ts'

needsChromium()

const TELEPHONE = { width: 360, height: 740 }
// The pages' own policy forbids scripts from elsewhere; axe comes from the test.
test.use({ bypassCSP: true, viewport: TELEPHONE })

const PATH = '/profile/security'

test('III.F.1.b III.E.2 III.L.1 a clerk ends a session and forgets a device that are not theirs, on a telephone', async ({
  page,
  browser,
}) => {
  test.setTimeout(240_000)
  const api = page.request
  const { password, office } = await person(api, 'clerk')
  const email = `sam@${office}.example`
  const made = await api.post('/dev/people', { form: { email, password, office: office!, roles: 'claims' } })
  expect(made.status()).toBe(201)
  const sam: Person = { email, password, office, scenario: 'clerk', roles: ['claims'] }

  // Somebody is signed in elsewhere, on a device that stays known; and somebody else guesses.
  const elsewhere = await inOwnBrowser(browser)
  await signInRemembered(elsewhere, sam)
  const guessing = await inOwnBrowser(browser)
  await guessing.goto('/sign-in')
  for (const guess of ['Guess-number-1', 'Guess-number-2']) await typePassword(guessing, { ...sam, password: guess })

  await page.goto('/sign-in')
  await signInRemembered(page, sam)
  await page.goto(PATH)
  await confirmIfAsked(page, email)
  await expect(page).toHaveURL(PATH)
  for (const heading of ['Password', 'Passkeys', 'Authenticator apps', 'Recovery codes', 'Security questions', 'Where you are signed in', 'Known devices', 'Recent sign-ins']) {
    await expect(page.getByRole('heading', { level: 2, name: heading })).toBeVisible()
  } // prettier-ignore
  await looksWell(page)
  await page.setViewportSize(TELEPHONE)

  const card = (heading: string) => page.locator('section.card', { has: page.getByRole('heading', { name: heading }) })
  await expect(card('Recent sign-ins')).toContainText(/Wrong password\s+2 times/)
  await expect(card('Where you are signed in').getByText('this one')).toHaveCount(1)

  // The other session ends; the other browser is out at its next page, and the owner is told.
  const mails = await mailsTo(api, email)
  await card('Where you are signed in').getByRole('button', { name: 'End this session' }).click()
  await expect(page.getByRole('status').first()).toContainText('The session has ended.')
  await elsewhere.goto('/claims')
  await expect(elsewhere).toHaveURL(/\/sign-in\?closed=ended/)
  await expect.poll(() => mailsTo(api, email)).toBe(mails + 1)

  // Its device is still known, until it is forgotten.
  const devices = card('Known devices').getByRole('row').filter({ hasNotText: 'this one' })
  await devices.getByRole('button', { name: /^Forget/ }).click()
  await expect(page.getByRole('status').first()).toContainText('The device is forgotten.')
  await expect.poll(() => mailsTo(api, email)).toBe(mails + 2)
  // Three codes in a quarter of an hour are as many as one address gets.
  await letPass(api, 'PT16M')
  await elsewhere.goto('/sign-in')
  await typePassword(elsewhere, sam)
  await expect(elsewhere).toHaveURL(/\/sign-in\/second-factor/)
  await elsewhere.context().close()
  await guessing.context().close()
})

/** A browser of its own. */
async function inOwnBrowser(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ bypassCSP: true, viewport: TELEPHONE })
  const page = await context.newPage()
  await page.goto('/sign-in')
  return page
}

/** Signs in, the device becoming known. */
async function signInRemembered(page: Page, who: Person): Promise<void> {
  const before = await mailsTo(page.request, who.email)
  await typePassword(page, who)
  await page.getByLabel('Code', { exact: true }).fill(await codeFor(page.request, who.email, before))
  await page.getByLabel('I alone use this device').check()
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
}
