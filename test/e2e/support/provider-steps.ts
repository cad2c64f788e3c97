/** The steps of a story about identity providers: setting one up, coming in through it, and what stands at its own pages. */
import { type APIResponse, expect, type Page } from '@playwright/test'
import { confirmIfAsked, passTraining } from './getting-in.ts'
import { type Person, person, signIn } from './portal.ts'
import type { ProviderDesk } from './provider-desk.ts'
import { clients, issuers, multiFactor, type Which } from './provider-orders.ts'

/** What is typed of a provider, besides what the provider itself gives. */
export type SetUp = {
  which: Which
  name: string
  domain: string
  /** A group, and what it stands for. */
  mappings: [group: string, grant: string][]
  /** By its name; none for the plan's. */
  office?: string
}

const portalPort = Number(process.env.GATEHOUSE_E2E_PORT)
const origin = `http://localhost:${portalPort}`
export const addresses = issuers(portalPort)

/** Gives the administrator a passkey of their own: the plan's provider is switched on only if somebody could come in without it. */
export async function addPasskey(page: Page, who: Person): Promise<void> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true } as const // prettier-ignore
  await cdp.send('WebAuthn.addVirtualAuthenticator', { options })
  await page.goto('/profile/security/passkeys')
  await confirmIfAsked(page, who.email)
  await page.getByLabel('What do you call it?').fill('Key in the safe')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await expect(page.getByRole('status').first()).toBeVisible()
  await cdp.send('WebAuthn.disable')
}

/** Sets the provider up on the staff's pages, tries it as that person there, and switches it on; answers its id. */
export async function setUpProvider(page: Page, desk: ProviderDesk, who: Person, setUp: SetUp, tryAs: string) {
  const { which, name, domain, mappings, office } = setUp
  const { clientId, secret, groupsClaim } = clients[which]
  await page.goto('/staff/identity-providers/new')
  await page.locator('#field-name').fill(name)
  await page.getByLabel(which === 'plan' ? 'The plan’s own' : 'Of offices').check()
  await page.locator('#field-issuer').fill(addresses[which])
  await page.getByRole('button', { name: 'Set it up' }).click()
  await confirmIfAsked(page, who.email)
  await expect(page.getByText('The provider is set up, switched off')).toBeVisible()
  const id = /\/(idp_[0-9a-z]+)/.exec(page.url())![1]!

  await page.getByRole('link', { name: 'Change the settings' }).click()
  const { claim, value } = multiFactor[which]
  await page.locator('#field-domains').fill(domain)
  await page.locator('#field-mfa').fill(`${claim} ${value}`)
  await page.locator('#field-groupsClaim').fill(groupsClaim)
  for (const [place, [group, grant]] of mappings.entries()) {
    await page.locator(`#field-group${place + 1}`).fill(group)
    await page.locator(`#field-grant${place + 1}`).selectOption(grant)
  }
  await page.getByRole('button', { name: 'Save' }).click()
  await page.locator('#field-clientId').fill(clientId)
  await page.locator('#field-clientSecret').fill(secret)
  await page.getByRole('button', { name: 'Save the client' }).click()
  if (office) {
    await page.locator('#field-words').fill(office)
    await page.getByRole('button', { name: 'Find and add' }).click()
    await expect(page.getByText('The office is added')).toBeVisible()
  }
  await expect(page.getByText(`${origin}/sign-in/with/${id}/callback`)).toBeVisible()
  await desk.order({ do: 'meet', which, portal: { origin, provider: id } })

  await page.getByRole('button', { name: 'Try it' }).click()
  await signInThere(page, tryAs, { strong: true })
  await expect(page.getByText(mappings[0]![0]).first()).toBeVisible()
  await page.goto(`/staff/identity-providers/${id}`)
  await page.getByRole('button', { name: 'Switch it on' }).click()
  await expect(page.getByText('The provider is switched on')).toBeVisible()
  // The administrator's own browser is to be nobody there.
  await page.context().clearCookies({ name: /^_/ })
  return id
}

/** Signs in whoever looks after providers. */
export async function signInConfigurer(page: Page): Promise<Person> {
  const who = await person(page.request, 'staff-information-services')
  await signIn(page, who)
  return who
}

/** Types the address on the one sign-in page, and goes to the provider that it leads to. */
export async function goToProvider(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail address').fill(email)
  await page.getByRole('button', { name: 'Use my organization’s sign-in' }).click()
}

/** Signs in at the provider's own page. */
export async function signInThere(page: Page, login: string, { strong = false } = {}): Promise<void> {
  await page.getByLabel('Name').fill(login)
  if (strong) await page.getByLabel('With a second factor').check()
  await page.getByRole('button', { name: 'Sign in to the provider' }).click()
}

/** Signs in at the provider's page that is open, but does not follow its answer: the address that it leads back to. */
export async function answerOf(page: Page, login: string): Promise<string> {
  const step = async (request: Promise<APIResponse>) => new URL((await request).headers()['location']!, page.url()).href
  const form = { login, strong: 'on' }
  const resumed = await step(page.request.post(page.url(), { form, maxRedirects: 0 }))
  return step(page.request.get(resumed, { maxRedirects: 0 }))
}

/** Agrees and passes the training, as everybody does who comes for the first time. */
export async function passGates(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/agreement/)
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: /agree/i }).click()
  await page.getByRole('link', { name: 'Begin the training' }).click()
  await passTraining(page)
}

/** Signs out here, and at the provider that the browser is led to. */
export async function signOutTwice(page: Page): Promise<void> {
  await page.goto('/home')
  await page.getByRole('button', { name: 'Sign out', exact: true }).first().click()
  await page.getByRole('button', { name: 'Yes, sign me out' }).click()
  await expect(page).toHaveURL(/\/sign-in\/signed-out/)
}

/** Signs out at the provider's own page, without a word to the portal's. */
export async function signOutThere(page: Page, which: Which): Promise<void> {
  await page.goto(`${addresses[which]}/session/end`)
  await page.getByRole('button', { name: 'Yes, sign me out' }).click()
  await expect(page.getByRole('heading', { name: 'Signed out of the provider' })).toBeVisible()
}

/** The portal has forgotten the browser, the provider has not. */
export async function forgetHere(page: Page): Promise<void> {
  await page.context().clearCookies({ name: /^(session|flow|device|visitor)$/ })
}

/** Neither knows the browser. */
export async function forgetAll(page: Page): Promise<void> {
  await page.context().clearCookies()
}

/** The providers' clock is the portal's, which stories move, and so far ahead of it, in ms. */
export async function setClock(page: Page, desk: ProviderDesk, ahead = 0): Promise<void> {
  const answer = await page.request.get('/dev/clock', { headers: { Accept: 'application/json' } })
  const { now } = (await answer.json()) as { now: string }
  await desk.order({ do: 'set-clock', ahead: Date.parse(now) - Date.now() + ahead })
}
