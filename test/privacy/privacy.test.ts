import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { mounts } from '../../src/routes.ts'
import { Browser } from '../support/browser.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { routes } from '../support/routes.ts'

it('WPP the notice is open to anyone, with its version and the date of its last revision', async () => {
  const page = await (await new Browser().get('/privacy')).text()
  expect(page).toContain('<h1>Privacy Notice</h1>')
  expect(page).toContain('Date of last revision: Oct 1, 2026 (version 1)')
  expect(page).toContain('<h2>Do Not Track</h2>')
  await env.DB.prepare(
    `INSERT INTO document (public_id, kind, version, title, body, made_at, published_at)
     SELECT 'doc_2', kind, 2, title, body, made_at, ? FROM document WHERE kind = 'privacy-notice'`,
  )
    .bind(Date.UTC(2027, 0, 1, 7, 59))
    .run()
  // The day is the plan's: in Los Angeles it is still December.
  expect(await (await new Browser().get('/privacy')).text()).toContain(
    'Date of last revision: Dec 31, 2026 (version 2)',
  )
})

it('WPP a draft of the notice is nobody’s to read', async () => {
  await env.DB.prepare(
    "INSERT INTO document (public_id, kind, version, title, body, made_at) VALUES ('doc_9', 'privacy-notice', 9, 'x', 'A draft', 1)",
  ).run()
  expect(await (await new Browser().get('/privacy')).text()).not.toContain('A draft')
})

it('WPP every page leads to it', async () => {
  for (const path of ['/sign-in', '/help', '/nothing-here']) {
    expect([path, (await (await new Browser().get(path)).text()).includes('href="/privacy"')]).toEqual([path, true])
  }
})

it('WPP strictly necessary cookies only: four, whatever one opens', async () => {
  const open = routes.filter(({ gate, method, path }) => gate === 'open' && method === 'GET' && !path.includes(':'))
  expect(open.length).toBeGreaterThanOrEqual(5)
  const names = new Set<string>()
  const note = (answer: Response) => {
    for (const line of answer.headers.getSetCookie()) names.add(line.split('=')[0]!)
  }
  for (const { path } of open) note(await new Browser().get(path))
  const person = await aPerson({ email: 'cookies@office.example', offices: [await anOffice()] })
  const browser = new Browser()
  const send = browser.fetch.bind(browser)
  browser.fetch = async (path, init) => {
    const answer = await send(path, init)
    note(answer)
    return answer
  }
  await browser.signIn(person.email, true)
  for (const path of ['/home', '/training', '/privacy', '/members', '/claims']) await browser.get(path)
  await browser.post('/sign-out', {})
  expect([...names].toSorted()).toEqual(['__Host-device', '__Host-flow', '__Host-session', '__Host-visitor'])
  expect(mounts.filter(({ prefix }) => prefix === '/privacy')).toMatchObject([{ gate: 'open' }])
})
