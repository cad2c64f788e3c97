/** An authenticator app is added, signs in, and is removed; recovery codes are made and used. On a telephone, with scripts and without. */
import { decodeBase32IgnorePadding } from '@oslojs/encoding'
import { generateHOTP } from '@oslojs/otp'
import { expect, type Page, test } from '@playwright/test'
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
const SECURITY = '/profile/security'

/** What an app with that key shows at the portal's instant. */
async function shown(page: Page, key: string): Promise<string> {
  const clock = await page.request.get('/dev/clock', { headers: { Accept: 'application/json' } })
  const { now } = (await clock.json()) as { now: string }
  const step = Math.floor(Date.parse(now) / 30_000)
  return generateHOTP(decodeBase32IgnorePadding(key.replaceAll(' ', '')), BigInt(step), 6)
}

/** Confirms in mid-session by a code from the mailbox. */
async function confirmByMail(page: Page, who: Person): Promise<void> {
  const before = await mailsTo(page.request, who.email)
  await page.getByRole('button', { name: 'Send me a code by e-mail' }).click()
  await page.getByLabel('Code', { exact: true }).fill(await codeFor(page.request, who.email, before))
  await page.getByRole('button', { name: 'Go on' }).click()
}

/** Signs out, and types the password on the way in again. */
async function anew(page: Page, who: Person): Promise<void> {
  await page.goto('/home')
  await page.getByRole('button', { name: 'Sign out', exact: true }).first().click()
  await page.goto('/sign-in')
  await typePassword(page, who)
}

for (const { scripts, email } of [
  { scripts: true, email: 'sven@harbor-family.example' },
  { scripts: false, email: 'vera@harbor-family.example' },
]) {
  test.describe(scripts ? 'with scripts' : 'without scripts', () => {
    // The pages' own policy forbids scripts from elsewhere; axe comes from the test.
    test.use({ javaScriptEnabled: scripts, bypassCSP: scripts, viewport: { width: 360, height: 740 } })

    test('III.F.2 an authenticator app and recovery codes', async ({ page }) => {
      test.setTimeout(180_000)
      const well = async () => {
        if (!scripts) return
        await looksWell(page)
        await page.setViewportSize({ width: 360, height: 740 })
      }
      await letPass(page.request, 'PT16M')
      const who = await person(page.request, 'clerk', email)
      await signIn(page, who)

      await page.goto(SECURITY)
      await confirmByMail(page, who)
      await page.getByRole('link', { name: 'Add an app' }).click()
      await expect(page.getByRole('img', { name: /Picture of the key/ })).toBeVisible()
      await well()
      const key = await page.locator('.spelled code').innerText()
      await page.getByLabel('A name for the app').fill('My telephone')
      await page.getByLabel('Code that the app shows').fill('000000')
      await page.getByRole('button', { name: 'Add the app' }).click()
      await expect(page.getByRole('alert')).toBeVisible()
      await expect(page.locator('.spelled code')).toHaveText(key)
      await page.getByLabel('Code that the app shows').fill(await shown(page, key))
      await page.getByRole('button', { name: 'Add the app' }).click()

      await expect(page.getByText('The authenticator app is added')).toBeVisible()
      await well()
      await page.getByRole('button', { name: 'Make 10 codes' }).click()
      await expect(page.locator('.codes code')).toHaveCount(10)
      const codes = await page.locator('.codes code').allInnerTexts()
      expect(codes).toHaveLength(10)
      await well()
      await page.getByRole('link', { name: 'I have kept them' }).click()
      await expect(page.getByText('10 of 10 are left')).toBeVisible()
      await well()

      // The code that added it is used up: the next one signs in.
      await letPass(page.request, 'PT1M')
      await anew(page, who)
      await expect(page).toHaveURL(/\/sign-in\/second-factor\/app/)
      await well()
      await page.getByLabel('Code of your app').fill(await shown(page, key))
      await page.getByRole('button', { name: 'Go on' }).click()
      await expect(page).toHaveURL('/home')

      await anew(page, who)
      await page.getByRole('link', { name: 'Use a recovery code' }).click()
      await well()
      await page.getByLabel('Recovery code').fill(codes[0]!.toLowerCase())
      await page.getByRole('button', { name: 'Go on' }).click()
      await expect(page).toHaveURL('/home')

      await anew(page, who)
      await page.getByRole('link', { name: 'Use a recovery code' }).click()
      await page.getByLabel('Recovery code').fill(codes[0]!)
      await page.getByRole('button', { name: 'Go on' }).click()
      await expect(page.getByRole('alert')).toContainText('was used before')
      await page.getByRole('link', { name: 'Use your authenticator app instead' }).click()
      await letPass(page.request, 'PT1M')
      await page.getByLabel('Code of your app').fill(await shown(page, key))
      await page.getByRole('button', { name: 'Go on' }).click()

      await page.goto(SECURITY)
      await page.getByRole('link', { name: 'Use your authenticator app' }).click()
      await letPass(page.request, 'PT1M')
      await page.getByLabel('Code of your app').fill(await shown(page, key))
      await page.getByRole('button', { name: 'Go on' }).click()
      await expect(page.getByText('9 of 10 are left')).toBeVisible()
      await page.getByRole('link', { name: 'Remove My telephone' }).click()
      await expect(page.getByText('It is your last one')).toBeVisible()
      await well()
      await page.getByRole('button', { name: 'Remove it' }).click()
      await expect(page.getByText('The authenticator app is removed')).toBeVisible()

      const before = await mailsTo(page.request, who.email)
      await anew(page, who)
      await expect(page.getByLabel('Code', { exact: true })).toBeVisible()
      await codeFor(page.request, who.email, before)
    })
  })
}
