/** The story of an office nobody knows, from nothing to its first eligibility look-up. */
import { expect, type Page } from '@playwright/test'
import {
  acceptOffice,
  agreeTrainAndSend,
  approve,
  askForAccess,
  asPerson,
  followInvitation,
  type Newcomer,
  openRequest,
  practice,
  register,
  setUpAndSignIn,
  signInAdministrator,
  tellOfOneself,
} from './getting-in.ts'
import { letPass, mailsTo, signIn } from './portal.ts'

const people = (office: string) => {
  const loa: Newcomer = { firstName: 'Lena', lastName: 'Newcomb', email: `lena@${office}.example`, jobTitle: 'Billing lead', jobDescription: 'Runs the front office and knows who does what.' } // prettier-ignore
  const clerk: Newcomer = { firstName: 'Cleo', lastName: 'Wharfside', email: `cleo@${office}.example`, jobTitle: 'Receptionist', jobDescription: 'Checks at the desk whether patients are covered.' } // prettier-ignore
  const denied: Newcomer = { firstName: 'Dorian', lastName: 'Quickstep', email: `dorian@${office}.example`, jobTitle: 'Courier', jobDescription: 'Brings samples to the laboratory.' } // prettier-ignore
  return { loa, clerk, denied }
}

/** Tells the whole story in one browser, all by the pages and the mailbox. */
export async function fromNothing(page: Page, n: number): Promise<void> {
  const office = practice(n)
  const { loa, clerk, denied } = people(office.id)
  await letPass(page.request, 'PT16M')
  await askForAccess(page, office, loa)
  expect(await mailsTo(page.request, `mabel@${office.id}.example`), 'the manager has a copy').toBe(1)

  await signInAdministrator(page)
  await acceptOffice(page, office)
  await signOut(page)

  await followInvitation(page, loa)
  await tellOfOneself(page, loa)
  await agreeTrainAndSend(page)

  const administrator = await signInAdministrator(page)
  await openRequest(page, '/staff/requests', administrator, loa)
  await approve(page, [])
  await signOut(page)
  await setUpAndSignIn(page, loa)
  await signOut(page)

  await register(page, clerk)
  await tellOfOneself(page, clerk, office)
  await agreeTrainAndSend(page)
  await letPass(page.request, 'PT16M')
  await register(page, denied)
  await tellOfOneself(page, denied, office)
  await agreeTrainAndSend(page)

  await letPass(page.request, 'PT16M')
  await signIn(page, asPerson(loa))
  await openRequest(page, '/office/requests', asPerson(loa), clerk)
  await approve(page, ['Eligibility Viewer'])
  await openRequest(page, '/office/requests', asPerson(loa), denied)
  await page.getByLabel('Reason').fill('Couriers need nothing of the portal.')
  await page.getByRole('button', { name: 'Deny the request' }).click()
  await expect(page.getByRole('status').first()).toBeVisible()
  await signOut(page)
  const told = await page.request.get('/dev/mailbox', { headers: { Accept: 'application/json' }, params: { to: denied.email } }) // prettier-ignore
  expect(((await told.json()) as { text: string }[])[0]!.text).toContain('Couriers need nothing of the portal.')

  await letPass(page.request, 'PT16M')
  await setUpAndSignIn(page, clerk)
  await page.getByLabel('Member number').fill('HV1000100')
  await page.getByRole('button', { name: 'Look up' }).click()
  await page.getByRole('rowheader').getByRole('link').click()
  await expect(page.getByText('HV1000100')).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Claims' })).toHaveCount(0)
}

async function signOut(page: Page): Promise<void> {
  await page.goto('/home')
  await page.getByRole('button', { name: 'Sign out', exact: true }).first().click()
  await expect(page).toHaveURL(/\/sign-in/)
}
