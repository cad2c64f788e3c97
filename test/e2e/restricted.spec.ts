/** The story of a change of the restricted list: drafted and tried by one department, signed by another (III.I.2). */
import { expect, type Page, test } from '@playwright/test'
import { confirmIfAsked } from './support/getting-in.ts'
import { looksWell } from './support/looks.ts'
import { needsChromium, person, signIn } from './support/portal.ts'

needsChromium()

for (const scripts of [true, false]) {
  test.describe(scripts ? 'with scripts' : 'without scripts', () => {
    // The pages' own policy forbids scripts from elsewhere; axe comes from the test.
    test.use({ bypassCSP: true, javaScriptEnabled: scripts, viewport: { width: 360, height: 740 } })

    test('III.I.2 the list is changed by two people, after a dry run', async ({ page, browser }) => {
      test.setTimeout(240_000)
      const look = (at: Page) => (scripts ? looksWell(at) : Promise.resolve())
      const ines = await person(page.request, 'staff-information-services')
      const petra = await person(page.request, 'staff-privacy')
      await signIn(page, ines)
      await page.goto('/staff/restricted-codes')
      await look(page)
      await page.getByLabel('Code', { exact: false }).first().fill('O80')
      await page.getByRole('button', { name: 'Find' }).click()
      await expect(page.getByRole('rowheader').first()).toContainText('O')
      expect(page.url(), 'what was searched is not in the address').not.toContain('O80')

      await page.goto('/staff/restricted-codes/draft')
      await page.getByRole('button', { name: 'Add the row' }).click()
      await expect(page.getByText('Choose a category.').first()).toBeVisible()
      await look(page)
      await page.locator('#field-category').selectOption('mental-health')
      await page.locator('#field-system').selectOption('icd-10-cm')
      await page.locator('#field-match').selectOption('prefix')
      await page.locator('#field-code').fill(scripts ? 'J06' : 'M54')
      await page.locator('#field-source').fill('Board of the plan')
      await page.locator('#field-reason').fill('Asked for')
      await page.getByRole('button', { name: 'Add the row' }).click()
      await expect(page.getByText('The draft is changed')).toBeVisible()
      await page.getByRole('button', { name: 'Start the dry run' }).click()
      await expect(async () => {
        await page.goto('/staff/restricted-codes/draft')
        await expect(page.getByText('Newly hidden:')).toBeVisible({ timeout: 1000 })
      }).toPass({ timeout: 60_000 })
      await look(page)
      await page.locator('#field-why').fill('The board asked for it.')
      await page.getByRole('button', { name: 'Send to privacy' }).click()
      await expect(page.getByText('The draft is with privacy')).toBeVisible()
      await expect(page.getByRole('button', { name: 'Sign and publish' })).toHaveCount(0)

      const other = await browser.newContext({
        bypassCSP: true,
        javaScriptEnabled: scripts,
        baseURL: new URL(page.url()).origin,
      })
      const desk = await other.newPage()
      await signIn(desk, petra)
      await desk.goto('/staff')
      await desk.getByRole('link', { name: 'Drafts of the restricted list to sign' }).click()
      await look(desk)
      await desk.getByLabel('I have seen what this version adds').check()
      await desk.getByRole('button', { name: 'Sign and publish' }).click()
      await confirmIfAsked(desk, petra.email)
      if (await desk.getByRole('button', { name: 'Sign and publish' }).isVisible()) {
        await desk.getByLabel('I have seen what this version adds').check()
        await desk.getByRole('button', { name: 'Sign and publish' }).click()
      }
      await expect(desk.getByRole('status').first()).toContainText('is in force')
      await expect(desk.getByText('The board asked for it.')).toBeVisible()
      await look(desk)
      await expect(async () => {
        await desk.goto('/staff/restricted-codes')
        await expect(desk.getByText('Records are being judged')).toHaveCount(0, { timeout: 1000 })
      }).toPass({ timeout: 120_000 })

      await desk.goto('/staff/restricted-codes/reviews')
      await look(desk)
      await desk.locator('#field-note').fill('Looked at every row.')
      await desk.locator('#field-attests').check()
      await desk.getByRole('button', { name: 'Record the review' }).click()
      await expect(desk.getByRole('status').first()).toContainText('The review is recorded')

      await desk.goto('/staff/hidden-records')
      await look(desk)
      await desk.getByLabel('Id of the record').fill('nobody')
      await desk.getByRole('button', { name: 'Tell me why' }).click()
      await expect(desk.getByText('No such record')).toBeVisible()
      await look(desk)
      await other.close()
    })
  })
}
