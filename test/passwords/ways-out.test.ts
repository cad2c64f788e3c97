import { beforeAll, expect, it } from 'vitest'
import { Browser, mailTo } from '../support/browser.ts'
import { attempt } from '../support/guard.ts'
import { anOffice, aPerson } from '../support/people.ts'

let email: string
let guard: string
beforeAll(async () => {
  ;({ email, guard } = await aPerson({ email: 'clerk@office.example', offices: [await anOffice()] }))
})

it('III.E.4.a, III.E.4.b both ways out of a lock are named where somebody would look for them', async () => {
  const browser = new Browser()
  const refused = await (await browser.password(email, 'wrong')).text()
  expect(refused).toContain('opens again when you choose a new password')
  for (let wrong = 0; wrong < 4; wrong += 1) await attempt(guard, 'wrong')
  const letter = (await mailTo(email))!
  expect([letter.link, letter.text.includes('(714) 555-0100')]).toEqual(['https://portal.test/forgot-password', true])
  for (const path of ['/sign-in', '/help']) {
    const html = await (await browser.get(path)).text()
    expect([path, html.includes('href="/forgot-password"'), html.includes('(714) 555-0100')]).toEqual([
      path,
      true,
      true,
    ])
  }
})

it('III.E.4.b the pages of a reset stand on their own: one heading, a label for each field, no script within', async () => {
  const browser = new Browser()
  for (const path of [
    '/forgot-password',
    '/forgot-password?done=sent',
    '/forgot-password/continue',
    '/password/set-up',
  ]) {
    const html = await (await browser.get(path)).text()
    expect([path, html.match(/<h1>/g)?.length, /<script(?![^>]*src=)|style="/.test(html)]).toEqual([path, 1, false])
    for (const [, id] of html.matchAll(/<input[^>]* id="([^"]+)"/g))
      expect(html).toContain(`<label class="usa-label" for="${id}"`)
  }
})
