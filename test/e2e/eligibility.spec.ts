/** A front desk's morning: sixty members pasted from the day's list, on a telephone, with scripts and without. */
import { expect, type Page, test } from '@playwright/test'
import { looksWell } from './support/looks.ts'
import { needsChromium, person, signIn } from './support/portal.ts'

needsChromium()

/** The demo's first twin, and members by number; two that nobody fits. */
const list = [
  'Member ID\tPatient Name\tDOB',
  '\tMillstrand, Robin\t9/14/1975',
  '\tReedholme, Chart\t1978-08-18',
  ...Array.from({ length: 56 }, (_, n) => `HV10001${String(n).padStart(2, '0')}\t\t`),
  'HV0000001\t\t',
  '\tNobody, Nell\tsoon',
].join('\n')

async function paste(page: Page, address?: string): Promise<void> {
  await page.setViewportSize({ width: 360, height: 740 })
  await signIn(page, await person(page.request, 'clerk', address))
  await page.getByRole('link', { name: 'Check a whole list' }).click()
  await page.getByLabel('Members, one on a line').fill(list)
  await page.getByLabel('Name of this check').fill('Friday morning')
  await page.getByRole('button', { name: 'Check these members' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Friday morning')
}

async function answered(page: Page): Promise<void> {
  await expect(page.locator('#progress')).toHaveCount(0)
  await expect(page.getByRole('row')).toHaveCount(26)
  await expect(page.getByText('More than one member fits: use the member number.')).toBeVisible()
  await expect(page.getByRole('rowheader', { name: 'Reedholme, Chart' })).toBeVisible()
  await page.getByRole('link', { name: 'More rows' }).click()
  await page.getByRole('link', { name: 'More rows' }).click()
  await expect(page.getByRole('row')).toHaveCount(11)
  await page.getByRole('navigation', { name: 'Which rows' }).getByRole('link', { name: 'No answer' }).click()
  await expect(page.getByText('The birth date is no date.')).toBeVisible()
  await page.getByRole('button', { name: 'Check again' }).click()
  await expect(page.getByText('Nothing changed since').first()).toBeVisible()
}

test('section 12: sixty members from a pasted list, their answers step by step', async ({ page }) => {
  // The answer to each step is held back until the bar was seen.
  const steps: string[] = []
  await page.route('**/answers', async (route) => {
    steps.push((await page.locator('#progress [role=status]').textContent()) ?? '')
    await route.continue()
  })
  await paste(page)
  await answered(page)
  expect(steps[0]).toBe('1 of 60 answered')
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })
  test('section 12: the same, answered in one go', async ({ page }) => {
    await paste(page, 'colm@lighthouse-cardiology.example')
    await answered(page)
  })
})

test.describe('as it looks', () => {
  // The pages' own policy forbids scripts from elsewhere; axe comes from the test.
  test.use({ bypassCSP: true })
  test('section 18: the form, what is refused, and a check pass WCAG 2.2 AA', async ({ page }) => {
    await paste(page)
    await expect(page.locator('#progress')).toHaveCount(0)
    await looksWell(page)
    await page.goto('/eligibility-checks')
    await page.getByRole('button', { name: 'Check these members' }).click()
    await expect(page.getByText('One thing to put right')).toBeVisible()
    await looksWell(page)
  })
})
