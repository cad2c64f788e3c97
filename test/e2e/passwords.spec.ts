/** Passwords that were forgotten, and passwords of their last day. */
import { expect, test } from '@playwright/test'
import { linkFor } from './support/getting-in.ts'
import { looksWell } from './support/looks.ts'
import { codeFor, letPass, mailsTo, needsChromium, person, signIn, typePassword } from './support/portal.ts'

needsChromium()

for (const { scripts, email } of [
  { scripts: true, email: 'sven@harbor-family.example' },
  { scripts: false, email: 'vera@harbor-family.example' },
]) {
  test.describe(scripts ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled: scripts })

    test('III.E.4.b III.F.1.c.i a forgotten password, asked for on one device and chosen on another', async ({
      page,
      browser,
      baseURL,
    }) => {
      await letPass(page.request, 'PT16M')
      const clerk = await person(page.request, 'clerk', email)
      const before = await mailsTo(page.request, email)
      await page.goto('/sign-in')
      await page.getByRole('link', { name: /forgotten/i }).click()
      await page.getByLabel('E-mail address').fill(email)
      await page.getByRole('button', { name: 'Send me the e-mail' }).click()
      await expect(page.getByText('If the address has an account here')).toBeVisible()

      const telephone = await browser.newContext({
        baseURL: baseURL!,
        viewport: { width: 360, height: 740 },
        javaScriptEnabled: scripts,
      })
      const other = await telephone.newPage()
      await other.goto(await linkFor(page.request, email, before))
      expect(other.url(), 'the secret is not in the address').not.toContain('link=')
      await other.getByLabel('Code', { exact: true }).fill(await codeFor(page.request, email, before))
      await other.getByRole('button', { name: 'Go on' }).click()
      await other.getByLabel('New password').fill('short')
      await other.getByRole('button', { name: 'Set the password' }).click()
      await expect(other.getByRole('alert')).toBeVisible()
      await other.getByLabel('New password').fill('Other-Harbor-9643')
      await other.getByRole('button', { name: 'Set the password' }).click()
      await expect(other).toHaveURL(/\/sign-in/)
      await telephone.close()

      await letPass(page.request, 'PT16M')
      await signIn(page, { ...clerk, password: 'Other-Harbor-9643' })
    })
  })
}

test.describe('day 60', () => {
  // The pages' own policy forbids scripts from elsewhere; axe comes from the test.
  test.use({ bypassCSP: true })

  test('III.D.5 III.F.1.c.ii on its last day a password leads to a new one only', async ({ page }) => {
    test.setTimeout(180_000)
    const who = await person(page.request, 'password-ended')
    const before = await mailsTo(page.request, who.email)
    await page.goto('/sign-in')
    await typePassword(page, who)
    await page.getByLabel('Code', { exact: true }).fill(await codeFor(page.request, who.email, before))
    await page.getByRole('button', { name: 'Go on' }).click()
    for (const path of ['/home', '/members', '/claims', '/profile']) {
      await page.goto(path)
      await expect(page).toHaveURL(/\/password\?next=/)
    }
    await looksWell(page)
    await page.getByLabel('Present password').fill(who.password)
    await page.getByLabel('New password').fill(who.password)
    await page.getByRole('button', { name: 'Set the password' }).click()
    await expect(page.getByRole('alert')).toBeVisible()
    await page.getByLabel('Present password').fill(who.password)
    await page.getByLabel('New password').fill('Anew-Harbor-1754')
    await page.getByRole('button', { name: 'Set the password' }).click()
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
  })
})
