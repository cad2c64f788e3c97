/** Coming in, and leaving, through other people's identity providers: two real ones, differently set up. */
import { expect, test } from '@playwright/test'
import { looksWell } from './support/looks.ts'
import { codeFor, letPass, mailsTo, needsChromium, person, signIn } from './support/portal.ts'
import { ProviderDesk } from './support/provider-desk.ts'
import type { Known } from './support/provider-orders.ts'
import {
  addPasskey, addresses, answerOf, forgetAll, forgetHere, goToProvider, passGates, setClock, setUpProvider, signInConfigurer, signInThere,
  signOutThere, signOutTwice,
} from './support/provider-steps.ts' // prettier-ignore

needsChromium()
test.describe.configure({ mode: 'serial' })
test.use({ viewport: { width: 360, height: 740 }, actionTimeout: 10_000 })

const PRIVACY = 'gatehouse-privacy'
const AUDIT = 'gatehouse-audit'
const nora: Known = { login: 'nora', email: 'nora.tideway@harbor-view.example', firstName: 'Nora', lastName: 'Tideway', groups: [PRIVACY, AUDIT] } // prettier-ignore
const colm: Known = { login: 'colm', email: 'colm@lighthouse-cardiology.example', firstName: 'Colm', lastName: 'Anything', groups: ['desk'] } // prettier-ignore
const everybody = [nora, colm]
let desk: ProviderDesk
const ids: Record<'plan' | 'office', string> = { plan: '', office: '' }

test.beforeAll(async () => {
  desk = await ProviderDesk.open()
  await desk.order({ do: 'know', people: everybody })
})
test.afterAll(() => desk.close())
test.beforeEach(async ({ page }) => {
  await letPass(page.request, 'PT16M')
  await setClock(page, desk)
})

test('the plan’s staff set both up, try them, and switch them on', async ({ page }) => {
  const who = await signInConfigurer(page)
  await addPasskey(page, who)
  ids.plan = await setUpProvider(page, desk, who, { which: 'plan', name: 'Harbor View staff sign-in', domain: 'harbor-view.example', mappings: [[PRIVACY, 'department privacy'], [AUDIT, 'capability audit.read']] }, 'nora') // prettier-ignore
  ids.office = await setUpProvider(page, desk, who, { which: 'office', name: 'Lighthouse sign-in', domain: 'lighthouse-cardiology.example', office: 'Lighthouse Cardiology', mappings: [['desk', 'role eligibility']] }, 'colm') // prettier-ignore
})

test('section 13 staff: the first sign-in makes the account, agreement and training come first, and it ends when the group is gone', async ({
  page,
}) => {
  await goToProvider(page, nora.email)
  await signInThere(page, 'nora', { strong: true })
  await passGates(page)
  await page.goto('/staff/audit')
  await expect(page.locator('h1')).toHaveText('Audit log')

  await signOutTwice(page)
  await expect(page.getByText('Harbor View staff sign-in was asked to sign you out as well')).toBeVisible()
  await goToProvider(page, nora.email)
  await expect(page.getByLabel('Name'), 'the provider has forgotten her too').toBeVisible()
  await signInThere(page, 'nora', { strong: true })
  await expect(page).toHaveURL(/\/(home|staff)/)

  await signOutThere(page, 'plan')
  await page.goto('/staff/audit')
  expect(page.url(), 'T13 told by the back channel').toContain('/sign-in?closed=ended')
  await desk.order({ do: 'know', people: [{ ...nora, groups: [] }, colm] })
  await goToProvider(page, nora.email)
  await signInThere(page, 'nora', { strong: true })
  await expect(page.getByText('your account here was ended just now')).toBeVisible()
  await desk.order({ do: 'know', people: everybody })
})

test('section 13 an office’s person: linked by a passcode, then straight in; III.F.1 a passcode where the provider saw one factor only', async ({
  page,
}) => {
  const before = await mailsTo(page.request, colm.email)
  await goToProvider(page, colm.email)
  await signInThere(page, 'colm', { strong: true })
  await expect(page.getByRole('heading', { name: 'Connect your sign-in' })).toBeVisible()
  await page.getByLabel('Code', { exact: true }).fill(await codeFor(page.request, colm.email, before))
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page).toHaveURL('/home')

  await forgetHere(page)
  await goToProvider(page, colm.email)
  await expect(page, 'the provider knows him still, and says that it saw two factors').toHaveURL('/home')

  await forgetAll(page)
  const second = await mailsTo(page.request, colm.email)
  await goToProvider(page, colm.email)
  await signInThere(page, 'colm')
  await expect(page).toHaveURL(/\/sign-in\/second-factor/)
  await page.getByLabel('Code', { exact: true }).fill(await codeFor(page.request, colm.email, second))
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page).toHaveURL('/home')
})

test('T13 signed out at the provider: refused here soon after, told by a frame that is never shown', async ({
  page,
}) => {
  await desk.order({ do: 'know', people: everybody })
  await goToProvider(page, colm.email)
  await signInThere(page, 'colm', { strong: true })
  await expect(page).toHaveURL('/home')
  await signOutThere(page, 'office')
  // The frame is of another site, and not shown; but it is loaded.
  await expect(async () => {
    await page.goto('/claims')
    expect(page.url()).toContain('/sign-in?closed=ended')
  }).toPass({ timeout: 5000 })
})

test('T17 keys are turned without an outage; a clock 45 seconds ahead is taken, one 10 minutes ahead is not', async ({
  page,
}) => {
  const comesIn = async () => {
    await forgetAll(page)
    await goToProvider(page, colm.email)
    await signInThere(page, 'colm', { strong: true })
  }
  await desk.order({ do: 'turn-keys', which: 'office' })
  await comesIn()
  await expect(page).toHaveURL('/home')
  await setClock(page, desk, 45_000)
  await comesIn()
  await expect(page).toHaveURL('/home')
  await setClock(page, desk, 600_000)
  await comesIn()
  await expect(page.getByRole('heading', { name: 'You could not be signed in' })).toBeVisible()
})

test('T17 the answer of one provider at the other’s address is refused', async ({ page }) => {
  await goToProvider(page, colm.email)
  await expect(page.getByLabel('Name')).toBeVisible()
  const answer = await answerOf(page, 'colm')
  expect(answer).toContain(ids.office)
  await page.goto(answer.replace(ids.office, ids.plan))
  await expect(page.getByRole('heading', { name: 'You could not be signed in' })).toBeVisible()
  await page.goto('/home')
  await expect(page).toHaveURL(/\/sign-in/)
  await page.goto(answer)
  await expect(page, 'where it belongs it is taken').toHaveURL('/home')
})

for (const how of ['closed', 'silent'] as const) {
  test(`a provider that is ${how}: said so within 5 seconds, and a password works`, async ({ page }) => {
    await desk.order({ do: 'fail', which: 'office', how })
    await goToProvider(page, colm.email)
    await expect(page.getByText('does not answer now')).toBeVisible({ timeout: 5000 })
    await signIn(page, await person(page.request, 'clerk', colm.email))
    await desk.order({ do: 'fail', which: 'office', how: null })
  })
}

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('in through the provider, and out of both', async ({ page }) => {
    await goToProvider(page, colm.email)
    await signInThere(page, 'colm', { strong: true })
    await expect(page).toHaveURL('/home')
    await signOutTwice(page)
    await expect(page.getByText('Lighthouse sign-in was asked to sign you out as well')).toBeVisible()
    await page.getByRole('link', { name: 'Sign in again' }).click()
    await goToProvider(page, colm.email)
    await expect(page.getByLabel('Name')).toBeVisible()
  })
})

test.describe('how it looks', () => {
  // The pages' own policy forbids scripts from elsewhere; axe comes from the test.
  test.use({ bypassCSP: true })

  test('WCAG 2.2 AA on the way out, back, and where the provider is down', async ({ page }) => {
    await goToProvider(page, colm.email)
    await signInThere(page, 'colm', { strong: true })
    await expect(page).toHaveURL('/home')
    // An answer without content keeps the browser on the page that would go on.
    await page.route(`${addresses.office}/session/end**`, (route) => route.fulfill({ status: 204 }))
    await page.getByRole('button', { name: 'Sign out', exact: true }).first().click()
    await expect(page.getByRole('link', { name: 'Go on to Lighthouse sign-in' })).toBeVisible()
    await looksWell(page)
    await page.unrouteAll()
    await page.goto('/sign-in/signed-out')
    await looksWell(page)

    await forgetAll(page)
    await goToProvider(page, colm.email)
    await signInThere(page, 'colm', { strong: true })
    await expect(page).toHaveURL('/home')
    await desk.order({ do: 'fail', which: 'office', how: 'closed' })
    await page.getByRole('button', { name: 'Sign out', exact: true }).first().click()
    await expect(page.getByText('Your session at Lighthouse sign-in may still be open')).toBeVisible()
    await looksWell(page)
    await desk.order({ do: 'fail', which: 'office', how: null })
  })
})
