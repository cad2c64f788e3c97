/** The steps by which offices and people get in, as a browser takes them, with scripts or without. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type APIRequestContext, expect, type Page } from '@playwright/test'
import { npi } from '../../../demo/offices.ts'
import { codeFor, letPass, mailsTo, type Person, person, signIn } from './portal.ts'

/** A practice that the core system knows and the portal has never heard of; `n` tells one from another. */
export function practice(n: number) {
  const name = `Newcomb Practice ${n}`
  return { id: `newcomb-${n}`, name, tin: `89100000${n}`, npi: npi(9000 + n), street: `${n} Newcomb Lane`, city: 'Alder Bay', zip: '93401' } // prettier-ignore
}
export type Practice = ReturnType<typeof practice>

/** Has the core system's feed bring the practices. */
export function feedPractices(baseURL: string, practices: readonly Practice[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-practices-'))
  const lines = practices.map(({ id, name, tin, npi: number, street, city, zip }) =>
    JSON.stringify({
      resourceType: 'Organization',
      id,
      active: true,
      name,
      identifier: [identifier('NPI', 'http://hl7.org/fhir/sid/us-npi', number), identifier('TAX', 'urn:oid:2.16.840.1.113883.4.4', tin)],
      telecom: [{ system: 'phone', value: '(805) 555-0120' }],
      address: [{ line: [street], city, state: 'CA', postalCode: zip }],
    }),
  ) // prettier-ignore
  writeFileSync(join(folder, 'Organization.ndjson'), `${lines.join('\n')}\n`)
  const env = { ...process.env, GATEHOUSE_STATE: process.env.GATEHOUSE_E2E_STATE }
  const run = spawnSync('node', ['tools/run.mjs', 'feed', 'import', folder, '--to', baseURL], { env, encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  if (run.status !== 0) throw new Error(`the feed was refused: ${run.stderr}`)
}

function identifier(code: string, system: string, value: string) {
  return { type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code }] }, system, value }
}

/** The link of the newest message to the address that has one. */
export async function linkFor(api: APIRequestContext, email: string, before = 0): Promise<string> {
  await expect.poll(() => mailsTo(api, email)).toBeGreaterThan(before)
  const answer = await api.get('/dev/mailbox', { headers: { Accept: 'application/json' }, params: { to: email } })
  const mails = (await answer.json()) as { link: string | null }[]
  return mails.find(({ link }) => link !== null)!.link!
}

/** Types into the field of that name: labels such as "Telephone" stand more than once on a form. */
async function type(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) await page.locator(`#field-${name}`).fill(value)
}

/** The office asks for access and signs; its manager nominates the LOA. */
export async function askForAccess(page: Page, office: Practice, loa: Newcomer): Promise<void> {
  await page.goto('/office-access')
  await type(page, {
    legalName: office.name,
    tin: office.tin,
    npi: office.npi,
    street: office.street,
    city: office.city,
    zip: office.zip,
    telephone: '(805) 555-0120',
    managerName: 'Mabel Newcomb',
    managerTitle: 'Office manager',
    managerEmail: `mabel@${office.id}.example`,
    managerTelephone: '(805) 555-0121',
    loaFirstName: loa.firstName,
    loaLastName: loa.lastName,
    loaEmail: loa.email,
    signedName: 'Mabel Newcomb',
    signedTitle: 'Office manager',
  })
  await page.locator('#field-state').selectOption('CA')
  await page.getByLabel('I agree to sign electronically').check()
  await page.getByRole('button', { name: 'Sign and send' }).click()
  await expect(page.getByText('Its number is')).toBeVisible()
}

/** An Enterprise Administrator accepts the office, and so invites its LOA. */
export async function acceptOffice(page: Page, office: Practice): Promise<void> {
  await page.goto('/staff/offices')
  await page.getByRole('link', { name: office.name }).first().click()
  await page.getByRole('button', { name: 'Accept' }).click()
  await expect(page.getByRole('status').first()).toBeVisible()
}

export type Newcomer = { firstName: string; lastName: string; email: string; jobTitle: string; jobDescription: string }
export const NEW_PASSWORD = 'Fresh-Harbor-8532'

/** A word or two of the right answer of each section of the training that comes with the program. */
const right = ['call the plan', 'Her eligibility for Friday', 'draw no conclusion', 'Give them nothing', 'lock it away first', 'Right away', 'at once'] // prettier-ignore

/** Begins a registration by typing the address. */
export async function register(page: Page, who: Newcomer): Promise<void> {
  const before = await mailsTo(page.request, who.email)
  await page.goto('/register')
  await page.getByLabel('Your e-mail address at work').fill(who.email)
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await enterCode(page, who.email, before)
}

/** Begins a registration by the link of an invitation, whose mailbox is still to be proved. */
export async function followInvitation(page: Page, who: Newcomer): Promise<void> {
  await page.goto(await linkFor(page.request, who.email))
  const before = await mailsTo(page.request, who.email)
  await page
    .getByRole('button', { name: /send|begin|accept/i })
    .first()
    .click()
  await enterCode(page, who.email, before)
}

async function enterCode(page: Page, email: string, before: number): Promise<void> {
  await page.getByLabel('Code', { exact: true }).fill(await codeFor(page.request, email, before))
  await page.getByRole('button', { name: 'Go on' }).click()
}

/** Tells who one is, and chooses the office unless an invitation did. */
export async function tellOfOneself(page: Page, who: Newcomer, office?: Practice): Promise<void> {
  const { firstName, lastName, jobTitle, jobDescription } = who
  await type(page, { firstName, lastName, street: '12 Quay Street', city: 'Alder Bay', zip: '93401', telephone: '(805) 555-0122', jobTitle, jobDescription }) // prettier-ignore
  await page.getByLabel('I am 18 or older').check()
  await page.getByRole('button', { name: 'Save and go on' }).click()
  if (!office) return
  await page.getByLabel('Find the office you work for').fill(office.npi)
  await page.getByRole('button', { name: 'Search' }).click()
  await page.getByRole('button', { name: `Choose ${office.name}` }).click()
}

/** Answers the check of each section, and attests. */
export async function passTraining(page: Page): Promise<void> {
  for (const answer of right) {
    await page.getByRole('radio', { name: answer }).check()
    await page.getByRole('button', { name: 'Answer and go on' }).click()
  }
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Attest' }).click()
}

/** Agrees, trains, chooses security questions, and sends. */
export async function agreeTrainAndSend(page: Page): Promise<void> {
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: /agree/i }).click()
  await passTraining(page)
  for (const place of [1, 2, 3]) {
    await page.locator(`#field-question${place}`).selectOption({ index: place })
    await page.locator(`#field-answer${place}`).fill(`Blue lantern ${place}`)
  }
  await page.getByRole('button', { name: 'Save and go on' }).click()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(page.getByText('Sent. Thank you!')).toBeVisible()
}

/** Decides on the request of a person; proves once more that it is oneself where that is asked. */
export async function openRequest(page: Page, list: string, decider: Person, who: Newcomer): Promise<void> {
  await page.goto(list)
  // Those that wait stand above those that were decided.
  await page
    .getByRole('link', { name: `${who.firstName} ${who.lastName}` })
    .first()
    .click()
  await confirmIfAsked(page, decider.email)
  await expect(page.getByText(who.jobDescription)).toBeVisible()
}

/** A fresh second factor by e-mail, where the page wants one. */
export async function confirmIfAsked(page: Page, email: string): Promise<void> {
  if (!page.url().includes('/confirm')) return
  const before = await mailsTo(page.request, email)
  await page.getByRole('button', { name: 'Send me a code by e-mail' }).click()
  await enterCode(page, email, before)
}

/** Approves with these roles, by their names. */
export async function approve(page: Page, roles: readonly string[]): Promise<void> {
  for (const role of roles) await page.getByLabel(role, { exact: true }).check()
  await page.locator('#field-attests').check()
  await page.getByRole('button', { name: 'Approve the request' }).click()
  await expect(page.getByRole('status').first()).toBeVisible()
}

/** Chooses the first password by the link in the mail, and signs in with it. */
export async function setUpAndSignIn(page: Page, who: Newcomer): Promise<void> {
  await page.goto(await linkFor(page.request, who.email))
  await page.getByLabel('New password').fill(NEW_PASSWORD)
  await page.getByRole('button', { name: 'Set the password' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  await signIn(page, { ...asPerson(who), password: NEW_PASSWORD })
}

/** The newcomer as somebody who signs in. */
export function asPerson(who: Newcomer): Person {
  return { email: who.email, password: NEW_PASSWORD, scenario: 'newcomer', office: null, roles: [] }
}

/** Signs an Enterprise Administrator in. */
export async function signInAdministrator(page: Page): Promise<Person> {
  await letPass(page.request, 'PT16M')
  const administrator = await person(page.request, 'staff-provider-relations')
  await signIn(page, administrator)
  return administrator
}
