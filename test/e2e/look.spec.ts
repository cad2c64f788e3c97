import { expect, test } from '@playwright/test'
import { looksWell } from './support/looks.ts'
import { letPass, needsChromium, person, signIn, typePassword } from './support/portal.ts'

needsChromium()

// The pages' own policy forbids scripts from elsewhere; axe comes from the test.
test.use({ bypassCSP: true })

test('section 18: what anyone can see passes WCAG 2.2 AA', async ({ page }) => {
  for (const path of [
    '/sign-in',
    '/sign-in?closed=idle',
    '/help',
    '/privacy',
    '/no-such-page',
    '/dev/clock',
    '/dev/people',
  ]) {
    await page.goto(path)
    await looksWell(page)
  }
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await looksWell(page)
})

test('section 18: the second factor and a clerk’s pages pass', async ({ page }) => {
  test.setTimeout(240_000)
  const clerk = await person(page.request, 'clerk', 'clara@harbor-family.example')
  await page.goto('/sign-in')
  await typePassword(page, clerk)
  await expect(page.getByLabel('Code', { exact: true })).toBeVisible()
  await looksWell(page)
  await letPass(page.request, 'PT16M')
  await signIn(page, clerk)
  await looksWell(page)
  await page.goto('/members')
  await looksWell(page)
  await page.getByRole('button', { name: 'Look up' }).click()
  await looksWell(page)
  await page.getByLabel('Member number').fill('HV1000100')
  await page.getByRole('button', { name: 'Look up' }).click()
  await looksWell(page)
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.getByRole('rowheader').getByRole('link').click()
  await looksWell(page)
  await page.goto('/claims')
  await looksWell(page)
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.getByRole('rowheader').getByRole('link').first().click()
  await looksWell(page)
  await page.getByLabel('Payment', { exact: true }).check()
  await page.getByRole('button', { name: 'Print this claim' }).click()
  await looksWell(page)
  await page.goto('/claims/clm_000000000000000000000000')
  await looksWell(page)
  await page.goto('/referrals')
  await looksWell(page)
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.getByRole('rowheader').getByRole('link').first().click()
  await looksWell(page)
  await page.getByLabel('Payment', { exact: true }).check()
  await page.getByRole('button', { name: 'Print this referral' }).click()
  await looksWell(page)
})

test('section 18: what closed accounts are told passes', async ({ page }) => {
  for (const scenario of [
    'dormant',
    'suspended',
    'office-suspended',
    'office-terminated',
    'password-ended',
    'locked',
  ]) {
    await page.goto('/sign-in')
    await typePassword(page, await person(page.request, scenario))
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await looksWell(page)
  }
})

test('section 18: a page that is not part of one’s access, and staff’s audit log, pass', async ({ page }) => {
  await signIn(page, await person(page.request, 'eligibility-only'))
  await page.goto('/claims')
  await looksWell(page)
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.getByRole('button', { name: 'Sign out' }).click()
  await signIn(page, await person(page.request, 'staff-information-services'))
  await looksWell(page)
  for (const path of ['/staff', '/staff/policy', '/staff/people', '/staff/audit']) {
    await page.goto(path)
    await looksWell(page)
  }
})
