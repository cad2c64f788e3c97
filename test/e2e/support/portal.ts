/** What every story does: wait for the demo, take a code from the mailbox, let time pass, sign in. */
import { expect, type APIRequestContext, type Page, test } from '@playwright/test'

export type Person = { email: string; password: string; scenario: string; office: string | null; roles: string[] }

/** Skips a file's stories where no Chromium is, and says so. */
export function needsChromium(): void {
  test.skip(!process.env.CHROMIUM, 'no Chromium on the path')
}

const json = { headers: { Accept: 'application/json' } }

/** The first demo person of the scenario, or the one with the address. */
export async function person(api: APIRequestContext, scenario: string, email?: string): Promise<Person> {
  const people = (await (await api.get('/dev/people', json)).json()) as Person[]
  const found = people.find((one) => (email ? one.email === email : one.scenario === scenario))
  if (!found) throw new Error(`nobody of the demo is ${email ?? scenario}`)
  return found
}

/** The newest code that was sent to the address since there were `before` messages. */
export async function codeFor(api: APIRequestContext, email: string, before: number): Promise<string> {
  await expect.poll(() => mailsTo(api, email)).toBeGreaterThan(before)
  const mails = (await (await api.get('/dev/mailbox', { ...json, params: { to: email } })).json()) as { code: string }[]
  return mails[0]!.code
}

/** How many messages the address has. */
export async function mailsTo(api: APIRequestContext, email: string): Promise<number> {
  const answer = await api.get('/dev/mailbox', { ...json, params: { to: email } })
  return ((await answer.json()) as unknown[]).length
}

/** Lets an ISO duration pass. */
export async function letPass(api: APIRequestContext, duration: string): Promise<void> {
  const answer = await api.post('/dev/clock', { ...json, form: { advance: duration } })
  expect(answer.status()).toBe(200)
}

/** Types e-mail and password. */
export async function typePassword(page: Page, who: Person): Promise<void> {
  await page.getByLabel('E-mail address').fill(who.email)
  await page.getByLabel('Password').fill(who.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Signs in with password and a code from the mailbox; `remember` makes the device known. */
export async function signIn(page: Page, who: Person, remember = false): Promise<void> {
  const before = await mailsTo(page.request, who.email)
  await page.goto('/sign-in')
  await typePassword(page, who)
  // Somebody who has a stronger factor is offered that one first.
  const code = page.getByLabel('Code', { exact: true })
  const byMail = page.getByRole('button', { name: 'Send me a code by e-mail' })
  await expect(code.or(byMail).first()).toBeVisible()
  if (await byMail.isVisible()) await byMail.click()
  await code.fill(await codeFor(page.request, who.email, before))
  if (remember) await page.getByLabel('I alone use this device').check()
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page).toHaveURL('/home')
}
