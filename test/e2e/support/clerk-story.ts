/** The story of a clerk's morning, told once with scripts and once without. */
import { expect, type Page } from '@playwright/test'
import { type Person, signIn } from './portal.ts'

/** Signs in on a device that becomes known, looks a member up, and ends on one of the office's claims. */
export async function toClaim(page: Page, clerk: Person): Promise<void> {
  await signIn(page, clerk, true)
  await page.getByLabel('Member number').fill('HV1000100')
  await page.getByRole('button', { name: 'Look up' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Members found')
  expect(page.url(), 'what was searched is not in the address').not.toContain('HV1000100')
  await page.getByRole('rowheader').getByRole('link').click()
  await expect(page.getByText('Member number')).toBeVisible()
  await expect(page.getByText('HV1000100')).toBeVisible()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Claims' }).click()
  await page.getByRole('rowheader').getByRole('link').first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Claim /)
}

/** Prints the open claim for payment: the sheet bears who, when and why. */
export async function printForPayment(page: Page, clerk: Person): Promise<void> {
  await page.getByLabel('Payment', { exact: true }).check()
  await page.getByRole('button', { name: 'Print this claim' }).click()
  await page.emulateMedia({ media: 'print' })
  const mark = page.locator('.sheet-mark')
  await expect(mark).toBeVisible()
  await expect(mark).toContainText('Purpose: Payment')
  await expect(mark).toContainText(clerk.email)
  const watermark = page.locator('.watermark p').first()
  await expect(watermark).toBeVisible()
  await expect(watermark).toContainText('Payment')
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden()
  await page.emulateMedia({ media: null })
  await page.goBack()
}
