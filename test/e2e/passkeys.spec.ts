/** Somebody on a telephone who adds a passkey, signs in with it, and takes it away; and whoever has one but runs no scripts. */
import { type APIRequestContext, type CDPSession, expect, type Page, test } from '@playwright/test'
import { looksWell } from './support/looks.ts'
import {
  codeFor,
  letPass,
  mailsTo,
  needsChromium,
  person,
  type Person,
  signIn,
  typePassword,
} from './support/portal.ts'

needsChromium()
// The pages' own policy forbids scripts from elsewhere; axe comes from the test.
test.use({ bypassCSP: true, viewport: { width: 360, height: 740 } })

const PASSKEYS = '/profile/security/passkeys'

/** Somebody of their own: a passkey stays with whoever added it, and other stories sign in as the demo's people. */
async function somebody(api: APIRequestContext, name: string): Promise<Person> {
  const { office, password } = await person(api, 'clerk')
  const email = `${name}@${office}.example`
  const form = { email, password, office: office!, roles: 'eligibility' }
  expect((await api.post('/dev/people', { form })).status()).toBe(201)
  return { email, password, office, scenario: 'clerk', roles: ['eligibility'] }
}

/** A device with a fingerprint reader, as Chromium plays it (W3C WebAuthn, section 11). */
async function authenticator(page: Page): Promise<{ session: CDPSession; id: string }> {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId: id } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: false,
    },
  })
  return { session, id }
}

/** Touches the reader while the work is done. */
async function touching({ session, id }: Awaited<ReturnType<typeof authenticator>>, work: () => Promise<unknown>) {
  await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: id, enabled: true })
  await work()
  await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: id, enabled: false })
}

/** Opens a page that wants a second factor, by the code from the mailbox. */
async function confirmByCode(page: Page, email: string, path: string): Promise<void> {
  await page.goto(path)
  const before = await mailsTo(page.request, email)
  await page.getByRole('button', { name: 'Send me a code by e-mail' }).click()
  await page.getByLabel('Code', { exact: true }).fill(await codeFor(page.request, email, before))
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page).toHaveURL(path)
}

const signOut = (page: Page) => page.getByRole('button', { name: 'Sign out' }).first().click()

test('III.F.2 a passkey is added, opens what a code opens, signs in alone, and is taken away', async ({ page }) => {
  test.setTimeout(240_000)
  // Here the button alone asks: a browser that offers by itself would be answered by the reader before the button is pressed.
  await page.addInitScript({ content: 'PublicKeyCredential.isConditionalMediationAvailable = async () => false' })
  const who = await somebody(page.request, 'keys')
  await letPass(page.request, 'PT16M')
  await signIn(page, who)
  const device = await authenticator(page)

  // Offered at home, and found there again.
  await looksWell(page)
  await expect(page.getByRole('link', { name: 'Add a passkey' })).toBeVisible()
  await confirmByCode(page, who.email, PASSKEYS)
  await looksWell(page)
  await page.getByLabel('What do you call it?').fill('My telephone')
  await touching(device, async () => {
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await expect(page.getByText('The passkey is added.')).toBeVisible()
  })
  // Recovery codes are offered first.
  await page.goto(PASSKEYS)
  await expect(page.getByRole('heading', { name: 'My telephone' })).toBeVisible()
  await looksWell(page)
  const { credentials } = await device.session.send('WebAuthn.getCredentials', { authenticatorId: device.id })
  expect(credentials).toMatchObject([{ rpId: 'localhost', isResidentCredential: true }])
  await page.goto('/home')
  await expect(page.getByRole('link', { name: 'Add a passkey' })).toHaveCount(0)

  // After the password.
  await signOut(page)
  await page.goto('/sign-in')
  await typePassword(page, who)
  await expect(page).toHaveURL(/second-factor\/passkey/)
  await looksWell(page)
  await touching(device, async () => {
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await expect(page).toHaveURL('/home')
  })

  // In mid-session.
  await letPass(page.request, 'PT6M')
  await page.goto('/profile')
  await page.getByRole('link', { name: 'Use a passkey' }).click()
  await looksWell(page)
  await touching(device, async () => {
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await expect(page).toHaveURL('/profile')
  })

  // Alone; a reader that says no leaves the page with a sentence.
  await signOut(page)
  await page.goto('/sign-in')
  await looksWell(page)
  await device.session.send('WebAuthn.setUserVerified', { authenticatorId: device.id, isUserVerified: false })
  await touching(device, async () => {
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await expect(page.getByText('The passkey wasn’t used.')).toBeVisible()
  })
  await device.session.send('WebAuthn.setUserVerified', { authenticatorId: device.id, isUserVerified: true })
  await touching(device, async () => {
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await expect(page).toHaveURL('/home')
  })

  // Its name changes; then it goes, the last one only after a word of warning.
  await confirmByCode(page, who.email, PASSKEYS)
  await page.locator('summary', { hasText: 'Rename' }).click()
  await page.getByLabel('New name').fill('Old telephone')
  await page.getByRole('button', { name: 'Rename it' }).click()
  await page.getByRole('link', { name: 'Remove Old telephone' }).click()
  await expect(page.getByText('It is your last one')).toBeVisible()
  await looksWell(page)
  await page.getByRole('button', { name: 'Remove it' }).click()
  await expect(page.getByText('The passkey is removed.')).toBeVisible()
  await signOut(page)
  await page.goto('/sign-in')
  await touching(device, async () => {
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await expect(page.getByText('This passkey doesn’t work here.')).toBeVisible()
  })
})

test('III.F.2 the browser offers the passkey by itself in the field for the e-mail address', async ({ page }) => {
  const who = await somebody(page.request, 'offered')
  await letPass(page.request, 'PT16M')
  await signIn(page, who)
  const device = await authenticator(page)
  await confirmByCode(page, who.email, PASSKEYS)
  await page.getByLabel('What do you call it?').fill('Key')
  await touching(device, async () => {
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await expect(page.getByText('The passkey is added.')).toBeVisible()
  })
  await signOut(page)
  // The virtual device takes the first offer, as a person would who taps it.
  await touching(device, async () => {
    await page.goto('/sign-in')
    await expect(page).toHaveURL('/home')
  })

  await test.step('without scripts the page says so, and a code by e-mail does', async () => {
    const browser = page.context().browser()!
    const plain = await browser.newContext({
      baseURL: new URL(page.url()).origin,
      javaScriptEnabled: false,
      viewport: { width: 360, height: 740 },
    })
    const other = await plain.newPage()
    await other.goto('/sign-in')
    await expect(other.getByRole('button', { name: 'Use a passkey' })).toBeHidden()
    await typePassword(other, who)
    await expect(other.getByText('Passkeys don’t work in this browser')).toBeVisible()
    await expect(other.getByRole('button', { name: 'Use a passkey' })).toBeHidden()
    const before = await mailsTo(page.request, who.email)
    await other.getByRole('button', { name: 'Send me a code by e-mail' }).click()
    await other.getByLabel('Code', { exact: true }).fill(await codeFor(page.request, who.email, before))
    await other.getByRole('button', { name: 'Go on' }).click()
    await expect(other).toHaveURL('/home')
    await plain.close()
  })
})
