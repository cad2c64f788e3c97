/** The story of a person whose training is overdue, and of those who write it. */
import { expect, test } from '@playwright/test'
import { looksWell } from './support/looks.ts'
import { codeFor, mailsTo, needsChromium, person, signIn, typePassword } from './support/portal.ts'

needsChromium()

// The pages' own policy forbids scripts from elsewhere; axe comes from the test.
test.use({ bypassCSP: true })

/** A word or two of the right answer of each section of the training that comes with the program. */
const right = ['call the plan', 'Her eligibility for Friday', 'draw no conclusion', 'Give them nothing', 'lock it away first', 'Right away', 'at once'] // prettier-ignore

test('III.J.2, III.J.3 nothing but the training, then everything', async ({ page }) => {
  test.setTimeout(240_000)
  const who = await person(page.request, 'untrained')
  const before = await mailsTo(page.request, who.email)
  await page.goto('/sign-in')
  await typePassword(page, who)
  await page.getByLabel('Code', { exact: true }).fill(await codeFor(page.request, who.email, before))
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.goto('/claims')
  await expect(page).toHaveURL(/\/training/)
  await looksWell(page)
  await page.getByRole('link', { name: 'Begin the training' }).click()
  await looksWell(page)
  await page.getByRole('button', { name: 'Answer and go on' }).click()
  await expect(page.getByRole('alert')).toContainText('Choose one of the answers.')
  await looksWell(page)
  for (const answer of right) {
    await page.getByRole('radio', { name: answer }).check()
    await page.getByRole('button', { name: 'Answer and go on' }).click()
  }
  await looksWell(page)
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Attest' }).click()
  await expect(page).toHaveURL('/claims')
})

test('II.I the privacy office writes a new version of the notice', async ({ page }) => {
  test.setTimeout(240_000)
  await signIn(page, await person(page.request, 'staff-privacy'))
  await page.goto('/staff/agreements')
  await looksWell(page)
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.getByRole('link', { name: 'Privacy Notice' }).click()
  await looksWell(page)
  await page.getByRole('link', { name: 'Write a new version' }).click()
  await looksWell(page)
  const text = await page.getByLabel('Text').inputValue()
  await page.getByLabel('Text').fill('No heading.')
  await page.getByRole('button', { name: 'Save and preview' }).click()
  await expect(page.getByRole('alert')).toContainText('Begin each part with a heading')
  await looksWell(page)
  await page.getByLabel('Text').fill(`${text}\n\n## News\n\nThis is new.`)
  await page.getByRole('button', { name: 'Save and preview' }).click()
  await looksWell(page)
  await page.getByRole('button', { name: 'Publish version 2' }).click()
  await expect(page.getByRole('status')).toContainText('The new version is published')
  await page.goto('/privacy')
  await expect(page.getByText('This is new.')).toBeVisible()
})
