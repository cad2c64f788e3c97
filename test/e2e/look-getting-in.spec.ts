import { test } from '@playwright/test'
import { agreeTrainAndSend, confirmIfAsked, type Newcomer, register, signInAdministrator, tellOfOneself } from './support/getting-in.ts' // prettier-ignore
import { looksWell } from './support/looks.ts'
import { letPass, needsChromium, person, signIn } from './support/portal.ts'

needsChromium()

// The pages' own policy forbids scripts from elsewhere; axe comes from the test.
test.use({ bypassCSP: true })

test('section 18: the ways in pass WCAG 2.2 AA', async ({ page }) => {
  test.setTimeout(240_000)
  for (const path of [
    '/office-access',
    '/register',
    '/register/resume?link=x',
    '/invitation?link=x',
    '/forgot-password',
    '/password/set-up?link=x',
  ]) {
    await page.goto(path)
    await looksWell(page)
  }
  await page.goto('/office-access')
  await page.getByRole('button', { name: 'Sign and send' }).click()
  await looksWell(page)
})

test('section 18: the steps of a registration pass', async ({ page }) => {
  test.setTimeout(240_000)
  const who: Newcomer = { firstName: 'Ada', lastName: 'Lookwell', email: 'ada@harbor-family.example', jobTitle: 'Scheduler', jobDescription: 'Makes appointments and checks that patients are covered.' } // prettier-ignore
  await letPass(page.request, 'PT16M')
  await register(page, who)
  await looksWell(page)
  await page.getByRole('button', { name: 'Save and go on' }).click()
  await looksWell(page)
  await tellOfOneself(page, who)
  await looksWell(page)
  await page.getByLabel('Find the office you work for').fill('Harbor')
  await page.getByRole('button', { name: 'Search' }).click()
  await looksWell(page)
  await page.getByRole('button', { name: 'Choose Harbor Family Medicine' }).click()
  await looksWell(page)
  await agreeTrainAndSend(page)
  await looksWell(page)
})

test('section 18: one’s own profile passes', async ({ page }) => {
  test.setTimeout(240_000)
  await letPass(page.request, 'PT16M')
  const clerk = await person(page.request, 'two-offices')
  await signIn(page, clerk)
  await page.goto('/profile')
  await looksWell(page)
  await confirmIfAsked(page, clerk.email)
  for (const path of ['/profile', '/profile/mobile', '/profile/security', '/profile/security/questions', '/profile/activity', '/profile/offices', '/profile/offices/new', '/password']) {
    await page.goto(path)
    await looksWell(page)
  } // prettier-ignore
})

test('section 18: staff’s pages of offices, people and mail pass', async ({ page }) => {
  test.setTimeout(240_000)
  await signInAdministrator(page)
  for (const path of ['/staff', '/staff/offices', '/staff/office-requests/paper', '/staff/people', '/staff/requests', '/staff/mail']) {
    await page.goto(path)
    await looksWell(page)
  } // prettier-ignore
  for (const name of ['Sandpiper', 'Tidewater']) {
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.goto('/staff/offices')
    await page
      .getByRole('link', { name: new RegExp(name) })
      .first()
      .click()
    await looksWell(page)
  }
})
