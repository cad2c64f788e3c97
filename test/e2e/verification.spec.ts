/** The story of an administrator on a telephone who verifies twelve users between two patients, with scripts and without. */
import { type APIRequestContext, expect, type Locator, type Page, test } from '@playwright/test'
import { confirmIfAsked } from './support/getting-in.ts'
import { looksWell } from './support/looks.ts'
import { needsChromium, type Person, person, signIn } from './support/portal.ts'

needsChromium()

const USERS = 12
const TELEPHONE = { width: 360, height: 740 }

/** Offices whose first verification falls due late, whatever other stories let pass before. */
const tellings = [
  { scripts: true, email: 'thandiwe@tresk-bay-dermatology.example' },
  { scripts: false, email: 'farah@foghorn-pharmacy.example' },
]

for (const { scripts, email } of tellings) {
  test.describe(scripts ? 'with scripts' : 'without scripts', () => {
    // The pages' own policy forbids scripts from elsewhere; axe comes from the test.
    test.use({ bypassCSP: true, javaScriptEnabled: scripts, viewport: TELEPHONE })

    test('III.H.1 twelve users verified with at most two taps each', async ({ page }) => {
      test.setTimeout(180_000)
      const loa = await person(page.request, 'loa', email)
      await makeUsers(page.request, loa, USERS - 1)
      await untilDue(page, loa)
      await signIn(page, loa)
      await page.getByRole('link', { name: 'Verify them now' }).click()
      await expect(page.getByText(`0 of ${USERS} users decided`)).toBeVisible()
      const look = () => (scripts ? wellAt(page) : Promise.resolve())
      await look()

      let taps = 0
      const tap = async (button: Locator) => {
        taps += 1
        await button.click()
      }
      const next = page.locator('#next')
      await tap(next.getByRole('link', { name: /^No longer works here/ }))
      await look()
      await page.getByLabel('Last day of employment').fill(await portalDay(page.request))
      await tap(page.getByRole('button', { name: /^End the access/ }))
      await expect(page.getByText(`1 of ${USERS} users decided`)).toBeVisible()

      await tap(next.getByRole('link', { name: /^Change roles/ }))
      await confirmIfAsked(page, loa.email)
      await look()
      await tap(page.getByLabel('Claims Viewer', { exact: true }))
      await page.getByLabel('Day their job changed').fill(await portalDay(page.request))
      await page.getByLabel('Day their job changed').fill(await portalDay(page.request))
      await tap(page.getByLabel('I have reviewed this person’s job description', { exact: false }))
      await tap(page.getByRole('button', { name: 'Change roles' }))
      await expect(page.getByText(`2 of ${USERS} users decided`)).toBeVisible()
      await look()

      for (let done = 3; done <= USERS; done += 1) {
        const keep = next.getByRole('button', { name: /^Keep/ })
        // After the first one no card asks for scrolling.
        if (done > 3) await expect(keep).toBeInViewport({ ratio: 1 })
        await tap(keep)
        await expect(page.getByText(`${done} of ${USERS} users decided`)).toBeVisible()
        if (scripts) await expect(next).toBeFocused()
      }
      await look()
      await tap(page.getByRole('checkbox'))
      await tap(page.getByRole('button', { name: 'Complete the verification' }))
      await expect(page.getByRole('status').first()).toContainText('The verification is complete')
      await expect(page.getByText('Nothing to verify now')).toBeVisible()
      await look()
      expect(taps).toBeLessThanOrEqual(2 * USERS)
    })
  })
}

/** Makes so many people of the administrator's office. */
async function makeUsers(api: APIRequestContext, { password, office }: Person, count: number): Promise<void> {
  for (let n = 1; n <= count; n += 1) {
    const form = { email: `user${n}@${office}.example`, password, office: office!, roles: 'claims,eligibility' }
    expect((await api.post('/dev/people', { form })).status()).toBe(201)
  }
}

/** Lets time pass until the office's users are to be verified, if they aren't yet. */
async function untilDue(page: Page, loa: Person): Promise<void> {
  await signIn(page, loa)
  await page.goto('/office/verification')
  const day = /is on (\w+ \d+, \d+)/.exec(await page.locator('main').innerText())?.[1]
  if (day) {
    const now = new Date(`${day} 20:00 UTC`).toISOString()
    expect((await page.request.post('/dev/clock', { headers: { Accept: 'application/json' }, form: { now } })).status()).toBe(200) // prettier-ignore
  }
  await page.context().clearCookies()
}

/** Whether the page passes; then it is a telephone again. */
async function wellAt(page: Page): Promise<void> {
  await looksWell(page)
  await page.setViewportSize(TELEPHONE)
}

/** The day that the portal has, in the plan's zone. */
async function portalDay(api: APIRequestContext): Promise<string> {
  const { now } = (await (await api.get('/dev/clock', { headers: { Accept: 'application/json' } })).json()) as {
    now: string
  }
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format(new Date(now))
}
