import { expect, type Page, test } from '@playwright/test'
import { letPass, needsChromium, type Person, signIn, typePassword } from './support/portal.ts'
import { aSubmitter } from './support/referral-story.ts'

needsChromium()

/** The session ends while a page is open; its form is sent all the same, offered again after signing in, and sent on. */
async function sentLate(page: Page, who: Person, button: string): Promise<void> {
  await letPass(page.request, 'PT16M')
  await page.getByRole('button', { name: button, exact: true }).click()
  await expect(page.getByText('closed after 15 minutes without activity')).toBeVisible()
  await typePassword(page, who)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your form is still to be sent')
  await page.getByRole('button', { name: 'Send it now' }).click()
}

/** Fills the form in from page to page; every page is sent by `send`. */
async function written(page: Page, year: number, send: (button: string) => Promise<void>): Promise<void> {
  const title = page.getByRole('heading', { level: 1 })
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'New referral' }).click()
  await page.getByRole('button', { name: 'Begin a referral' }).click()
  await page.getByLabel('Member number').fill('HV1000100')
  await send('Look up and continue')
  await expect(title).toHaveText('New referral: providers')
  await page.getByLabel('Referring provider').selectOption({ index: 1 })
  await page.getByLabel('Name', { exact: true }).fill('Lighthouse')
  await page.getByRole('button', { name: 'Search' }).click()
  await page.getByRole('group', { name: 'Who it is' }).getByRole('radio').first().check()
  await send('Continue')
  await expect(title).toHaveText('New referral: codes and dates')
  await page.getByLabel('Diagnosis codes').fill('M54.50')
  await page.getByLabel('Service codes').fill('G0402')
  await page.getByLabel('Visits or units').fill('6')
  await page.getByLabel('From').fill(`${year}-01-04`)
  await page.getByLabel('Until').fill(`${year}-03-31`)
  await page.getByLabel('Routine').check()
  await send('Continue')
  await expect(title).toHaveText('New referral: notes')
  await page.getByLabel('Notes').fill('Pain for six weeks.')
  await send('Continue')
  await expect(title).toHaveText('New referral: files')
}

const pdf = { name: 'letter.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n1 0 obj\n') }

async function attached(page: Page): Promise<void> {
  await page.getByLabel('Add a file').setInputFiles(pdf)
  await page.getByRole('button', { name: 'Add it' }).click()
  await expect(page.getByRole('link', { name: 'letter.pdf' })).toBeVisible()
  await page.getByRole('link', { name: 'Continue' }).click()
}

async function confirmed(page: Page): Promise<void> {
  for (const word of ['M54.50', 'G0402', 'Pain for six weeks.', 'letter.pdf', 'Routine']) {
    await expect(page.getByText(word).first()).toBeVisible()
  }
  await page.getByRole('button', { name: 'Submit the referral' }).click()
  await expect(page.getByText(/The confirmation number is GH-[0-9A-Z]{10}/)).toBeVisible()
  expect(page.url(), 'the number is not in the address').not.toContain('GH-')
}

test.describe('with scripts, on a telephone', () => {
  test.use({ viewport: { width: 360, height: 740 } })

  test('III.B.6.d III.E.2 a referral with a file, its session closed at every page: nothing is lost', async ({
    page,
  }) => {
    test.setTimeout(300_000)
    const who = await aSubmitter(page.request, 'scripted')
    await signIn(page, who, true)
    await page.getByText('Menu', { exact: true }).click()
    await written(page, 2027, (button) => sentLate(page, who, button))
    await attached(page)
    await confirmed(page)
    await page.goto('/referrals/new')
    await page.getByRole('button', { name: 'Begin a referral' }).click()
    const url = page.url()
    await page.goto(url.replace('/member', '/notes'))
    await page.getByLabel('Notes').fill('Kept as I type')
    await page.getByLabel('Notes').blur()
    await expect(page.getByText(/^Kept at /)).toBeVisible()
    await page.reload()
    await expect(page.getByLabel('Notes')).toHaveValue('Kept as I type')
  })
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('III.B.6.d a referral is written and submitted', async ({ page }) => {
    test.setTimeout(120_000)
    const who = await aSubmitter(page.request, 'plain')
    await signIn(page, who)
    await written(page, 2028, (button) => page.getByRole('button', { name: button, exact: true }).first().click())
    await attached(page)
    await confirmed(page)
  })
})
