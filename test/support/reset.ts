/** A browser that forgot its password, step by step. */
import { env } from 'cloudflare:workers'
import type { Letter } from '../../src/mail/provider.ts'
import { hash } from '../../src/passwords/hash.ts'
import { foldedAnswers } from '../../src/second-factor/questions.ts'
import { Browser, mailTo } from './browser.ts'
import { aPerson, type Someone } from './people.ts'

export const CONTINUE = '/forgot-password/continue'

/** Asks for a reset of the address; answers the mail that came, if a new one did. */
export async function forget(browser: Browser, email: string): Promise<Letter | undefined> {
  const before = await mailTo(email)
  await browser.post('/forgot-password', { email }, '/forgot-password')
  const letter = await mailTo(email)
  return letter === before ? undefined : letter
}

/** The path and query of a link in a mail. */
export function pathOf(letter: Letter | undefined): string {
  const { pathname, search } = new URL(letter?.link ?? 'https://portal.test/none')
  return pathname + search
}

/** Posts a step of the reset, with the token of a page that is always there. */
export const step = (browser: Browser, name: string, fields: Record<string, string> = {}): Promise<Response> =>
  browser.post(`/forgot-password/${name}`, fields, '/forgot-password')

/** Follows the mail's link and types its code; answers the page that comes then. */
export async function proveMailbox(browser: Browser, letter: Letter | undefined): Promise<string> {
  await browser.get(pathOf(letter))
  await step(browser, 'code', { code: letter?.code ?? '' })
  return (await browser.get(CONTINUE)).text()
}

/** The whole reset of an account that has no channel but its mailbox; answers the last step's answer. */
export async function reset(browser: Browser, email: string, password: string): Promise<Response> {
  await proveMailbox(browser, await forget(browser, email))
  return step(browser, 'password', { password })
}

/** The heading of a page. */
export const heading = (html: string) => /<h1>([^<]*)<\/h1>/.exec(html)?.[1]?.replaceAll('&#39;', "'")

/** The headings of the reset's page, by how far it is. */
export const titles = {
  mailbox: 'Type the code from your e-mail',
  second: 'Prove once more that it is you',
  ready: 'Choose a new password',
  gone: 'This link no longer works',
}

/** The heading of the browser's reset. */
export const stageOf = async (browser: Browser) => heading(await (await browser.get(CONTINUE)).text())

/** Any other code than this one. */
export const not = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

/** Somebody with three security questions: Soup, Attic, Dogs. */
export async function withQuestions(someone: Someone) {
  const person = await aPerson(someone)
  await env.DB.prepare('INSERT INTO security_answer (account_id, questions, hash, set_at) VALUES (?, ?, ?, 1)')
    .bind(
      person.account,
      '["What was the first dish you learned to cook?","Where?","Who?"]',
      await hash(foldedAnswers(['Soup', 'Attic', 'Dogs']), 1024),
    )
    .run()
  return person
}
