/** Time passing, without scripts on a telephone: day 60 of a password, then a year. Last of all stories, since they share a clock. */
import { expect, type Page, test } from '@playwright/test'
import { linkFor, passTraining } from './support/getting-in.ts'
import { codeFor, letPass, mailsTo, needsChromium, type Person, signIn, typePassword } from './support/portal.ts'

needsChromium()
test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } })

// One of the plan's own, whom no office has to verify.
const who: Person = { email: 'silas@harbor-view.example', password: 'Demo-Harbor-7421', scenario: 'staff-information-security', office: null, roles: [] } // prettier-ignore

/** Types the password and the code; where that leads is the story's business. */
async function comeIn(page: Page, person: Person): Promise<void> {
  const before = await mailsTo(page.request, person.email)
  await page.goto('/sign-in')
  await typePassword(page, person)
  await page.getByLabel('Code', { exact: true }).fill(await codeFor(page.request, person.email, before))
  await page.getByRole('button', { name: 'Go on' }).click()
}

test('III.D.5 III.N.2 III.J.2 III.J.3 day 60, and a year later: a new password, the training, then everything again', async ({
  page,
}) => {
  test.setTimeout(180_000)
  const { email, password } = who
  await signIn(page, who)

  await letPass(page.request, 'P60D')
  await comeIn(page, who)
  await page.goto('/staff')
  await expect(page).toHaveURL(/\/password\?next=/)
  await page.getByLabel('Present password').fill(password)
  await page.getByLabel('New password').fill('Second-Harbor-2222')
  await page.getByRole('button', { name: 'Set the password' }).click()
  await page.goto('/staff')
  await expect(page.getByRole('heading', { level: 1, name: 'Queues' })).toBeVisible()

  // A year after the training the account was not used for long, either: a reset opens it again.
  await letPass(page.request, 'P306D')
  await page.goto('/sign-in')
  await typePassword(page, { ...who, password: 'Second-Harbor-2222' })
  await expect(page.getByRole('heading', { level: 1 })).toContainText('not been used for a long time')
  const before = await mailsTo(page.request, email)
  await page.goto('/forgot-password')
  await page.getByLabel('E-mail address').fill(email)
  await page.getByRole('button', { name: 'Send me the e-mail' }).click()
  await page.goto(await linkFor(page.request, email, before))
  await page.getByLabel('Code', { exact: true }).fill(await codeFor(page.request, email, before))
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByLabel('New password').fill('Third-Harbor-3333')
  await page.getByRole('button', { name: 'Set the password' }).click()

  await comeIn(page, { ...who, password: 'Third-Harbor-3333' })
  await page.goto('/staff')
  await expect(page).toHaveURL(/\/training/)
  await page.getByRole('link', { name: 'Begin the training' }).click()
  await passTraining(page)
  await page.goto('/staff')
  await expect(page.getByRole('heading', { level: 1, name: 'Queues' })).toBeVisible()
})
