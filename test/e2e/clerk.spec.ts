import { expect, test } from '@playwright/test'
import { printForPayment, toClaim } from './support/clerk-story.ts'
import { letPass, mailsTo, needsChromium, person, typePassword } from './support/portal.ts'

needsChromium()

test('III.E.2 II.D III.F.1.b a clerk signs in, finds a claim, prints it, is closed out, and comes back', async ({
  page,
}) => {
  const clerk = await person(page.request, 'clerk')
  await page.clock.install()
  await toClaim(page, clerk)
  await printForPayment(page, clerk)
  const claim = page.url()

  await letPass(page.request, 'PT16M')
  await page.clock.fastForward('16:00')
  await expect(page.getByText('closed after 15 minutes without activity')).toBeVisible()
  await expect(page).toHaveTitle(/^Sign in/)

  const before = await mailsTo(page.request, clerk.email)
  await typePassword(page, clerk)
  await expect(page).toHaveURL(claim)
  expect(await mailsTo(page.request, clerk.email), 'a known device is asked for no code').toBe(before)
})
