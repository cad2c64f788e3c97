/** A browser whose person gave a second factor a moment ago, as the pages about oneself want it (III.F.1.c). */
import { type Browser, mailTo } from './browser.ts'
import { signedIn } from './session.ts'

/** Signs in, and confirms by a code from the mailbox. */
export async function fresh(person: { guard: string; email: string }, ip?: string): Promise<Browser> {
  const browser = await signedIn(person, ip)
  await confirmed(browser, person.email)
  return browser
}

/** Gives the second factor again, in mid-session; answers what the right code answers. */
export async function confirmed(browser: Browser, email: string, next = '/profile'): Promise<Response> {
  await browser.post('/confirm/passcode', { channel: 'email', next })
  const letter = await mailTo(email)
  const answer = await browser.post('/confirm', { code: letter?.code ?? '', next })
  if (answer.headers.get('Location') !== next) throw new Error(`the code was answered with ${answer.status}`)
  return answer
}
