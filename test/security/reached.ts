/** What a browser reaches, told by what the portal answers it and by nothing else (T3, T13, T14). */
import type { Browser } from '../support/browser.ts'

/** Pages of an office that every role to read opens, and those of its administrators. */
const pages = ['/members', '/claims']
const administratorsPages = ['/office/users', '/office/requests']
const forms = ['/members', '/claims']
const gates = ['password', 'agreement', 'training', 'verification'] as const

/** Everything; one gate; the own pages, of the office none; nothing. */
export type Reach = 'in' | (typeof gates)[number] | 'closed' | 'out'

/**
 * Asks for the home page and for every page of the office, whole and as a fragment, and posts to it, each time with the
 * same cookies. `isLoa`: the person is an administrator of it. Throws where the answers disagree: then some of it is open.
 */
export async function reached(browser: Browser, isLoa = true): Promise<Reach> {
  const kept = new Map(browser.cookies)
  const asked = async (request: () => Promise<Response>) => {
    browser.cookies.clear()
    for (const [name, value] of kept) browser.cookies.set(name, value)
    return wordOf(await request())
  }
  const home = await asked(() => browser.get('/home'))
  const office: string[] = []
  for (const path of [...pages, ...(isLoa ? administratorsPages : [])]) {
    office.push(await asked(() => browser.get(path)))
    office.push(await asked(() => browser.get(path, { 'HX-Request': 'true', 'HX-Request-Type': 'partial' })))
  }
  const csrf = await browser.token(home === 'shown' ? '/home' : `/${home}`)
  for (const path of forms) office.push(await asked(() => browser.post(path, { csrf: csrf || 'x', memberId: 'W1' })))
  await asked(async () => new Response())
  const [word = '', ...others] = new Set(office)
  const gate = gates.find((one) => one === word)
  if (others.length === 0 && home === word) {
    if (word === 'shown') return 'in'
    if (gate) return gate
    if (word === 'sign-in' || word === 'refused') return 'out'
  }
  if (others.length === 0 && home === 'shown' && word === 'refused') return 'closed'
  throw new Error(`partly open: ${JSON.stringify({ home, office })}`)
}

function wordOf(answer: Response): string {
  const to = answer.headers.get('Location') ?? answer.headers.get('HX-Redirect')
  if (to !== null)
    return /^\/(?:office\/)?(sign-in|password|agreement|training|verification)(\?|$)/.exec(to)?.[1] ?? 'shown'
  return answer.status === 403
    ? 'refused'
    : answer.status === 200 || answer.status === 422
      ? 'shown'
      : `${answer.status}`
}
