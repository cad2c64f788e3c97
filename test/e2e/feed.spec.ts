/** The story of a file that staff send: in parts with scripts, broken off and gone on with; in one piece without. */
import { gzipSync } from 'node:zlib'
import { expect, type Page, test } from '@playwright/test'
import { looksWell } from './support/looks.ts'
import { letPass, needsChromium, person, signIn } from './support/portal.ts'

needsChromium()

// The pages' own policy forbids scripts from elsewhere; axe comes from the test.
test.use({ bypassCSP: true })

// Later stories sign in from the same address: what was tried here doesn't count against them.
test.afterEach(({ request }) => letPass(request, 'PT16M'))

/** Nobody's office has these people: no other page shows anything of them. */
const aPatient = (id: string) => JSON.stringify({ resourceType: 'Patient', id, name: [{ family: 'Made-Up' }] })
const lines = (...of: string[]) => Buffer.from(`${of.join('\n')}\n`)
const text = 'application/fhir+ndjson'
const plain = {
  name: 'Patient-1.ndjson',
  mimeType: text,
  buffer: lines(
    aPatient('made-up-1'),
    '{"resourceType":"Patient"',
    aPatient('made-up-2'),
    '{"resourceType":"Patient"}',
  ),
}
const packed = {
  name: 'Patient-2.ndjson.gz',
  mimeType: 'application/gzip',
  buffer: gzipSync(lines(aPatient('made-up-3'), '[]')),
}

/** The card or row of a table that begins with the name, its cells in order. */
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })
const send = (page: Page) => page.getByRole('button', { name: 'Send', exact: true })

test('section 12: staff send files in parts; what breaks off goes on where it stopped', async ({ page }) => {
  await signIn(page, await person(page.request, 'staff-information-services'))
  await page.goto('/staff/feed')
  await looksWell(page)
  await page.setViewportSize({ width: 1280, height: 800 })
  await send(page).click()
  await expect(page.getByText('Choose the file to send.').first()).toBeVisible()

  const sent: string[] = []
  let isCut = true
  await page.route('**/staff/feed/parts', (route) => {
    const name = /filename="([^"]+)"/.exec(route.request().postData() ?? '')?.[1] ?? ''
    if (isCut && name.includes('2')) return route.abort()
    sent.push(name)
    return route.continue()
  })
  const field = page.getByLabel('FHIR R4 as NDJSON')
  await field.setInputFiles([packed, plain])
  await send(page).click()
  const progress = page.locator('#feed-progress')
  await expect(progress.getByRole('status')).toHaveText('4 lines read, 2 stored, 2 rejected')
  await expect(progress.getByRole('progressbar')).toBeVisible()
  await expect(send(page)).toBeDisabled()
  await expect(progress.getByRole('status')).toContainText('can’t be reached')
  await expect(send(page)).toBeEnabled()
  expect(sent).toEqual(['Patient-1.ndjson'])

  isCut = false
  await send(page).click()
  await expect(page.getByRole('alert').first()).toContainText('The file is stored, but 3 lines could not be used')
  expect(sent, 'what was there is not sent again').toEqual(['Patient-1.ndjson', 'Patient-2.ndjson.gz'])
  await expect(page.getByText('Completed')).toBeVisible()
  await expect(row(page, 'Unreadable').getByRole('cell')).toHaveText(['2', '0', '0', '0', '2', '0'])
  await expect(row(page, 'Patient').first().getByRole('cell').nth(1)).toHaveText('3')
  await expect(row(page, 'Patient-1.ndjson').getByRole('cell')).toHaveText([
    '2', 'It is no JSON, or was cut off', '4', 'It has no id',
  ]) // prettier-ignore
  await expect(row(page, 'Patient-2.ndjson.gz')).toContainText('It is no FHIR resource')
  await expect(page.locator('body')).not.toContainText('Made-Up')
  await looksWell(page)

  await page.setViewportSize({ width: 1280, height: 800 })
  await page.goto('/staff/feed')
  await field.setInputFiles({
    name: 'Patient-3.ndjson.gz',
    mimeType: 'application/gzip',
    buffer: packed.buffer.subarray(0, 30),
  })
  await send(page).click()
  await expect(progress.getByRole('status')).toContainText('A packed file is damaged')
  await page.goto('/staff/deliveries')
  await looksWell(page)
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('section 12: the same file is sent in one piece, and nothing of it changes', async ({ page }) => {
    await signIn(page, await person(page.request, 'staff-information-services'))
    await page.goto('/staff/feed')
    await page.getByLabel('FHIR R4 as NDJSON').setInputFiles(plain)
    await send(page).click()
    await expect(page.getByRole('alert').first()).toContainText('The file is stored, but 2 lines could not be used')
    await expect(page.getByText('Sent by staff')).toBeVisible()
    // Read, stored, unchanged, ignored, rejected, hidden.
    await expect(row(page, 'Patient').first().getByRole('cell')).toHaveText(['3', '0', '2', '0', '1', '0'])
    await page.getByRole('link', { name: 'Feed' }).first().click()
    await expect(page.getByRole('row').nth(1)).toContainText('Completed')
  })
})
