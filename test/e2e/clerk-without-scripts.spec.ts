import { expect, test } from '@playwright/test'
import { printForPayment, toClaim } from './support/clerk-story.ts'
import { letPass, mailsTo, needsChromium, person, typePassword } from './support/portal.ts'

needsChromium()
test.use({ javaScriptEnabled: false })

test('III.E.2 II.D III.F.1.b the same morning without scripts', async ({ page }) => {
  const clerk = await person(page.request, 'clerk', 'colm@lighthouse-cardiology.example')
  await toClaim(page, clerk)
  await printForPayment(page, clerk)
  const claim = page.url()
  // The page turns to the notice by itself; the story follows where it would lead.
  const refresh = /http-equiv="refresh" content="(\d+);url=([^"]+)"/.exec(await page.content())
  expect(Number(refresh?.[1])).toBeGreaterThan(14 * 60)
  expect(Number(refresh?.[1])).toBeLessThanOrEqual(15 * 60)

  await letPass(page.request, 'PT16M')
  await page.goto(refresh![2]!, { referer: claim })
  await expect(page.getByText('closed after 15 minutes without activity')).toBeVisible()

  const before = await mailsTo(page.request, clerk.email)
  await typePassword(page, clerk)
  await expect(page).toHaveURL(claim)
  expect(await mailsTo(page.request, clerk.email), 'a known device is asked for no code').toBe(before)
})
